import { describe, expect, test } from 'vitest';
import adminCount from '../../../../remediations/aws/users/admin-count.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, withMfa } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

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
  baseline: { controls: { 'admin-count': { keepAdmins: ['ada', 'grace', 'admin-1'] } } },
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

describe('those who were chosen', () => {
  const five = () => withRoles(2).user('joan', (user) => user.inline('most', allow('ec2:*')).inline('all', allow('*')));
  const keeping = (...keepAdmins: string[]) =>
    proposalsOf(adminCount, 'keep-chosen-administrators', five(), { keepAdmins })[0];

  test('keep what they have, and each of the others loses what makes it one and nothing else', () => {
    const proposal = keeping('ada', 'grace', 'arn:aws:iam::111122223333:role/admin-1');
    expect(proposal).toMatchObject({
      changes: [{ title: 'Delete inline policy all of user joan' }, { title: expect.stringMatching(/role admin-2$/) }],
    });
  });

  test.each([
    ['nobody was chosen', undefined, 'who stays is for you to say: set keepAdmins of admin-count in remediate.yaml'],
    ['too few were chosen', ['ada'], 'keepAdmins keeps 1 of them, and it is to be 2 to 4'],
    ['all were chosen', ['*'], 'keepAdmins keeps 5 of them, and it is to be 2 to 4'],
  ])('are asked for where %s', (_, keepAdmins, blocked) => {
    const parameters = keepAdmins === undefined ? {} : { keepAdmins };
    expect(proposalsOf(adminCount, 'keep-chosen-administrators', five(), parameters)).toMatchObject([{ blocked }]);
  });

  test('cannot be kept alone where a role of AWS is one too', () => {
    const given = withRoles(2).role('AWSReservedSSO_AdministratorAccess_1', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.attached.push(administratorAccess);
    });
    const parameters = { keepAdmins: ['ada', 'grace'] };
    expect(proposalsOf(adminCount, 'keep-chosen-administrators', given, parameters)).toMatchObject([
      { blocked: expect.stringContaining('role AWSReservedSSO_AdministratorAccess_1 is not on keepAdmins') },
    ]);
  });

  test.each([
    ['tooMany', five(), 'Now: user joan (inline policy all)'],
    ['tooFew', withoutGrace(), 'Now: user ada (attached policy AdministratorAccess of group administrators)'],
  ])('are named by the guide: %s', (_, given, step) => {
    const [proposal] = proposalsOf(adminCount, 'choose-administrators', given);
    expect(proposal).toMatchObject({ guide: { steps: expect.arrayContaining([step]) } });
  });
});
