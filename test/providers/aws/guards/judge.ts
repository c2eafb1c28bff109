import { simulate } from '../../../../src/engine/change.ts';
import { judgeGuards } from '../../../../src/engine/guard.ts';
import { Steps } from '../../../../src/engine/remedy.ts';
import { awsGuards } from '../../../../src/providers/aws/guards/index.ts';
import type { AccountBuilder } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { freeze } from '../../../support/harness.ts';

/** What a plan does, and who is asking under which settings. */
export interface Planned {
  readonly given: AccountBuilder;
  readonly steps: (steps: Steps<AwsCollections>) => unknown;
  /** The caller's ARN without its account; null for a snapshot that does not tell. */
  readonly caller?: string | null;
  readonly protect?: readonly string[];
}

/** Why one guard refuses a plan, each reason with the titles of the changes that it is about; empty when it holds. */
export function refusalsOf(guard: string, { given, steps: plan, caller, protect = [] }: Planned): [string, string[]][] {
  const { caller: builders, ...rest } = given.build();
  const asking = caller === null ? {} : { caller: caller ?? builders ?? '' };
  const before: AwsSnapshot = freeze({ ...rest, ...asking });
  const steps = new Steps(before, ['finding']);
  plan(steps);
  const titles = new Map(steps.changes.map((change) => [change.id, change.title]));
  const after = simulate(operations, before, steps.changes);
  const settings = { alarmEmails: [], protectedPrincipals: protect };
  return judgeGuards(awsGuards, { before, after, changes: steps.changes, settings })
    .filter((verdict) => verdict.guard === guard && verdict.verdict === 'refused')
    .map(({ reason, changes }) => [reason, changes.map((id) => titles.get(id) ?? id)]);
}
