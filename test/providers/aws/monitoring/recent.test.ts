import { expect, test } from 'vitest';
import { controls } from '../../../../remediations/index.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';

const { daysAgo } = account();
const login = { name: 'ConsoleLogin', source: 'signin.amazonaws.com' };

/** What a control tells of the events that happened lately. */
function recentOf(control: string, given: ReturnType<typeof account>) {
  const chosen = controls.filter(({ id }) => id === control);
  return evaluate(chosen, given.build(), defaultBaseline, given.now).map(({ evidence }) => evidence['recent']);
}

test('events of the wanted names are told, the newest first', () => {
  const given = account().events([
    { name: 'CreateUser', at: daysAgo(3), user: 'grace', sourceIp: '198.51.100.1' },
    { name: 'CreateRole', at: daysAgo(2) },
    { name: 'CreateUser', at: daysAgo(1) },
  ]);
  expect(recentOf('monitor-create-user', given)).toEqual([
    {
      since: daysAgo(7),
      count: 2,
      more: false,
      newest: [
        { at: daysAgo(1), event: 'CreateUser', by: 'ada', from: '203.0.113.7' },
        { at: daysAgo(3), event: 'CreateUser', by: 'grace', from: '198.51.100.1' },
      ],
    },
  ]);
});

test.each([
  ['monitor-sign-in-failures', { ...login, errorMessage: 'Failed authentication' }, login],
  ['monitor-sign-in-without-mfa', { ...login, mfaUsed: false }, { ...login, mfaUsed: true }],
  [
    'monitor-assume-role',
    { name: 'AssumeRole', userType: 'AWSAccount', userAccount: '444455556666' },
    { name: 'AssumeRole', userAccount: '111122223333' },
  ],
])('%s tells what its pattern matches and no more', (control, wanted, other) => {
  const count = (event: typeof wanted | typeof other) =>
    recentOf(control, account().events([{ at: daysAgo(1), ...event }]));
  expect(count(wanted)).toMatchObject([{ count: 1 }]);
  expect(count(other)).toMatchObject([{ count: 0 }]);
});

test('ten of many are told, and that there are more than were read', () => {
  const many = Array.from({ length: 12 }, (_, at) => ({ name: 'CreateAccessKey', at: daysAgo(at / 2) }));
  const [recent] = recentOf('monitor-create-access-key', account().events(many, ['CreateAccessKey']));
  expect(recent).toMatchObject({ count: 12, more: true });
  expect(recent).toHaveProperty('newest.length', 10);
  expect(recentOf('monitor-create-user', account().events(many, ['CreateAccessKey']))).toMatchObject([{ more: false }]);
});

test('events that cannot be looked up by name, and a history that was not read, are not told', () => {
  expect(recentOf('monitor-unauthorized-calls', account())).toEqual([null]);
  const [unread] = evaluate(
    controls.filter(({ id }) => id === 'monitor-create-user'),
    account().unreadable('cloudtrail-events').build(),
    defaultBaseline,
    account().now,
  );
  expect(unread).toMatchObject({ status: 'pass', evidence: { recent: null } });
});
