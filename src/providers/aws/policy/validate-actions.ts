import { actionsMatching, actionsOf, isService, servicePrefixes, splitAction } from './action-catalogue.ts';
import { memoized } from './memo.ts';
import type { Problem } from './problem.ts';
import type { Patterns, Statement } from './statement.ts';
import { nearest } from './suggestion.ts';
import { coversPattern } from './wildcard.ts';

/** A problem of one pattern of a list, before it is told of which statement. */
export type Fault = Omit<Problem, 'path'> & { readonly at: number };

/** Adds to `found` what is wrong with a statement's actions: grammar, unknown services and actions, repetition. */
export function findActionProblems({ action }: Statement, path: string, found: Problem[]): void {
  for (const fault of listFaults(action))
    found.push(placed(fault, action, `${path}.${action.not ? 'NotAction' : 'Action'}`));
}

/** A fault as a problem of the element that stands at the path. */
export function placed({ at, code, severity, message, expected }: Fault, { written }: Patterns, path: string): Problem {
  return { path: written.length === 1 ? path : `${path}[${at}]`, code, severity, message, expected };
}

/** Lists of actions are shared among statements, so each is looked at once. */
const listFaults = memoized((action: Patterns): readonly Fault[] =>
  action.patterns.flatMap((pattern, at) => {
    const fault = pattern === '*' ? undefined : nameFault(action.written[at] ?? pattern);
    return [fault === undefined ? [] : { at, ...fault }, redundancy(action, at) ?? []].flat();
  }),
);

/** What is wrong with one action as written; policies repeat their actions, so each is looked up once. */
const nameFault: (written: string) => Omit<Problem, 'path'> | undefined = memoized((written) => {
  const pattern = written.toLowerCase();
  const [service, name] = splitAction(pattern);
  if (name === '' || !/^[a-z0-9*?-]+$/.test(service) || !/^[\w*?-]+$/.test(name))
    return {
      code: 'invalid-action',
      severity: 'error',
      message: `${written} is no action`,
      expected: '* or service:Action, such as s3:GetObject',
    };
  if (!/[*?]/.test(service) && !isService(service)) {
    const guess = nearest(service, servicePrefixes('all'));
    return {
      code: 'unknown-service',
      severity: 'error',
      message: `AWS documents no service ${service}`,
      expected: guess === undefined ? 'the prefix of a service' : `${guess}, perhaps`,
    };
  }
  if (actionsMatching(pattern).length > 0) return undefined;
  const names = [...actionsOf(service).values()].map((facts) => facts.name);
  const guess = nearest(written, names);
  return {
    code: 'unknown-action',
    severity: 'error',
    message: `AWS documents no action ${written}`,
    expected: guess === undefined ? 'an action of the service' : `${guess}, perhaps`,
  };
});

/** A pattern that another of the list names already; of two that are equal the first stays. */
export function redundancy({ patterns, written }: Patterns, at: number): Fault | undefined {
  if (patterns.length === 1) return undefined;
  const pattern = patterns[at] ?? '';
  const wider = patterns.findIndex(
    (other, place) => place !== at && coversPattern(other, pattern) && (other !== pattern || place < at),
  );
  if (wider < 0) return undefined;
  return {
    at,
    code: 'redundant-pattern',
    severity: 'suggestion',
    message: `${written[at] ?? pattern} is named by ${written[wider] ?? ''} already`,
    expected: 'one of the two',
  };
}
