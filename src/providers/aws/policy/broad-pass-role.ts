import { constrains } from './constraint.ts';
import { parseDocument } from './document.ts';
import { holderOf, names } from './reach.ts';
import { elementCovers } from './region.ts';
import type { Patterns, Statement } from './statement.ts';
import { coversPattern } from './wildcard.ts';

/** The places of a document's Allow statements that let every role of the account be passed, to whichever service. */
export function broadPassRole(document: string, ownerArn: string): number[] {
  const passing = parseDocument(document).document.statements.filter(({ action }) => names(action, 'iam:passrole'));
  if (passing.length === 0) return [];
  const { partition, account } = holderOf(ownerArn);
  const roles = `arn:${partition}:iam::${account}:role/*`;
  if (passing.some((statement) => takesBack(statement, roles))) return [];
  return passing
    .filter(({ effect, resource, conditions }) => {
      const isBroad = resource === undefined || elementCovers(resource, onlyPattern(roles));
      return effect === 'Allow' && isBroad && !constrains(conditions, 'iam:PassedToService');
    })
    .map((statement) => statement.index);
}

/** True for a Deny of every role, and for one of every role but some: those are what is left. */
function takesBack({ effect, resource, conditions }: Statement, roles: string): boolean {
  if (effect === 'Allow' || conditions.length > 0) return false;
  if (resource?.not === true) return !resource.patterns.some((pattern) => coversPattern(pattern, roles));
  return resource === undefined || elementCovers(resource, onlyPattern(roles));
}

function onlyPattern(pattern: string): Patterns {
  return { not: false, patterns: [pattern], written: [pattern] };
}
