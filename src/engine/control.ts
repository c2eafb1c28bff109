import type { z } from 'zod';
import type { Finding, Resource } from './finding.ts';
import type { Json } from './json.ts';
import { JudgedFinding } from './judged-finding.ts';
import type { Remedy } from './remedy.ts';
import type { Severity } from './severity.ts';
import { type AccountIdentity, readable, type Snapshot } from './snapshot.ts';

/** The names between braces in a message. */
export type Slots<Text extends string> = Text extends `${string}{${infer Slot}}${infer Rest}`
  ? Slot | Slots<Rest>
  : never;

type Evidence = { readonly [key: string]: Json };

/** Says one thing about one resource; the evidence must fill the message's slots. */
export type Say<M extends Record<string, string>> = <K extends keyof M & string>(
  reason: K,
  resource: Resource,
  evidence: Evidence & { readonly [S in Slots<M[K]>]: Json },
  options?: { readonly discriminator?: string; readonly severity?: Severity },
) => Finding;

/** What a control judges by: the collections that it reads, its parameters, and the clock as an argument. */
export interface EvaluateContext<C, R extends keyof C, P, M extends Record<string, string>> {
  readonly evidence: { readonly [K in R]: C[K] };
  readonly account: AccountIdentity;
  readonly parameters: P;
  readonly now: Date;
  /** A collection that decides nothing, for the evidence of a finding, where it happened to be read. */
  aside<K extends keyof C>(name: K): C[K] | undefined;
  readonly pass: Say<M>;
  readonly fail: Say<M>;
  readonly unknown: Say<M>;
  readonly notApplicable: Say<M>;
}

/** Where a framework asks for the practice: its name with version, and the numbers of its requirements. */
export type Frameworks = Readonly<Record<string, readonly string[]>>;

/** A control as its file writes it. */
export interface ControlSpec<C, R extends keyof C & string, P extends z.ZodObject, M extends Record<string, string>> {
  readonly id: string;
  readonly area: string;
  readonly severity: Severity;
  /** The good condition, as a sentence without a final period. */
  readonly title: string;
  readonly rationale: string;
  /** What can happen while the finding stands. */
  readonly risk: string;
  readonly whenNotToFix: string;
  readonly references: readonly string[];
  readonly frameworks: Frameworks;
  /** The collections that decide; while one cannot be read, the control's answer is `unknown`. */
  readonly reads: readonly R[];
  readonly parameters: P;
  readonly messages: M;
  evaluate(context: EvaluateContext<C, R, z.output<P>, M>): Iterable<Finding>;
  readonly remedies: readonly Remedy<C>[];
}

/** One best practice, ready to run: metadata, pure evaluation, and the ways to mend it. */
export interface Control<C>
  extends Omit<ControlSpec<C, keyof C & string, z.ZodObject, Record<string, string>>, 'evaluate'> {
  /** Judges a snapshot whose `reads` are all readable. */
  judge(snapshot: Snapshot<C>, parameters: unknown, now: Date): Finding[];
}

const NO_OPTIONS = {};

/** True where something could not be counted, such as the days since a time that AWS did not tell. */
function hasNoNumber(evidence: Evidence): boolean {
  for (const name in evidence) {
    const value = evidence[name];
    if (typeof value === 'number' && Number.isNaN(value)) return true;
  }
  return false;
}

function toldAsUnknown(evidence: Evidence): Evidence {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => [name, Number.isNaN(value) ? 'unknown' : value]),
  );
}

/** What rests on something that could not be counted never passes. */
function untold(status: Finding['status']): Finding['status'] {
  return status === 'fail' ? 'fail' : 'unknown';
}

/** Makes the `defineControl` of a provider, typed by its collections. */
export function controlDefiner<C>() {
  return function defineControl<
    const R extends keyof C & string,
    P extends z.ZodObject,
    const M extends Record<string, string>,
  >(spec: ControlSpec<C, R, P, M>): Control<C> {
    const say =
      (status: Finding['status']): Say<M> =>
      (reason, resource, evidence, options = NO_OPTIONS) =>
        hasNoNumber(evidence)
          ? new JudgedFinding(spec, untold(status), reason, resource, toldAsUnknown(evidence), options)
          : new JudgedFinding(spec, status, reason, resource, evidence, options);
    return {
      ...spec,
      judge(snapshot, parameters, now) {
        const evidence = Object.fromEntries(
          spec.reads.map((name) => {
            const collection = snapshot.collections[name];
            if (collection.status !== 'read') throw new Error(`${spec.id} was judged without ${name}`);
            return [name, collection.data];
          }),
        ) as { [K in R]: C[K] };
        const context = {
          evidence,
          account: snapshot.account,
          parameters: parameters as z.output<P>,
          now,
          aside: <K extends keyof C>(name: K) => readable(snapshot, name),
          pass: say('pass'),
          fail: say('fail'),
          unknown: say('unknown'),
          notApplicable: say('not-applicable'),
        };
        const findings: Finding[] = [];
        for (const finding of spec.evaluate(context)) findings.push(finding);
        return findings;
      },
    };
  };
}
