import { actionFacts } from './action-catalogue.ts';
import { type Narrowed, rewriteAllows, withActions } from './edit.ts';
import type { RawStatement } from './raw-document.ts';
import { partActions } from './take-out.ts';

const withMfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/**
 * Puts the actions that change permissions, where a document allows them without any condition, under the condition that
 * the caller signed in with MFA; the others of a statement stay without. A statement that names every action is left as it is.
 */
export function demandMfa(text: string): Narrowed {
  return rewriteAllows(text, ({ action, conditions }, original) => {
    if (conditions.length > 0) return undefined;
    const parted = partActions(action, isSensitive);
    if (parted === undefined || parted.out.length === 0) return undefined;
    if (parted.kept.length === 0) return [guarded(original, parted.out)];
    const { Sid: _, ...unnamed } = original;
    return [withActions(original, parted.kept), guarded(unnamed, parted.out)];
  });
}

function isSensitive(action: string): boolean {
  return actionFacts(action)?.accessLevel === 'Permissions management';
}

/** An empty condition block of the statement's own gives way. */
function guarded(statement: RawStatement, actions: readonly string[]): RawStatement {
  const rest = Object.entries(withActions(statement, actions)).filter(([element]) => !/^condition$/i.test(element));
  return { ...Object.fromEntries(rest), Condition: withMfa };
}
