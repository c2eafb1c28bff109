import { actionsMatching, actionsOf, isService, servicePrefixes, splitAction } from './action-catalogue.ts';
import { memoized } from './memo.ts';
import type { Problem } from './problem.ts';
import type { Statement } from './statement.ts';
import { nearest } from './suggestion.ts';
import { coversPattern } from './wildcard.ts';

/** What is wrong with a statement's actions: grammar, unknown services and actions, repetition. */
export function actionProblems({ action }: Statement, path: string): Problem[] {
  const element = `${path}.${action.not ? 'NotAction' : 'Action'}`;
  return action.patterns.flatMap((pattern, at) => {
    const where = action.written.length === 1 ? element : `${element}[${at}]`;
    const fault = pattern === '*' ? undefined : nameFault(action.written[at] ?? pattern);
    return [
      ...(fault === undefined ? [] : [{ path: where, ...fault }]),
      ...redundancy(action.patterns, action.written, at, where),
    ];
  });
}

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
export function redundancy(
  patterns: readonly string[],
  written: readonly string[],
  at: number,
  path: string,
): Problem[] {
  const pattern = patterns[at] ?? '';
  const wider = patterns.findIndex(
    (other, place) => place !== at && coversPattern(other, pattern) && (other !== pattern || place < at),
  );
  if (wider < 0) return [];
  return [
    {
      path,
      code: 'redundant-pattern',
      severity: 'suggestion',
      message: `${written[at] ?? pattern} is named by ${written[wider] ?? ''} already`,
      expected: 'one of the two',
    },
  ];
}
