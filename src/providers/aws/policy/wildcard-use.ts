import { actionsMatching, splitAction } from './action-catalogue.ts';
import { actionsOfElement, onlyReads } from './classify.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { Patterns, Statement } from './statement.ts';

/** The reasons for which AWS's guide finds a wildcard suitable. */
export type WildcardReason = 'administrative' | 'similar-actions' | 'resource-class' | 'no-resource-level';

/** One wildcard in an Allow statement. */
export interface WildcardUse {
  /** The statement's place in the document. */
  readonly statement: number;
  readonly sid: string | undefined;
  readonly element: 'Action' | 'Resource';
  /** As written. */
  readonly pattern: string;
  /** Which of the guide's reasons may hold for it; undefined when none can. */
  readonly reason: WildcardReason | undefined;
  /** True when the actions concerned only list or read. */
  readonly readOnly: boolean;
  /** For a Resource `*`: the actions that could name their resources, in AWS's spelling. */
  readonly couldBeScoped: readonly string[];
}

/** The wildcards in a document's Allow statements, each with the reason that may excuse it. */
export const wildcardUses: (document: string) => readonly WildcardUse[] = memoized((text) => {
  const uses: WildcardUse[] = [];
  for (const statement of parseDocument(text).document.statements)
    if (statement.effect === 'Allow') uses.push(...actionUses(statement), ...resourceUses(statement));
  return uses;
});

function actionUses(statement: Statement): WildcardUse[] {
  const { index, sid, action } = statement;
  return actionWildcards(action).map(({ pattern, written, readOnly }) => ({
    statement: index,
    sid,
    element: 'Action',
    pattern: written,
    reason: actionReason(pattern, statement),
    readOnly,
    couldBeScoped: [],
  }));
}

/** The wildcards of a list of actions; lists are shared among statements. */
const actionWildcards = memoized((action: Patterns) =>
  action.patterns.flatMap((pattern, at) => {
    if (action.not || !/[*?]/.test(pattern)) return [];
    const readOnly = actionsMatching(pattern).every(
      ({ accessLevel }) => accessLevel === 'List' || accessLevel === 'Read',
    );
    return [{ pattern, written: action.written[at] ?? pattern, readOnly }];
  }),
);

function actionReason(pattern: string, { resource }: Statement): WildcardReason | undefined {
  if (pattern === '*')
    return resource === undefined || (!resource.not && resource.patterns.includes('*')) ? 'administrative' : undefined;
  const [service, name] = splitAction(pattern);
  return !/[*?]/.test(service) && /^[a-z]{3,}.*\*/.test(name) ? 'similar-actions' : undefined;
}

function resourceUses(statement: Statement): WildcardUse[] {
  const { index, sid, action, resource } = statement;
  if (resource === undefined || resource.not) return [];
  const readOnly = !action.not && onlyReads(statement);
  const uses: WildcardUse[] = [];
  for (const [at, pattern] of resource.patterns.entries()) {
    if (!/[*?]/.test(pattern)) continue;
    const couldBeScoped = isWhole(pattern) ? scopable(statement) : [];
    const reason = isWhole(pattern) ? wholeReason(statement, couldBeScoped) : resourceReason(pattern);
    const written = resource.written[at] ?? pattern;
    uses.push({ statement: index, sid, element: 'Resource', pattern: written, reason, readOnly, couldBeScoped });
  }
  return uses;
}

/** True for `*` and for patterns that name every resource of everything, such as `arn:aws:*`. */
export function isWhole(pattern: string): boolean {
  return /^(arn(:[^:]*)?:)?[*:]*$/.test(pattern);
}

function wholeReason({ action }: Statement, scoped: readonly string[]): WildcardReason | undefined {
  if (!action.not && action.patterns.includes('*')) return 'administrative';
  return scoped.length === 0 && !action.not && actionsOfElement(action).length > 0 ? 'no-resource-level' : undefined;
}

function resourceReason(pattern: string): WildcardReason | undefined {
  return RESOURCE_CLASS.test(pattern) ? 'resource-class' : undefined;
}

/** A path or a class of resources is named where the service does without a wildcard, and after the account stands more than one. */
const RESOURCE_CLASS = /^(?:[^:]*:){2}[^:*?]*:(?:[^:]*:){2}[\s\S]*[^*?:/]/;

/** The actions of a statement that could name their resources: all of their types, or some, are resource types. */
function scopable({ action }: Statement): string[] {
  if (action.not || action.patterns.includes('*')) return [];
  return actionsOfElement(action)
    .filter((facts) => facts.resourceTypes.length > 0)
    .map((facts) => facts.name);
}
