import { compareText } from '../../../engine/finding.ts';
import { type ActionFacts, actionFacts, actionsMatching, actionsOf, splitAction } from './action-catalogue.ts';

/** Every documented action that the patterns name, in AWS's spelling and in order; a pattern that names none stays as it is. */
export function expandActions(patterns: readonly string[]): string[] {
  const names = new Set<string>();
  for (const pattern of patterns) {
    const found = actionsMatching(pattern);
    if (found.length === 0) names.add(pattern);
    for (const { name } of found) names.add(name);
  }
  return [...names].sort(compareText);
}

/**
 * A short list of patterns that names exactly the given documented actions: `service:*` where all are given, a prefix such as
 * `service:Get*` where all that begin so are. What AWS adds later under such a prefix would be named too.
 */
export function shrinkActions(actions: readonly string[]): string[] {
  const short = new Set<string>();
  const byService = new Map<string, Map<string, ActionFacts>>();
  for (const action of actions) {
    const facts = actionFacts(action);
    const [service, name] = splitAction(action.toLowerCase());
    if (facts === undefined) short.add(action);
    else byService.set(service, (byService.get(service) ?? new Map<string, ActionFacts>()).set(name, facts));
  }
  for (const [service, wanted] of byService) for (const pattern of shrinkService(service, wanted)) short.add(pattern);
  return [...short].sort(compareText);
}

/** A short list that names exactly the given actions, each of its patterns within what `isWithin` lets through. */
export function shrinkWithin(actions: readonly string[], isWithin: (pattern: string) => boolean): string[] {
  return shrinkActions(actions).flatMap((pattern) => (isWithin(pattern) ? [pattern] : expandActions([pattern])));
}

function shrinkService(service: string, wanted: ReadonlyMap<string, ActionFacts>): string[] {
  const all = [...actionsOf(service).keys()];
  if (all.length > 1 && wanted.size === all.length) return [`${service}:*`];
  const left = new Map(wanted);
  const patterns: string[] = [];
  for (const prefix of prefixesOf([...wanted.values()])) {
    const key = prefix.toLowerCase();
    const named = all.filter((name) => name.startsWith(key));
    if (named.length < 2 || !named.every((name) => wanted.has(name)) || !named.some((name) => left.has(name))) continue;
    patterns.push(`${service}:${prefix}*`);
    for (const name of named) left.delete(name);
  }
  return [...patterns, ...[...left.values()].map((facts) => facts.name)];
}

/** The beginnings of the names up to the end of a word, the shortest first. */
function prefixesOf(actions: readonly ActionFacts[]): string[] {
  const prefixes = new Set<string>();
  for (const { name } of actions) {
    const words = splitAction(name)[1].match(/[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|./g) ?? [];
    for (let count = 1; count < words.length; count++) prefixes.add(words.slice(0, count).join(''));
  }
  return [...prefixes].sort((a, b) => a.length - b.length || compareText(a, b));
}
