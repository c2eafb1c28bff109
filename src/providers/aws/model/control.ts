import { type Control, controlDefiner } from '../../../engine/control.ts';
import type { Resource } from '../../../engine/finding.ts';
import type { Remedy } from '../../../engine/remedy.ts';
import type { AwsCollections } from './collections.ts';

export type AwsControl = Control<AwsCollections>;
export type AwsRemedy = Remedy<AwsCollections>;

/** Declares one best practice of an AWS account. */
export const defineControl = controlDefiner<AwsCollections>();

/** Declares a way to mend findings of an AWS account. */
export function defineRemedy(remedy: AwsRemedy): AwsRemedy {
  return remedy;
}

/** The account itself as the resource of a finding. */
export function accountResource(account: { readonly id: string }): Resource {
  return { type: 'account', id: account.id };
}

const iamTypes = { user: 'iam-user', group: 'iam-group', role: 'iam-role', policy: 'iam-policy' } as const;

/** A user, group, role or policy as the resource of a finding. */
export function iamResource(kind: 'user' | 'group' | 'role' | 'policy', item: { name: string; arn: string }): Resource {
  return { type: iamTypes[kind], id: item.name, arn: item.arn };
}

const dayMs = 86_400_000;

/** Whole days from a time to a later one; negative when it lies ahead. */
export function daysBetween(from: string, to: Date): number {
  return Math.floor((to.getTime() - timeOf(from)) / dayMs);
}

/**
 * Makes a test whether a time lies more than so many whole days back. Times in the form that AWS writes are compared as
 * text, for an account has tens of thousands of them.
 */
export function longerAgoThan(days: number, now: Date): (time: string) => boolean {
  const cutoff = new Date(Math.max(now.getTime() - (days + 1) * dayMs, 0)).toISOString();
  return (time) => (isPlainTime(time) ? time <= cutoff : daysBetween(time, now) > days);
}

/** True for the form in which times are collected, of which text in order is time in order. */
function isPlainTime(text: string): boolean {
  return text.length === 24 && text.charCodeAt(10) === 84 && text.charCodeAt(23) === 90;
}

/** An ISO 8601 time in milliseconds; times in UTC, with or without milliseconds, are read several times faster than Date.parse reads any. */
function timeOf(text: string): number {
  const isWhole = text.length === 20 && text.charCodeAt(10) === 84 && text.charCodeAt(19) === 90;
  if (!isWhole && !isPlainTime(text)) return Date.parse(text);
  const [year, month, day] = [number(text, 0, 4), number(text, 5, 7), number(text, 8, 10)];
  const [hour, minute, second] = [number(text, 11, 13), number(text, 14, 16), number(text, 17, 19)];
  return Date.UTC(year, month - 1, day, hour, minute, second, isWhole ? 0 : number(text, 20, 23));
}

function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}
