import { actionFacts, resourceTypesOf, splitAction } from './action-catalogue.ts';
import type { Problem } from './problem.ts';
import type { Statement } from './statement.ts';
import { redundancy } from './validate-actions.ts';
import { patternsMeet } from './wildcard.ts';

/** What is wrong with a statement's resources: the form of the ARNs, and actions that do not work on them. */
export function resourceProblems({ resource, action }: Statement, path: string): Problem[] {
  if (resource === undefined) return [];
  const element = `${path}.${resource.not ? 'NotResource' : 'Resource'}`;
  const forms = resource.patterns.flatMap((pattern, at) => {
    const where = resource.written.length === 1 ? element : `${element}[${at}]`;
    return [...formProblems(pattern, where), ...redundancy(resource.patterns, resource.written, at, where)];
  });
  if (resource.not || action.not || forms.some((problem) => problem.severity === 'error')) return forms;
  const mismatches = action.patterns.flatMap((pattern, at) =>
    /[*?]/.test(pattern) ? [] : mismatch(action.written[at] ?? pattern, resource.patterns, element),
  );
  return [...forms, ...mismatches];
}

function formProblems(pattern: string, path: string): Problem[] {
  if (/^(\*|arn:\*|\$\{)/.test(pattern)) return [];
  const parts = pattern.split(':');
  const [scheme, partition = '', service = '', , account = '', ...rest] = parts;
  const mayReachOver = pattern.includes('*') && parts.length < 6;
  const isSound =
    scheme === 'arn' &&
    (/^aws(-[a-z]+)*$/.test(partition) || /[*?$]/.test(partition)) &&
    service !== '' &&
    (mayReachOver || rest.join(':') !== '') &&
    (mayReachOver || /^(\d{12}|aws|aws-managed|cloudfront|third-party|)$/.test(account) || /[*?$]/.test(account));
  if (isSound) return [];
  return [
    {
      path,
      code: 'invalid-resource',
      severity: 'error',
      message: `${pattern} is no ARN`,
      expected: '* or arn:partition:service:region:account:resource',
    },
  ];
}

/** A single action none of whose resource types is among the resources can never be allowed by the statement. */
function mismatch(action: string, resources: readonly string[], path: string): Problem[] {
  const facts = actionFacts(action);
  if (facts === undefined || resources.some((pattern) => /^(\*|arn:\*|arn:aws[^:]*:\*)$/.test(pattern))) return [];
  if (facts.resourceTypes.length === 0)
    return [
      {
        path,
        code: 'resource-not-supported',
        severity: 'warning',
        message: `${facts.name} names no resource, so the statement does not allow it on these`,
        expected: '* as the resource of this action',
      },
    ];
  const types = resourceTypesOf(splitAction(facts.name)[0]);
  const arns = facts.resourceTypes.flatMap(({ name }) => types.get(name)?.arn ?? []);
  const fits = arns.some((arn) => resources.some((pattern) => patternsMeet(arn.replace(/\$\{[^}]*\}/g, '*'), pattern)));
  if (fits || arns.length === 0) return [];
  return [
    {
      path,
      code: 'wrong-resource-type',
      severity: 'warning',
      message: `${facts.name} works on none of these resources`,
      expected: `an ARN such as ${arns[0] ?? ''}`,
    },
  ];
}
