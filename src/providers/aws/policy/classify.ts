import {
  type AccessLevel,
  type ActionFacts,
  actionsMatching,
  servicePrefixes,
  splitAction,
} from './action-catalogue.ts';
import { parseDocument } from './document.ts';
import { memoized } from './memo.ts';
import type { Patterns, Statement } from './statement.ts';
import { matchesPattern } from './wildcard.ts';

/** What a document's Allow statements give, by AWS's classes of actions. */
export interface AccessSummary {
  /** The documented actions allowed, by level, in AWS's spelling and in order. */
  readonly byLevel: Readonly<Record<AccessLevel, readonly string[]>>;
  /** Action patterns that name nothing documented, of which the level is not known. */
  readonly unknown: readonly string[];
  /** False when the document is not wholly understood. */
  readonly complete: boolean;
}

/** What a document allows by access level; conditions and denials do not take anything off. */
export const accessSummary: (document: string) => AccessSummary = memoized((text) => {
  const { statements, complete } = parseDocument(text).document;
  const byLevel: Record<AccessLevel, Set<string>> = {
    List: new Set(),
    Read: new Set(),
    Write: new Set(),
    Tagging: new Set(),
    'Permissions management': new Set(),
  };
  const unknown = new Set<string>();
  for (const statement of statements) {
    if (statement.effect !== 'Allow') continue;
    for (const { name, accessLevel } of actionsOfElement(statement.action)) byLevel[accessLevel].add(name);
    for (const pattern of undocumented(statement.action)) unknown.add(pattern);
  }
  return {
    byLevel: {
      List: sorted(byLevel.List),
      Read: sorted(byLevel.Read),
      Write: sorted(byLevel.Write),
      Tagging: sorted(byLevel.Tagging),
      'Permissions management': sorted(byLevel['Permissions management']),
    },
    unknown: sorted(unknown),
    complete,
  };
});

/** Whether a document lets nothing be changed: every allowed action lists or reads. */
export function isReadOnly(document: string): 'yes' | 'no' | 'unknown' {
  const { byLevel, unknown, complete } = accessSummary(document);
  if (byLevel.Write.length + byLevel.Tagging.length + byLevel['Permissions management'].length > 0) return 'no';
  return unknown.length > 0 || !complete ? 'unknown' : 'yes';
}

/** The service prefixes of which a document allows anything, in order; every service for `*` and for a NotAction. */
export function servicesGranted(document: string): string[] {
  const services = new Set<string>();
  for (const { effect, action } of parseDocument(document).document.statements)
    if (effect === 'Allow') for (const service of servicesOfElement(action)) services.add(service);
  return sorted(services);
}

/** The service prefixes that an action element names; of a NotAction, all that it does not except as a whole. */
export const servicesOfElement: (action: Patterns) => readonly string[] = memoized(({ not, patterns }) => {
  if (not)
    return [...servicePrefixes('all')].filter(
      (service) => !patterns.some((pattern) => pattern === '*' || pattern === `${service}:*`),
    );
  return [
    ...new Set(
      patterns.flatMap((pattern) => {
        const [service] = splitAction(pattern);
        return /[*?]/.test(service)
          ? [...servicePrefixes('all')].filter((prefix) => matchesPattern(service, prefix))
          : [service];
      }),
    ),
  ];
});

/** The documented actions that an action element names. */
export function actionsOfElement({ not, patterns }: Patterns): readonly ActionFacts[] {
  if (!not) return patterns.flatMap((pattern) => actionsMatching(pattern));
  return actionsMatching('*').filter(
    ({ name }) => !patterns.some((pattern) => matchesPattern(pattern, name.toLowerCase())),
  );
}

function undocumented({ not, patterns, written }: Patterns): string[] {
  if (not) return [];
  return patterns.flatMap((pattern, at) => (actionsMatching(pattern).length === 0 ? [written[at] ?? pattern] : []));
}

/** True when every action of the statement only lists or reads; an undocumented action might do more. */
export function onlyReads({ action }: Statement): boolean {
  return elementOnlyReads(action);
}

const elementOnlyReads = memoized((action: Patterns) =>
  action.not ? actionsOfElement(action).every(isReading) : action.patterns.every(patternOnlyReads),
);

/** True when a pattern names documented actions, and all of them only list or read. */
export const patternOnlyReads: (pattern: string) => boolean = memoized((pattern) => {
  const named = actionsMatching(pattern);
  return named.length > 0 && named.every(isReading);
});

function isReading({ accessLevel }: ActionFacts): boolean {
  return accessLevel === 'List' || accessLevel === 'Read';
}

function sorted(values: ReadonlySet<string>): string[] {
  return [...values].sort();
}
