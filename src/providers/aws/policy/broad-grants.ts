import { actionsMatching, splitAction } from './action-catalogue.ts';
import { constrains } from './constraint.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { Condition, Patterns, Statement } from './statement.ts';
import { isWhole } from './wildcard-use.ts';
import { elementText } from './wording.ts';

/** An Allow of whole services, or of everything but some actions, on every resource. */
export interface BroadGrant {
  /** The statement's place in the document. */
  readonly statement: number;
  /** The actions as written, such as `s3:*`, or `everything but iam:*`. */
  readonly actions: readonly string[];
}

/** The broad grants of a document; services that only list or read, and resources chosen by their tags, are none. */
export const broadGrants: (document: string) => readonly BroadGrant[] = memoized((text) =>
  parseDocument(text).document.statements.flatMap((statement) => {
    if (statement.effect !== 'Allow' || !reachesEverything(statement) || isScopedByTags(statement.conditions))
      return [];
    const actions = broadActions(statement.action);
    return actions.length === 0 ? [] : [{ statement: statement.index, actions }];
  }),
);

/** True when conditions hold a request to resources with a certain tag. */
export function isScopedByTags(conditions: readonly Condition[]): boolean {
  return conditions.some(({ key }) => /:resourcetag\//.test(key) && constrains(conditions, key));
}

function reachesEverything({ resource }: Statement): boolean {
  return resource === undefined || resource.not || resource.patterns.some(isWhole);
}

function broadActions(action: Patterns): string[] {
  if (action.not) return [elementText(action)];
  return action.written.filter((_, at) => isBroad(action.patterns[at] ?? ''));
}

function isBroad(pattern: string): boolean {
  if (pattern === '*') return true;
  const [, name] = splitAction(pattern);
  if (!/^[*?]+$/.test(name)) return false;
  return actionsMatching(pattern).some(({ accessLevel }) => accessLevel !== 'List' && accessLevel !== 'Read');
}
