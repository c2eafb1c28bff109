import { expect, test } from 'vitest';
import { explainAccess, rememberAction } from '../../../src/providers/aws/live-errors.ts';

const source = { kind: 'profile', description: 'profile audit (AWS_PROFILE)', profile: 'audit' } as const;

/** What is said of a call that AWS refused, and what to do about it. */
function refused(said: string): { message: string; hint: string | undefined } | undefined {
  const error = Object.assign(new Error(said), { name: 'AccessDenied' });
  rememberAction(error, 'iam:GetRole');
  return explainAccess(error, source);
}

const who = 'User: arn:aws:iam::111122223333:user/ci is not authorized to perform: iam:GetRole on resource:';

test.each([
  [
    `${who} role build because no identity-based policy allows the iam:GetRole action`,
    'add {"Effect":"Allow","Action":"iam:GetRole","Resource":"*"} to a policy of the caller; `remediate permissions` prints all that are needed',
  ],
  [
    `${who} arn:aws:iam::111122223333:role/build because no identity-based policy allows the iam:GetRole action`,
    'add {"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::111122223333:role/build"} to a policy of the caller; `remediate permissions` prints all that are needed',
  ],
  [
    `${who} role build with an explicit deny in a service control policy`,
    'no statement can allow it: its service control policy denies it; ask whoever keeps that policy',
  ],
  [
    `${who} role build with an explicit deny in an identity-based policy`,
    'no statement can allow it: its identity-based policy denies it; ask whoever keeps that policy',
  ],
])('a refused call names who was refused, the action, and the statement that would allow it: %s', (said, hint) => {
  const error = refused(said);
  expect(error?.message).toContain('profile audit (AWS_PROFILE) may not call iam:GetRole');
  expect(error?.hint).toBe(hint);
});
