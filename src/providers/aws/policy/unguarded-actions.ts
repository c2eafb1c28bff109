import { type ActionFacts, actionsMatching } from './action-catalogue.ts';
import { actionsOfElement } from './classify.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { PermissionSet } from './permissions.ts';
import { names } from './reach.ts';
import type { Statement } from './statement.ts';
import { isWhole } from './wildcard-use.ts';

/** The permissions-management actions that a document allows without any condition, in AWS's spelling and in order. */
export const unguardedActions: (document: string) => readonly string[] = memoized((text) => {
  const found = parseDocument(text)
    .document.statements.filter(({ effect, conditions }) => effect === 'Allow' && conditions.length === 0)
    .flatMap(({ action }) => (action.not ? sensitive(actionsOfElement(action)) : action.patterns.flatMap(sensitiveOf)));
  return [...new Set(found)].sort();
});

const sensitiveOf: (pattern: string) => readonly string[] = memoized((pattern) => sensitive(actionsMatching(pattern)));

function sensitive(actions: readonly ActionFacts[]): readonly string[] {
  return actions.filter(({ accessLevel }) => accessLevel === 'Permissions management').map(({ name }) => name);
}

/** True when a principal's other policies leave an action without a condition: no Deny limits it, and a boundary lets it through freely. */
export function staysUnguarded({ layers, denies }: PermissionSet, action: string): boolean {
  const wanted = action.toLowerCase();
  const isNamed = (statement: Statement) => names(statement.action, wanted);
  const limits = layers.slice(1);
  return (
    limits.every((limit) => limit.some((statement) => statement.conditions.length === 0 && isNamed(statement))) &&
    !denies.some((deny) => isNamed(deny) && isOnEverything(deny))
  );
}

function isOnEverything({ resource }: Statement): boolean {
  return resource === undefined || (!resource.not && resource.patterns.some(isWhole));
}
