import { actionsMatching, splitAction } from './action-catalogue.ts';
import { actionsOfElement, onlyReads } from './classify.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { Statement } from './statement.ts';

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
export const wildcardUses: (document: string) => readonly WildcardUse[] = memoized((text) =>
  parseDocument(text)
    .document.statements.filter((statement) => statement.effect === 'Allow')
    .flatMap((statement) => [...actionUses(statement), ...resourceUses(statement)]),
);

function actionUses(statement: Statement): WildcardUse[] {
  const { index, sid, action } = statement;
  if (action.not) return [];
  return action.patterns.flatMap((pattern, at) => {
    if (!/[*?]/.test(pattern)) return [];
    const readOnly = actionsMatching(pattern).every(
      ({ accessLevel }) => accessLevel === 'List' || accessLevel === 'Read',
    );
    const reason = actionReason(pattern, statement);
    return [
      {
        statement: index,
        sid,
        element: 'Action' as const,
        pattern: action.written[at] ?? pattern,
        reason,
        readOnly,
        couldBeScoped: [],
      },
    ];
  });
}

function actionReason(pattern: string, { resource }: Statement): WildcardReason | undefined {
  if (pattern === '*')
    return resource === undefined || (!resource.not && resource.patterns.includes('*')) ? 'administrative' : undefined;
  const [service, name] = splitAction(pattern);
  return !/[*?]/.test(service) && /^[a-z]{3,}.*\*/.test(name) ? 'similar-actions' : undefined;
}

function resourceUses(statement: Statement): WildcardUse[] {
  const { index, sid, action, resource } = statement;
  if (resource === undefined || resource.not) return [];
  return resource.patterns.flatMap((pattern, at) => {
    if (!/[*?]/.test(pattern)) return [];
    const scoped = isWhole(pattern) ? scopable(statement) : [];
    const reason = isWhole(pattern) ? wholeReason(statement, scoped) : resourceReason(pattern);
    const use = { statement: index, sid, element: 'Resource' as const, pattern: resource.written[at] ?? pattern };
    return [{ ...use, reason, readOnly: !action.not && onlyReads(statement), couldBeScoped: scoped }];
  });
}

/** True for `*` and for patterns that name every resource of everything, such as `arn:aws:*`. */
export function isWhole(pattern: string): boolean {
  return /^(arn(:[^:]*)?:)?[*:]*$/.test(pattern);
}

function wholeReason({ action }: Statement, scoped: readonly string[]): WildcardReason | undefined {
  if (!action.not && action.patterns.includes('*')) return 'administrative';
  return scoped.length === 0 && !action.not && actionsOfElement(action).length > 0 ? 'no-resource-level' : undefined;
}

/** A path or a class of resources is named where something but wildcards stands after the account. */
function resourceReason(pattern: string): WildcardReason | undefined {
  const parts = pattern.split(':');
  if (parts.length < 6 || /[*?]/.test(parts[2] ?? '')) return undefined;
  return /[^*?:/]/.test(parts.slice(5).join(':')) ? 'resource-class' : undefined;
}

/** The actions of a statement that could name their resources: all of their types, or some, are resource types. */
function scopable({ action }: Statement): string[] {
  if (action.not || action.patterns.includes('*')) return [];
  return actionsOfElement(action)
    .filter((facts) => facts.resourceTypes.length > 0)
    .map((facts) => facts.name);
}
