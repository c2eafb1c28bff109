import { actionsMatching, splitAction } from './action-catalogue.ts';
import { actionsOfElement, onlyReads } from './classify.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { Patterns, Statement } from './statement.ts';
import { hasWildcard } from './wildcard.ts';

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

/** Chooses among wildcards before much is made of each: a large account has tens of thousands. */
type IsWanted = (reason: WildcardReason | undefined, readOnly: boolean) => boolean;

/** The wildcards in a document's Allow statements, each with the reason that may excuse it; all of them, or those wanted. */
export function wildcardUses(text: string, isWanted: IsWanted = () => true): WildcardUse[] {
  const uses: WildcardUse[] = [];
  for (const statement of parseDocument(text).document.statements) {
    if (statement.effect !== 'Allow') continue;
    findActionUses(statement, isWanted, uses);
    findResourceUses(statement, isWanted, uses);
  }
  return uses;
}

function findActionUses(statement: Statement, isWanted: IsWanted, uses: WildcardUse[]): void {
  const { index, sid, action, resource } = statement;
  for (const { written, readOnly, isEverything, excuse } of actionWildcards(action)) {
    const isOnAll = resource === undefined || (!resource.not && resource.patterns.includes('*'));
    const reason = isEverything && isOnAll ? 'administrative' : excuse;
    if (isWanted(reason, readOnly))
      uses.push({ statement: index, sid, element: 'Action', pattern: written, reason, readOnly, couldBeScoped: NONE });
  }
}

interface ActionWildcard {
  readonly written: string;
  readonly readOnly: boolean;
  readonly isEverything: boolean;
  /** The reason that holds for it whatever the resources are. */
  readonly excuse: WildcardReason | undefined;
}

/** The wildcards of a list of actions; lists are shared among statements. */
const actionWildcards = memoized((action: Patterns): readonly ActionWildcard[] =>
  action.patterns.flatMap((pattern, at) => {
    if (action.not || !hasWildcard(pattern)) return [];
    const readOnly = actionsMatching(pattern).every(
      ({ accessLevel }) => accessLevel === 'List' || accessLevel === 'Read',
    );
    const [service, name] = splitAction(pattern);
    const isOneVerb = pattern !== '*' && !hasWildcard(service) && /^[a-z]{3,}.*\*/.test(name);
    const excuse = isOneVerb ? 'similar-actions' : undefined;
    return [{ written: action.written[at] ?? pattern, readOnly, isEverything: pattern === '*', excuse }];
  }),
);

function findResourceUses(statement: Statement, isWanted: IsWanted, uses: WildcardUse[]): void {
  const { index, sid, action, resource } = statement;
  if (resource === undefined || resource.not) return;
  const readOnly = !action.not && onlyReads(statement);
  for (let at = 0; at < resource.patterns.length; at++) {
    const pattern = resource.patterns[at] ?? '';
    if (!hasWildcard(pattern)) continue;
    const whole = isWhole(pattern);
    const couldBeScoped = whole ? scopable(statement) : NONE;
    const reason = whole ? wholeReason(statement, couldBeScoped) : resourceReason(pattern);
    const written = resource.written[at] ?? pattern;
    if (isWanted(reason, readOnly))
      uses.push({ statement: index, sid, element: 'Resource', pattern: written, reason, readOnly, couldBeScoped });
  }
}

const NONE: readonly string[] = [];

/** True for `*` and for patterns that name every resource of everything, such as `arn:aws:*`. */
export function isWhole(pattern: string): boolean {
  return WHOLE.test(pattern);
}

const WHOLE = /^(arn(:[^:]*)?:)?[*:]*$/;

function wholeReason({ action }: Statement, scoped: readonly string[]): WildcardReason | undefined {
  if (!action.not && action.patterns.includes('*')) return 'administrative';
  return scoped.length === 0 && !action.not && actionsOfElement(action).length > 0 ? 'no-resource-level' : undefined;
}

/** A path or a class of resources is named where the service does without a wildcard, and after the account stands more than one. */
function resourceReason(pattern: string): WildcardReason | undefined {
  let colons = 0;
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern[at];
    if (colons < 5) {
      if (sign === ':') colons++;
      else if (colons === 2 && (sign === '*' || sign === '?')) return undefined;
    } else if (sign !== '*' && sign !== '?' && sign !== ':' && sign !== '/') return 'resource-class';
  }
  return undefined;
}

/** The actions of a statement that could name their resources: all of their types, or some, are resource types. */
function scopable({ action }: Statement): string[] {
  if (action.not || action.patterns.includes('*')) return [];
  return actionsOfElement(action)
    .filter((facts) => facts.resourceTypes.length > 0)
    .map((facts) => facts.name);
}
