import { actionFacts, resourceTypesOf, splitAction } from './action-catalogue.ts';
import { memoized } from './memo.ts';
import type { Problem } from './problem.ts';
import type { Patterns, Statement } from './statement.ts';
import { type Fault, placed, redundancy } from './validate-actions.ts';
import { hasWildcard, patternsMeet } from './wildcard.ts';

/** Adds to `found` what is wrong with a statement's resources: the form of the ARNs, and actions that do not work on them. */
export function findResourceProblems({ resource, action }: Statement, path: string, found: Problem[]): void {
  if (resource === undefined) return;
  const element = resource.not ? 'NotResource' : 'Resource';
  let hasError = false;
  const add = (fault: Fault | undefined) => {
    if (fault === undefined) return;
    hasError ||= fault.severity === 'error';
    found.push(placed(fault, resource, `${path}.${element}`));
  };
  for (let at = 0; at < resource.patterns.length; at++) {
    add(formFault(resource, at));
    add(redundancy(resource, at));
  }
  if (resource.not || action.not || hasError) return;
  if (resource.patterns.some(isEverything)) return;
  const { actions, fitting } = singleActions(action.patterns);
  const met = fitting.map((arn) => resource.patterns.some((pattern) => patternsMeet(arn, pattern)));
  for (const single of actions) {
    const problem = mismatch(single, met);
    if (problem !== undefined) found.push({ ...problem, path: `${path}.${element}` });
  }
}

function isEverything(pattern: string): boolean {
  return EVERYTHING.test(pattern);
}

const EVERYTHING = /^(\*|arn:\*|arn:aws[^:]*:\*)$/;

/** The documented actions that a list names without a wildcard; lists are shared among statements. */
const singleActions = memoized((patterns: readonly string[]): SingleActions => {
  const fitting: string[] = [];
  const actions = patterns.flatMap((pattern) => {
    const facts = hasWildcard(pattern) ? undefined : actionFacts(pattern);
    if (facts === undefined) return [];
    const types = resourceTypesOf(splitAction(facts.name)[0]);
    const arns = facts.resourceTypes.flatMap(({ name }) => types.get(name)?.arn ?? []);
    const places = arns.map((arn) => placeOf(arn.replace(/\$\{[^}]*\}/g, '*'), fitting));
    return [{ name: facts.name, isBound: facts.resourceTypes.length > 0, example: arns[0], places }];
  });
  return { actions, fitting };
});

/** The place of a text in a list, at its end where it is new. */
function placeOf(text: string, list: string[]): number {
  const at = list.indexOf(text);
  return at < 0 ? list.push(text) - 1 : at;
}

interface SingleActions {
  readonly actions: readonly SingleAction[];
  /** The ARNs of all resource types of the actions, as patterns. */
  readonly fitting: readonly string[];
}

interface SingleAction {
  readonly name: string;
  /** False when the action names no resource. */
  readonly isBound: boolean;
  /** An ARN of a resource type of it, as documented. */
  readonly example: string | undefined;
  /** The places of its resource types in `fitting`. */
  readonly places: readonly number[];
}

const PARTITION_AND_SERVICE = 'arn:(?:aws(?:-[a-z]+)*|[^:]*[*?$][^:]*):[^:]+';
const ACCOUNT = '(?:\\d{12}|aws|aws-managed|cloudfront|third-party||[^:]*[*?$][^:]*)';
const WHOLE_ARN = new RegExp(`^${PARTITION_AND_SERVICE}:[^:]*:${ACCOUNT}:.`, 's');
/** A beginning that may stand for any ARN. */
const OPEN = /^(\*|arn:\*|\$\{)/;
/** With a star that may reach over what is left out. */
const SHORT_ARN = new RegExp(`^${PARTITION_AND_SERVICE}(?::[^:]*){0,2}$`);

function formFault({ patterns }: Patterns, at: number): Fault | undefined {
  const pattern = patterns[at] ?? '';
  if (OPEN.test(pattern)) return undefined;
  if (WHOLE_ARN.test(pattern) || (pattern.includes('*') && SHORT_ARN.test(pattern))) return undefined;
  return {
    at,
    code: 'invalid-resource',
    severity: 'error',
    message: `${pattern} is no ARN`,
    expected: '* or arn:partition:service:region:account:resource',
  };
}

/** A single action none of whose resource types is among the resources can never be allowed by the statement. */
function mismatch(
  { name, isBound, example, places }: SingleAction,
  met: readonly boolean[],
): Omit<Problem, 'path'> | undefined {
  if (!isBound)
    return {
      code: 'resource-not-supported',
      severity: 'warning',
      message: `${name} names no resource, so the statement does not allow it on these`,
      expected: '* as the resource of this action',
    };
  if (example === undefined || places.some((place) => met[place])) return undefined;
  return {
    code: 'wrong-resource-type',
    severity: 'warning',
    message: `${name} works on none of these resources`,
    expected: `an ARN such as ${example}`,
  };
}
