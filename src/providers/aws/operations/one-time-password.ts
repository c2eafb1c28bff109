import { randomInt } from 'node:crypto';
import { Secret } from '../../../engine/secrets.ts';
import type { PasswordPolicy } from '../model/credentials.ts';

/** The classes of characters that a password policy can ask for; easily confused ones and quotes are left out. */
const classes = ['abcdefghijkmnopqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '!@$%^*()_+-=[]{}'] as const;

const usualLength = 24;

/** A random password that meets the account's policy, or IAM's default one: of every class, and long enough. */
export function makePassword(policy: Pick<PasswordPolicy, 'minimumLength'> | null): Secret {
  const length = Math.max(usualLength, policy?.minimumLength ?? 0);
  const all = classes.join('');
  const letters = Array.from({ length }, (_, at) => pick(classes[at] ?? all));
  for (let at = length - 1; at > 0; at--) {
    const other = randomInt(at + 1);
    [letters[at], letters[other]] = [letters[other] ?? '', letters[at] ?? ''];
  }
  return new Secret(letters.join(''));
}

function pick(from: string): string {
  return from.charAt(randomInt(from.length));
}
