import { createTwoFilesPatch } from 'diff';
import { canonicalDocument } from './canonical.ts';
import { documentValue, parseDocument } from './document.ts';
import { minus, permissionSet } from './permissions.ts';
import { trustMinus } from './trust-change.ts';
import { regionTexts } from './wording.ts';

/** What tells two versions of a document apart. */
export interface PolicyDiff {
  /** True when both surely decide alike, however different they look. */
  readonly sameMeaning: boolean;
  /** What the new version allows and the old one does not surely allow, in words. */
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** The texts, laid out alike, as a unified diff; empty when they are equal. */
  readonly text: string;
}

/** Compares two versions of an identity policy or of a trust policy. */
export function diffDocuments(before: string, after: string, name = 'policy.json'): PolicyDiff {
  const same = canonicalDocument(before) === canonicalDocument(after);
  const [gains, loses] = same ? [[], []] : [less(after, before), less(before, after)];
  return { sameMeaning: same, gains, loses, text: unified(before, after, name) };
}

/** A diff in words with who it concerns, such as `group readers gains s3:PutObject on every resource`. */
export function diffSentences({ gains, loses, sameMeaning }: PolicyDiff, holders: readonly string[]): string[] {
  if (sameMeaning) return ['The documents mean the same.'];
  const who = holders.length === 0 ? 'whoever has the policy' : holders.join(', ');
  return [...gains.map((gain) => `${who} gains: ${gain}`), ...loses.map((loss) => `${who} loses: ${loss}`)];
}

function less(a: string, b: string): string[] {
  if (isTrust(a) || isTrust(b)) return trustMinus(a, b);
  const from = permissionSet({ policies: [a] });
  const words = regionTexts(minus(from, permissionSet({ policies: [b] })));
  return from.complete && parseDocument(b).document.complete
    ? words
    : [...words, 'what cannot be told: a document is not understood'];
}

function isTrust(text: string): boolean {
  return parseDocument(text).document.statements.some((statement) => statement.principal !== undefined);
}

function unified(before: string, after: string, name: string): string {
  const [old, now] = [laidOut(before), laidOut(after)];
  return old === now ? '' : createTwoFilesPatch(name, name, old, now, 'before', 'after', { context: 3 });
}

function laidOut(text: string): string {
  const value = documentValue(text);
  return `${value === undefined ? text : JSON.stringify(value, null, 2)}\n`;
}
