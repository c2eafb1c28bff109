import type { Difference } from '../../../engine/comparison.ts';
import { compareText } from '../../../engine/finding.ts';
import type { InlinePolicy } from '../model/authorization-details.ts';
import { policyName } from '../policy/principals.ts';
import { changeOfDocument } from './documents.ts';

/** Who holds policies: a user, group or role as the differences of its kind name it. */
export interface Holder {
  readonly area: string;
  /** Such as `user joan`. */
  readonly name: string;
  readonly resource: Difference['resource'];
}

interface Holdings {
  readonly inline: readonly InlinePolicy[];
  readonly attached: readonly string[];
  readonly boundary?: string | undefined;
}

/** Tells which policies came to a principal, left it or were rewritten, and what became of its permissions boundary. */
export function* compareHoldings(
  { area, name, resource }: Holder,
  was: Holdings | undefined,
  is: Holdings | undefined,
): Generator<Difference> {
  const common = { area, resource };
  const { added, removed } = setDifference(was?.attached ?? [], is?.attached ?? []);
  for (const arn of added)
    yield {
      ...common,
      kind: 'added',
      sentence: `Policy ${policyName(arn)} was attached to ${name}`,
      facts: [{ fact: 'policy', to: arn }],
    };
  for (const arn of removed)
    yield {
      ...common,
      kind: 'removed',
      sentence: `Policy ${policyName(arn)} was detached from ${name}`,
      facts: [{ fact: 'policy', from: arn }],
    };
  yield* compareInline({ area, name, resource }, was?.inline ?? [], is?.inline ?? []);
  yield* compareBoundary({ area, name, resource }, was?.boundary, is?.boundary);
}

function* compareInline(
  { area, name, resource }: Holder,
  was: readonly InlinePolicy[],
  is: readonly InlinePolicy[],
): Generator<Difference> {
  const old = new Map(was.map((policy) => [policy.name, policy.document]));
  const now = new Map(is.map((policy) => [policy.name, policy.document]));
  for (const policy of [...new Set([...old.keys(), ...now.keys()])].sort(compareText)) {
    const [from, to] = [old.get(policy), now.get(policy)];
    const document = changeOfDocument(from, to, [name]);
    if (document === undefined) continue;
    const [kind, verb] =
      from === undefined
        ? (['added', 'was added'] as const)
        : to === undefined
          ? (['removed', 'was deleted'] as const)
          : (['changed', 'has another document'] as const);
    yield { area, resource, kind, sentence: `Inline policy ${policy} of ${name} ${verb}`, document };
  }
}

function* compareBoundary(
  { area, name, resource }: Holder,
  from: string | undefined,
  to: string | undefined,
): Generator<Difference> {
  if (from === to) return;
  const what = `Permissions boundary ${policyName(to ?? from ?? '')}`;
  const [kind, sentence] =
    from === undefined
      ? (['added', `${what} was set on ${name}`] as const)
      : to === undefined
        ? (['removed', `${what} was taken off ${name}`] as const)
        : (['changed', `${what} was set on ${name} in place of ${policyName(from)}`] as const);
  const fact = { fact: 'boundary', ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  yield { area, resource, kind, sentence, facts: [fact] };
}

/** What one set has that the other has not, each in order. */
export function setDifference(was: readonly string[], is: readonly string[]) {
  const [old, now] = [new Set(was), new Set(is)];
  return {
    added: [...now].filter((item) => !old.has(item)).sort(compareText),
    removed: [...old].filter((item) => !now.has(item)).sort(compareText),
  };
}
