import { expect, test } from 'vitest';
import groupAdminPrivileges from '../../../../remediations/aws/groups/group-admin-privileges.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';

const administratorAccess = 'arn:aws:iam::aws:policy/AdministratorAccess';
const power = [{ resource: 'power', reason: 'administrator' }];

/** An account with a group of one inline policy. */
function withGroup(document: object): AccountBuilder {
  return account()
    .group('power', (group) => group.inline.push({ name: 'inline', document: JSON.stringify(document) }))
    .user('joan', (user) => user.groups('power'));
}

testRemediation(groupAdminPrivileges, {
  compliant: {
    'the approved group': account(),
    'its name in another case': account()
      .group('ADMINISTRATORS', (group) => group.attached.push(administratorAccess))
      .user('joan', (user) => user.groups('ADMINISTRATORS')),
    'one service': withGroup(allow('s3:*')),
    'all but IAM': withGroup(statements({ NotAction: ['iam:*', 'organizations:*'] })),
    'everything, and everything denied': withGroup(statements({ Action: '*' }, { Effect: 'Deny', Action: '*' })),
  },
  violating: {
    'by the policy of AWS': {
      given: account()
        .group('power', (group) => group.attached.push(administratorAccess))
        .user('joan', (user) => user.groups('power')),
      expect: power,
    },
    'by an inline policy': { given: withGroup(allow('*')), expect: power },
    'without members': {
      given: account().group('power', (group) => group.attached.push(administratorAccess)),
      expect: power,
    },
    'by two policies together': {
      given: withGroup(statements({ NotAction: 'iam:*' }))
        .policy('identities', allow('iam:*'))
        .group('power', (group) => group.attached.push(ownArn('identities'))),
      expect: power,
    },
  },
  unknown: {
    'with MFA only': {
      given: withGroup(allow('*', '*', withMfa)),
      expect: [{ resource: 'power', reason: 'possible' }],
    },
    'a policy that the evidence lacks': {
      given: account().group('power', (group) => group.attached.push(ownArn('lost'))),
      expect: [{ resource: 'power', reason: 'possible' }],
    },
  },
});

test('the last administrators keep what makes them so: the plan is refused', () => {
  const given = account();
  const baseline = baselineSchema.parse({
    version: 1,
    controls: { 'group-admin-privileges': { approvedAdminGroups: [] } },
  });
  const snapshot = given.build();
  const chosen = evaluate([groupAdminPrivileges], snapshot, baseline, given.now).filter(
    ({ status }) => status === 'fail',
  );
  const plan = assemblePlan({
    ...{ provider: awsProvider, controls: [groupAdminPrivileges], snapshot, baseline, now: given.now, chosen },
    ...{ via: 'recommended', declarative: () => false },
  });
  expect(plan.changes.map(({ title }) => title)).toEqual([
    'Detach policy AdministratorAccess from group administrators',
  ]);
  expect(plan.guards.filter(({ verdict }) => verdict === 'refused').map(({ guard }) => guard)).toContain(
    'last-administrator',
  );
});
