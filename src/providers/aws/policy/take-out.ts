import { actionFacts, actionsMatching, splitAction } from './action-catalogue.ts';
import { shrinkWithin } from './action-lists.ts';
import { type Narrowed, rewriteAllows, withActions } from './edit.ts';
import type { RawStatement } from './raw-document.ts';
import { names } from './reach.ts';
import type { Patterns } from './statement.ts';
import { coversPattern } from './wildcard.ts';

/** Actions apart: those that stay, and those that a choice takes out. */
export interface Parted {
  readonly kept: readonly string[];
  readonly out: readonly string[];
}

/**
 * Parts the actions that an element names by a choice: patterns of which only some are chosen are replaced by shorter
 * ones that together name the same documented actions. Undefined where that cannot be written down: a NotAction, and a
 * pattern that names many services.
 */
export function partActions(
  { not, patterns, written }: Patterns,
  isOut: (action: string) => boolean,
): Parted | undefined {
  if (not || patterns.some((pattern) => /[*?]/.test(splitAction(pattern)[0]))) return undefined;
  const parts = patterns.map((pattern, at): Parted => {
    const named = actionsMatching(pattern).map(({ name }) => name);
    const out = (named.length === 0 ? [pattern] : named).filter(isOut);
    const whole = [written[at] ?? pattern];
    if (out.length === 0) return { kept: whole, out: [] };
    if (out.length >= named.length) return { kept: [], out: whole };
    const isWithin = (one: string) => coversPattern(pattern, one.toLowerCase());
    return {
      kept: shrinkWithin(
        named.filter((name) => !isOut(name)),
        isWithin,
      ),
      out: shrinkWithin(out, isWithin),
    };
  });
  const all = (side: keyof Parted) => [...new Set(parts.flatMap((part) => part[side]))];
  return { kept: all('kept'), out: all('out') };
}

/**
 * Takes actions out of what a document allows: off the lists that name them; where a statement names everything, or
 * everything but some actions, by a Deny beside it or by one exception more.
 */
export function takeOutActions(text: string, actions: readonly string[]): Narrowed {
  const unwanted = new Set(actions.map((action) => action.toLowerCase()));
  let needsDeny = false;
  return rewriteAllows(
    text,
    (statement, original) => {
      const { action } = statement;
      const named = [...unwanted].filter((one) => names(action, one));
      if (named.length === 0) return undefined;
      if (action.not) return [withExceptions(original, [...action.written, ...spelling(named)])];
      const parted = partActions(action, (name) => unwanted.has(name.toLowerCase()));
      if (parted === undefined) {
        needsDeny = true;
        return undefined;
      }
      return parted.kept.length === 0 ? [] : [withActions(original, parted.kept)];
    },
    () => (needsDeny ? [{ Effect: 'Deny', Action: spelling([...unwanted]), Resource: '*' }] : []),
  );
}

/** Takes whole services out of what a document allows, save where a pattern or a NotAction names many services at once. */
export function takeOutServices(text: string, services: ReadonlySet<string>): Narrowed {
  return rewriteAllows(text, ({ action }, original) => {
    if (action.not) return undefined;
    const kept = action.written.filter((_, at) => !services.has(splitAction(action.patterns[at] ?? '')[0]));
    if (kept.length === action.written.length) return undefined;
    return kept.length === 0 ? [] : [withActions(original, kept)];
  });
}

/** The statement with these exceptions instead of its own. */
export function withExceptions(statement: RawStatement, actions: readonly string[]): RawStatement {
  return Object.fromEntries(
    Object.entries(statement).map(([element, value]) =>
      /^notaction$/i.test(element) ? [element, actions] : [element, value],
    ),
  );
}

function spelling(actions: readonly string[]): string[] {
  return actions.map((action) => actionFacts(action)?.name ?? action);
}
