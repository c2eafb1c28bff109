import { actionsOf, splitAction } from './action-catalogue.ts';
import { expandActions, shrinkActions } from './action-lists.ts';
import { parseDocument } from './document.ts';
import { editStatements } from './edit.ts';
import { type RawStatement, readRaw } from './raw-document.ts';
import type { Patterns, Statement } from './statement.ts';
import { coversPattern, matchesPattern, patternsMeet } from './wildcard.ts';

/** What was seen in use: whole services, single actions, or both; an action in use puts only itself in use. */
export interface UsageEvidence {
  /** Service prefixes, of which everything allowed stays. */
  readonly services?: readonly string[];
  /** Actions such as `s3:GetObject`, in any case. */
  readonly actions?: readonly string[];
}

/** A document after unused permissions were taken out. */
export interface Narrowed {
  /** The new text; undefined when nothing would be left of it. */
  readonly document: string | undefined;
  /** The places of the statements that were narrowed or removed. */
  readonly changed: readonly number[];
}

/**
 * Takes out of the Allow statements what the evidence does not show in use. Resources and conditions stay as written, and
 * so does every Deny. It only ever takes away: what is left was allowed before.
 */
export function narrowDocument(text: string, evidence: UsageEvidence): Narrowed {
  const { document } = parseDocument(text);
  const raw = readRaw(text);
  if (!document.complete || raw === undefined) return { document: text, changed: [] };
  const edits = new Map<number, RawStatement | undefined>();
  for (const statement of document.statements) {
    if (statement.effect === 'Deny') continue;
    const kept = keptActions(statement, evidence);
    const original = raw.statements[statement.index];
    if (original === undefined || isUnchanged(statement.action, kept)) continue;
    edits.set(statement.index, kept.length === 0 ? undefined : withActions(original, kept));
  }
  const changed = [...edits.keys()];
  if (changed.length === 0) return { document: text, changed };
  const left = editStatements(text, edits);
  const allowsAnything = document.statements.some(
    (one) => one.effect === 'Allow' && (!edits.has(one.index) || edits.get(one.index) !== undefined),
  );
  return { document: allowsAnything ? left : undefined, changed };
}

function isUnchanged({ not, written }: Patterns, kept: readonly string[]): boolean {
  return !not && written.length === kept.length && written.every((pattern) => kept.includes(pattern));
}

function withActions(statement: RawStatement, actions: readonly string[]): RawStatement {
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) =>
      /^(not)?action$/i.test(element) ? ['Action', actions] : [element, value],
    ),
  );
}

function keptActions({ action }: Statement, { services = [], actions = [] }: UsageEvidence): string[] {
  const inUse = new Set(services.map((service) => service.toLowerCase()));
  const used = actions.map((name) => name.toLowerCase()).filter((name) => !inUse.has(splitAction(name)[0]));
  const kept = action.not ? keptOfExcept(action, inUse) : keptOfNamed(action, inUse);
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

/** Of a NotAction, the services in use as wholes, or by their actions where something of them is excepted. */
function keptOfExcept(action: Patterns, inUse: ReadonlySet<string>): string[] {
  const isExcepted = (pattern: string) =>
    action.patterns.some((excepted) => patternsMeet(excepted, pattern.toLowerCase()));
  return [...inUse].flatMap((service) => {
    if (!isExcepted(`${service}:*`)) return [`${service}:*`];
    const names = [...actionsOf(service).values()].map((facts) => facts.name).filter((name) => !isExcepted(name));
    return shrinkActions(names).flatMap((pattern) => (isExcepted(pattern) ? expandActions([pattern]) : [pattern]));
  });
}

function namesAction({ not, patterns }: Patterns, action: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, action)) !== not;
}
