import { conditionKeysOf, isService, splitAction } from './action-catalogue.ts';
import { constrains } from './constraint.ts';
import { isRange } from './ip-range.ts';
import type { Problem } from './problem.ts';
import { everyPiece, regionCovers, regionOf } from './region.ts';
import type { Condition, Patterns, Statement } from './statement.ts';
import { nearest } from './suggestion.ts';
import { coversPattern, matchesPattern } from './wildcard.ts';

/** Adds to `found` what a statement says to no effect, or with more effect than its author may think. */
export function findMeaningProblems(
  statement: Statement,
  statements: readonly Statement[],
  path: string,
  found: Problem[],
): void {
  for (const find of FINDERS) {
    const problem = find(statement, statements);
    if (problem !== undefined) found.push({ ...problem, path });
  }
  for (const condition of statement.conditions) findConditionProblems(condition, statement, path, found);
}

type Found = Omit<Problem, 'path'> | undefined;

function deadStatement(statement: Statement, statements: readonly Statement[]): Found {
  const { effect, principal, action, resource } = statement;
  if (principal !== undefined) return undefined;
  if (namesNothing(action) || (resource !== undefined && namesNothing(resource)))
    return {
      code: 'dead-statement',
      severity: 'warning',
      message: 'the statement names nothing',
      expected: 'at least one action and resource',
    };
  // Mostly no other statement speaks of the first action, and nothing more need be looked at.
  const speaksOfIt = (other: Statement) => other !== statement && speaksOfFirst(other.action, action);
  if (!statements.some(speaksOfIt)) return undefined;
  const rivals = statements.filter(speaksOfIt);
  const denies = rivals.filter((other) => other.effect === 'Deny');
  if (effect === 'Allow' && isWithin(statement, denies))
    return {
      code: 'dead-statement',
      severity: 'warning',
      message: 'all that the statement allows is denied by the same document',
      expected: 'no such statement',
    };
  const peers = rivals.filter((other) => other.effect === effect && other.principal === undefined);
  // Of two statements that say the same the first stays.
  const isKept = (other: Statement) => other.index < statement.index || !isWithin(other, [statement]);
  if (isWithin(statement, peers) && isWithin(statement, peers.filter(isKept)))
    return {
      code: 'redundant-statement',
      severity: 'suggestion',
      message: 'other statements say all of it',
      expected: 'no such statement',
    };
  return undefined;
}

function namesNothing({ not, patterns }: Patterns): boolean {
  return !not && patterns.length === 0;
}

/** True when each piece of a statement is surely covered by one of the others. */
function isWithin(statement: Statement, others: readonly Statement[]): boolean {
  if (others.length === 0) return false;
  const regions = others.map(regionOf);
  return everyPiece(regionOf(statement), (piece) => regions.some((region) => regionCovers(region, piece)));
}

/** False when an element surely does not name the first action of another, so that it cannot name all of them. */
function speaksOfFirst({ not, patterns }: Patterns, inner: Patterns): boolean {
  const [first] = inner.patterns;
  return not || inner.not || first === undefined || patterns.some((wide) => coversPattern(wide, first));
}

const EVERY_ROLE = /^arn:[^:]*:iam::[^:]*:(role\/)?\*$/;

function broadPassRole({ effect, action, resource, conditions }: Statement): Found {
  if (effect !== 'Allow' || action.not || resource === undefined || resource.not) return undefined;
  const passes = action.patterns.some(
    (pattern) => pattern.startsWith('iam:') && matchesPattern(pattern, 'iam:passrole'),
  );
  if (!passes || !resource.patterns.some((pattern) => pattern === '*' || EVERY_ROLE.test(pattern))) return undefined;
  if (constrains(conditions, 'iam:PassedToService')) return undefined;
  return {
    code: 'broad-pass-role',
    severity: 'warning',
    message: 'any role can be passed to any service',
    expected: 'the roles by name, or iam:PassedToService',
  };
}

const FINDERS = [deadStatement, broadPassRole, allowNotAction];

function allowNotAction({ effect, action }: Statement): Found {
  if (effect !== 'Allow' || !action.not) return undefined;
  return {
    code: 'allow-not-action',
    severity: 'warning',
    message: 'everything but these actions is allowed, and so is what AWS adds later',
    expected: 'the actions by name',
  };
}

function findConditionProblems(condition: Condition, { effect }: Statement, path: string, found: Problem[]): void {
  const { key, name, quantifier, values, ifExists } = condition;
  const add = (code: Problem['code'], severity: Problem['severity'], message: string, expected: string) =>
    found.push({ path: `${path}.Condition`, code, severity, message, expected });
  if (effect === 'Allow' && quantifier === 'ForAllValues')
    add(
      'ineffective-condition',
      'warning',
      `ForAllValues holds too when ${key} is absent`,
      'ForAnyValue, or a Null condition beside it',
    );
  if (name === 'StringLike' && values.includes('*') && !ifExists && quantifier === undefined)
    add(
      'ineffective-condition',
      'suggestion',
      `any value of ${key} will do`,
      'a value, or a Null condition to ask that the key be there',
    );
  if ((name === 'IpAddress' || name === 'NotIpAddress') && !values.every(isRange))
    add(
      'ineffective-condition',
      'error',
      `${values.find((value) => !isRange(value)) ?? ''} is no address`,
      'an address or a CIDR range',
    );
  const [service] = splitAction(key);
  if (service === 'aws' || !isService(service)) return;
  const known = conditionKeysOf(service);
  if (
    known.size > 0 &&
    ![...known].some((documented) => matchesPattern(documented.replace(/\$\{[^}]*\}|(?<=\/)tag-key$/g, '*'), key))
  ) {
    const guess = nearest(key, known);
    add(
      'unknown-condition-key',
      'suggestion',
      `AWS documents no condition key ${key}`,
      guess === undefined ? 'a key of the service' : `${guess}, perhaps`,
    );
  }
}
