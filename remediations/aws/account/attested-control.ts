import type { z } from 'zod';
import type { ControlSpec } from '../../../src/engine/control.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { type Attestation, attestationKey } from '../../../src/providers/aws/model/attestations.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import {
  type AwsControl,
  type AwsRemedy,
  accountResource,
  daysBetween,
  defineControl,
  defineRemedy,
} from '../../../src/providers/aws/model/control.ts';

type Written = Omit<
  ControlSpec<AwsCollections, 'attestations', z.ZodObject, Record<string, string>>,
  'reads' | 'messages' | 'evaluate' | 'remedies' | 'parameters'
>;

/** What a control of this family writes itself. */
export interface AttestedSpec<P extends z.ZodObject> extends Written {
  readonly parameters: P;
  /** For how many days a signature counts; undefined where it counts until it says. */
  countsFor(parameters: z.output<P>): number | undefined;
  /** What is looked at before somebody signs, in steps. */
  readonly look: readonly string[];
  /** What is signed. */
  readonly statement: string;
}

const dayMs = 86_400_000;

/**
 * A control that no API can judge: a person looks, and signs in attestations.yaml. The latest signature decides. Its
 * last day counts; one that is dated more than a day ahead, which no time zone explains, does not count at all.
 */
export function attestedControl<P extends z.ZodObject>(spec: AttestedSpec<P>): AwsControl {
  const { countsFor, look, statement, ...written } = spec;
  return defineControl({
    ...written,
    reads: ['attestations'],
    messages: {
      signed: '{signedBy} signed on {at}: {statement}',
      unsigned: 'Nobody has signed this off in attestations.yaml',
      lapsed: 'What {signedBy} signed on {at} counted until {until}',
      ahead: 'What {signedBy} signed is dated {at}, which lies ahead',
    },
    *evaluate({ evidence, account, parameters, now, pass, fail }) {
      const resource = accountResource(account);
      const latest = evidence.attestations
        .filter(({ control }) => control === spec.id)
        .reduce<Attestation | undefined>(
          (one, other) => (one === undefined || attestationKey(one) < attestationKey(other) ? other : one),
          undefined,
        );
      if (latest === undefined) return yield fail('unsigned', resource, {});
      const { signedBy, at, statement } = latest;
      const facts = { signedBy, at, statement };
      const until = lapse(latest, countsFor(parameters as z.output<P>), now);
      if (Date.parse(at) - now.getTime() > dayMs) yield fail('ahead', resource, facts);
      else if (until !== undefined) yield fail('lapsed', resource, { ...facts, until });
      else yield pass('signed', resource, facts);
    },
    remedies: [attest(spec)],
  });
}

/** The time until which a signature counted, or undefined while it does. */
function lapse({ at, expires }: Attestation, days: number | undefined, now: Date): string | undefined {
  if (days !== undefined && daysBetween(at, now) > days) return new Date(Date.parse(at) + days * dayMs).toISOString();
  if (expires === undefined) return undefined;
  const wholeDay = expires.length === 'YYYY-MM-DD'.length ? dayMs : 0;
  return Date.parse(expires) + wholeDay <= now.getTime() ? expires : undefined;
}

function attest({ id, look, statement }: AttestedSpec<z.ZodObject>): AwsRemedy {
  return defineRemedy({
    id: 'attest',
    via: ['attest'],
    title: 'Look, and sign it off in attestations.yaml',
    reversibility: 'reversible',
    *propose(context) {
      const today = context.now.toISOString().slice(0, 10);
      const entry = JSON.stringify({ control: id, statement, signedBy: 'YOUR NAME', at: today });
      yield* eachFinding(context, () => ({
        title: 'Look, and sign it off',
        guide: {
          steps: [
            ...look,
            `Add this to the list "attestations" of attestations.yaml, beside remediate.yaml, in your own name and words: ${entry}`,
          ],
          expect: `the next scan names who signed ${id} on ${today}; taking the entry out withdraws it`,
        },
      }));
    },
  });
}
