import { actionFacts, resourceTypesOf, splitAction } from './action-catalogue.ts';
import { memoized } from './memo.ts';
import type { Problem } from './problem.ts';
import type { Patterns, Statement } from './statement.ts';
import { type Fault, placed, redundancy } from './validate-actions.ts';
import { patternsMeet } from './wildcard.ts';

/** What is wrong with a statement's resources: the form of the ARNs, and actions that do not work on them. */
export function resourceProblems({ resource, action }: Statement, path: string): Problem[] {
  if (resource === undefined) return [];
  const element = `${path}.${resource.not ? 'NotResource' : 'Resource'}`;
  const faults: Fault[] = [];
  for (let at = 0; at < resource.patterns.length; at++)
    for (const find of [formFault, redundancy]) {
      const fault = find(resource, at);
      if (fault !== undefined) faults.push(fault);
    }
  const problems = placed(faults, resource, element);
  if (resource.not || action.not || faults.some((fault) => fault.severity === 'error')) return problems;
  for (const single of singleActions(action.patterns)) {
    const problem = mismatch(single, resource.patterns, element);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

/** The documented actions that a list names without a wildcard. */
const singleActions = memoized((patterns: readonly string[]): readonly SingleAction[] =>
  patterns.flatMap((pattern) => {
    const facts = /[*?]/.test(pattern) ? undefined : actionFacts(pattern);
    if (facts === undefined) return [];
    const types = resourceTypesOf(splitAction(facts.name)[0]);
    const arns = facts.resourceTypes.flatMap(({ name }) => types.get(name)?.arn ?? []);
    const isBound = facts.resourceTypes.length > 0;
    return [{ name: facts.name, isBound, arns, fitting: arns.map((arn) => arn.replace(/\$\{[^}]*\}/g, '*')) }];
  }),
);

interface SingleAction {
  readonly name: string;
  /** False when the action names no resource. */
  readonly isBound: boolean;
  /** The ARNs of its resource types as documented, and as patterns. */
  readonly arns: readonly string[];
  readonly fitting: readonly string[];
}

const PARTITION_AND_SERVICE = 'arn:(?:aws(?:-[a-z]+)*|[^:]*[*?$][^:]*):[^:]+';
const ACCOUNT = '(?:\\d{12}|aws|aws-managed|cloudfront|third-party||[^:]*[*?$][^:]*)';
const WHOLE_ARN = new RegExp(`^${PARTITION_AND_SERVICE}:[^:]*:${ACCOUNT}:.`, 's');
/** With a star that may reach over what is left out. */
const SHORT_ARN = new RegExp(`^${PARTITION_AND_SERVICE}(?::[^:]*){0,2}$`);

function formFault({ patterns }: Patterns, at: number): Fault | undefined {
  const pattern = patterns[at] ?? '';
  if (/^(\*|arn:\*|\$\{)/.test(pattern)) return undefined;
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
  { name, isBound, arns, fitting }: SingleAction,
  resources: readonly string[],
  path: string,
): Problem | undefined {
  if (resources.some((pattern) => /^(\*|arn:\*|arn:aws[^:]*:\*)$/.test(pattern))) return undefined;
  if (!isBound)
    return {
      path,
      code: 'resource-not-supported',
      severity: 'warning',
      message: `${name} names no resource, so the statement does not allow it on these`,
      expected: '* as the resource of this action',
    };
  const fits = fitting.some((arn) => resources.some((pattern) => patternsMeet(arn, pattern)));
  if (fits || arns.length === 0) return undefined;
  return {
    path,
    code: 'wrong-resource-type',
    severity: 'warning',
    message: `${name} works on none of these resources`,
    expected: `an ARN such as ${arns[0] ?? ''}`,
  };
}
