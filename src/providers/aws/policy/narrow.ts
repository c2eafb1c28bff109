import { actionsOf, splitAction } from './action-catalogue.ts';
import { shrinkWithin } from './action-lists.ts';
import { type Narrowed, rewriteAllows, withActions } from './edit.ts';
import type { Patterns, Statement } from './statement.ts';
import { coversPattern, matchesPattern, patternsMeet } from './wildcard.ts';

/** What was seen in use: whole services, single actions, or both; an action in use puts only itself in use. */
export interface UsageEvidence {
  /** Service prefixes, of which everything allowed stays. */
  readonly services?: readonly string[];
  /** Actions such as `s3:GetObject`, in any case. */
  readonly actions?: readonly string[];
}

/**
 * Takes out of the Allow statements what the evidence does not show in use. Resources and conditions stay as written, and
 * so does every Deny. It only ever takes away: what is left was allowed before.
 */
export function narrowDocument(text: string, evidence: UsageEvidence): Narrowed {
  return rewriteAllows(text, (statement, original) => {
    const kept = keptActions(statement, evidence);
    if (isUnchanged(statement.action, kept)) return undefined;
    return kept.length === 0 ? [] : [withActions(original, kept)];
  });
}

function isUnchanged({ not, written }: Patterns, kept: readonly string[]): boolean {
  return !not && written.length === kept.length && written.every((pattern) => kept.includes(pattern));
}

function keptActions({ action }: Statement, { services = [], actions = [] }: UsageEvidence): string[] {
  const inUse = new Set(services.map((service) => service.toLowerCase()));
  const used = actions.map((name) => name.toLowerCase()).filter((name) => !inUse.has(splitAction(name)[0]));
  const kept = action.not ? spelledOut(action, inUse) : keptOfNamed(action, inUse);
  const single = actions.filter((name) => used.includes(name.toLowerCase()) && namesAction(action, name.toLowerCase()));
  return [...new Set([...kept, ...single])];
}

function keptOfNamed({ patterns, written }: Patterns, inUse: ReadonlySet<string>): string[] {
  return patterns.flatMap((pattern, at) => {
    const [service, name] = splitAction(pattern);
    if (inUse.has(service)) return [written[at] ?? pattern];
    if (!/[*?]/.test(service)) return [];
    const rest = name === '' ? '*' : name;
    return [...inUse]
      .filter((prefix) => patternsMeet(service, prefix))
      .map((prefix) => `${prefix}:${rest}`)
      .filter((one) => coversPattern(pattern, one));
  });
}

/** What a NotAction allows of some services: as wholes, or by their actions where something of them is excepted. */
export function spelledOut(action: Patterns, services: Iterable<string>): string[] {
  const isExcepted = (pattern: string) =>
    action.patterns.some((excepted) => patternsMeet(excepted, pattern.toLowerCase()));
  return [...services].flatMap((service) => {
    if (!isExcepted(`${service}:*`)) return [`${service}:*`];
    const names = [...actionsOf(service).values()].map((facts) => facts.name).filter((name) => !isExcepted(name));
    return shrinkWithin(names, (pattern) => !isExcepted(pattern));
  });
}

function namesAction({ not, patterns }: Patterns, action: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, action)) !== not;
}
