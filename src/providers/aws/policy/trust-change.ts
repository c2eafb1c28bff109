import { statementText } from './canonical.ts';
import { parseDocument } from './document.ts';
import { conditionsImply, elementCovers, elementsMeet } from './region.ts';
import type { PrincipalEntry, Statement } from './statement.ts';
import { conditionsSuffix, elementText, principalText } from './wording.ts';

/** What one trust policy lets in that another surely does not, in words. */
export function trustMinus(after: string, before: string): string[] {
  const then = parseDocument(after).document;
  const earlier = parseDocument(before).document;
  if (!then.complete || !earlier.complete)
    return after === before ? [] : ['a trust policy that cannot be understood may let others in'];
  const known = new Set(earlier.statements.map(statementText));
  const denies = new Set(then.statements.filter(isDeny).map(statementText));
  const lifted = earlier.statements.filter((statement) => isDeny(statement) && !denies.has(statementText(statement)));
  return then.statements.filter(isAllow).flatMap((statement) => {
    const entries = statement.principal?.entries ?? [];
    const isNew = (entry: PrincipalEntry) =>
      !(known.has(statementText(statement)) || earlier.statements.some((other) => admits(other, entry, statement))) ||
      lifted.some((deny) => elementsMeet(deny.action, statement.action));
    if (statement.principal?.not === true)
      return known.has(statementText(statement)) && lifted.length === 0
        ? []
        : [text(`everyone but ${entries.map(principalText).join(', ')}`, statement)];
    return entries.filter(isNew).map((entry) => text(principalText(entry), statement));
  });
}

function text(who: string, statement: Statement): string {
  return `can be assumed by ${who} (${elementText(statement.action)})${conditionsSuffix(statement.conditions)}`;
}

function isAllow(statement: Statement): boolean {
  return statement.effect === 'Allow';
}

function isDeny(statement: Statement): boolean {
  return statement.effect === 'Deny';
}

function admits(other: Statement, entry: PrincipalEntry, wanted: Statement): boolean {
  return (
    isAllow(other) &&
    other.principal?.not === false &&
    other.principal.entries.some((known) => entryCovers(known, entry)) &&
    elementCovers(other.action, wanted.action) &&
    conditionsImply(wanted.conditions, other.conditions)
  );
}

/** An account lets its principals in only where their own policies agree, so it is not held to cover them. */
function entryCovers(wide: PrincipalEntry, narrow: PrincipalEntry): boolean {
  return wide.kind === narrow.kind && (wide.value === narrow.value || (wide.kind === 'AWS' && wide.value === '*'));
}
