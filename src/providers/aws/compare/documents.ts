import type { DocumentChange } from '../../../engine/comparison.ts';
import { sameMeaning, statementText } from '../policy/canonical.ts';
import { diffDocuments } from '../policy/diff.ts';
import { parseDocument } from '../policy/document.ts';
import type { Statement } from '../policy/statement.ts';
import { conditionsSuffix, elementText, regionText } from '../policy/wording.ts';

/** A document that says nothing: what a side stands for that has none. */
const nothing = '{"Version":"2012-10-17","Statement":[]}';

/**
 * What a document lets happen now and lets happen no longer; undefined where both surely mean the same. A trust
 * policy has no holders: it says itself whom it lets in.
 */
export function changeOfDocument(
  was: string | undefined,
  is: string | undefined,
  holders?: readonly string[],
): DocumentChange | undefined {
  if (was === is || (was !== undefined && is !== undefined && sameMeaning(was, is))) return undefined;
  const [before, after] = [was ?? nothing, is ?? nothing];
  const { gains, loses, text } = diffDocuments(before, after);
  // A trust policy's denials are among what it lets in.
  const denials = holders === undefined ? { denies: [], lifts: [] } : changeOfDenials(before, after);
  return {
    ...(holders === undefined ? {} : { holders }),
    gains,
    loses,
    ...denials,
    text: was === undefined || is === undefined ? '' : text,
  };
}

/** The side of a thing that both snapshots have whose document only the other one holds. */
export function lackingDocument<T>(
  was: T | undefined,
  is: T | undefined,
  read: (item: T) => string | undefined,
): 'old' | 'new' | undefined {
  if (was === undefined || is === undefined) return undefined;
  const [from, to] = [read(was), read(is)];
  if ((from === undefined) === (to === undefined)) return undefined;
  return from === undefined ? 'old' : 'new';
}

/** The denials that one document has and the other has not, in words. */
function changeOfDenials(before: string, after: string) {
  const [old, now] = [denialsOf(before), denialsOf(after)];
  const only = (these: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
    [...these].flatMap(([text, words]) => (others.has(text) ? [] : [words]));
  return { denies: only(now, old), lifts: only(old, now) };
}

/** The statements that deny, in words, by their canonical text. */
function denialsOf(text: string): Map<string, string> {
  const denials = parseDocument(text).document.statements.filter(({ effect }) => effect === 'Deny');
  return new Map(denials.map((statement) => [statementText(statement), statementWords(statement)]));
}

function statementWords({ action, resource, conditions }: Statement): string {
  return resource === undefined
    ? `${elementText(action)}${conditionsSuffix(conditions)}`
    : regionText({ action, resource, conditions });
}
