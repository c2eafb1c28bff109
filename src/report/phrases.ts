import type { AccountIdentity } from '../engine/snapshot.ts';

/** A number with its noun, such as `1 finding` and `2 findings`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Things in a sentence: `a`, `a and b`, `a, b and c`. */
export function enumerate(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

/** An ISO 8601 time for people, in UTC to the minute; what is no time is not repeated. */
export function showTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return 'an unknown time';
  return `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** An account for people: its alias with its id, or its id alone. */
export function showAccount(account: AccountIdentity): string {
  const name = account.alias === undefined ? account.id : `${account.alias} (${account.id})`;
  return account.partition === 'aws' ? name : `${name} in ${account.partition}`;
}

/** An area for people: `access-keys` is `Access keys`. */
export function showArea(area: string): string {
  return capitalise(area.replaceAll('-', ' ').replace(/^ssh\b/, 'SSH'));
}

/** The text with its first letter as a capital. */
export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
