import { expect, test } from 'vitest';
import { accountView } from '../../src/cli/account-view.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';

const snapshot = account()
  .user('build', (user) => user.key({ ageDays: 400 }).key({ ageDays: 5, active: false }))
  .user('grace', (user) => user.password({ changedDaysAgo: 200 }))
  .build();

/** The same account, some of whose evidence could not be read. */
function without(...names: readonly CollectionName[]): AwsSnapshot {
  const unread = { status: 'unreadable', cause: 'denied', reason: 'AccessDenied' } as const;
  return {
    ...snapshot,
    collections: { ...snapshot.collections, ...Object.fromEntries(names.map((name) => [name, unread])) },
  };
}

test('active keys and enabled passwords are told, the oldest first; what is switched off opens nothing', () => {
  const { credentials = [] } = accountView(snapshot);
  const of = (name: string) => credentials.filter(({ user }) => user === name);
  expect(of('build').filter(({ kind }) => kind === 'access-key')).toEqual([
    expect.objectContaining({ id: expect.stringMatching(/^AKIA/) }),
  ]);
  expect(of('grace')).toContainEqual(expect.objectContaining({ kind: 'password' }));
  expect(of('root user').map(({ kind }) => kind)).toEqual(['password']);
  const times = credentials.map(({ since }) => since).filter((since) => since !== 'unknown');
  expect(times).toEqual([...times].sort());
});

test('without the list of keys the credential report tells of them, without their ids', () => {
  const { credentials = [] } = accountView(without('access-keys'));
  const [key, ...more] = credentials.filter(({ user, kind }) => user === 'build' && kind === 'access-key');
  expect(more).toEqual([]);
  expect(key).not.toHaveProperty('id');
});

test('what rests on evidence that was not read is left out, and never an empty list', () => {
  expect(accountView(without('access-keys', 'credential-report'))).not.toHaveProperty('credentials');
  expect(accountView(without('authorization-details'))).not.toHaveProperty('administrators');
});

test('administrators are told with the policy that makes them so', () => {
  const { administrators = [] } = accountView(snapshot);
  expect(administrators.length).toBeGreaterThan(0);
  for (const { how, certain } of administrators)
    expect([how, certain]).toEqual([expect.stringContaining('AdministratorAccess'), true]);
});
