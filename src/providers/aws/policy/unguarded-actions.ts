import { type ActionFacts, actionsMatching } from './action-catalogue.ts';
import { actionsOfElement } from './classify.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { PermissionSet } from './permissions.ts';
import { names } from './reach.ts';
import type { Patterns, Statement } from './statement.ts';
import { isWhole } from './wildcard-use.ts';

/** The permissions-management actions that a document allows without any condition, in AWS's spelling and in order. */
export const unguardedActions: (document: string) => readonly string[] = memoized((text) => {
  const found = new Set<string>();
  for (const { effect, action, conditions } of parseDocument(text).document.statements)
    if (effect === 'Allow' && conditions.length === 0) for (const name of sensitiveOf(action)) found.add(name);
  return found.size === 0 ? NONE : [...found].sort();
});

const NONE: readonly string[] = [];

/** Lists of actions are shared among statements, and nearly all name nothing sensitive. */
const sensitiveOf = memoized((action: Patterns): readonly string[] =>
  action.not ? sensitive(actionsOfElement(action)) : action.patterns.flatMap(sensitiveOfPattern),
);

const sensitiveOfPattern = memoized((pattern: string): readonly string[] => sensitive(actionsMatching(pattern)));

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
