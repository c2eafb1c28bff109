import { expect, test } from 'vitest';
import adminCount from '../../../../remediations/aws/users/admin-count.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, withMfa } from '../../../support/policy-documents.ts';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const all = JSON.stringify(allow('*'));

/** An account whose administrators are ada, grace and as many roles. */
function withRoles(count: number): AccountBuilder {
  const given = account();
  for (let at = 1; at <= count; at++) given.role(`admin-${at}`, (role) => role.attached.push(administratorAccess));
  return given;
}

const withoutGrace = () => account().user('grace', (user) => user.noGroups().groups('engineers'));
const finding = (reason: string) => [{ resource: '111122223333', reason }];

testRemediation(adminCount, {
  compliant: {
    'two, the fewest': account(),
    'four, the most': withRoles(2),
    'who is one in two ways counts once': withRoles(2).user('ada', (user) => user.attach(administratorAccess)),
  },
  violating: {
    one: { given: withoutGrace(), expect: finding('tooFew') },
    none: {
      given: withoutGrace().user('ada', (user) => user.noGroups().groups('engineers')),
      expect: finding('tooFew'),
    },
    five: { given: withRoles(3), expect: finding('tooMany') },
    'five, one of them by an inline policy': {
      given: withRoles(2).role('build', (role) => role.inline.push({ name: 'all', document: all })),
      expect: finding('tooMany'),
    },
  },
  unknown: {
    'a fifth one with MFA only': {
      given: withRoles(2).user('joan', (user) => user.inline('all', allow('*', '*', withMfa))),
      expect: finding('unsure'),
    },
    'a second one by a policy that is not in the evidence': {
      given: withoutGrace().user('joan', (user) => user.attach('arn:aws:iam::111122223333:policy/lost')),
      expect: finding('unsure'),
    },
  },
});

test('it tells who they are and how they came by it', () => {
  const [found] = adminCount.judge(withoutGrace().build(), { minAdmins: 2, maxAdmins: 4 }, account().now);
  expect(found?.message).toBe(
    'The account has 1 administrator, fewer than 2: user ada (attached policy AdministratorAccess of group administrators)',
  );
});
