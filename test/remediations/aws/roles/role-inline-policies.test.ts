import { expect, test } from 'vitest';
import roleInlinePolicies from '../../../../remediations/aws/roles/role-inline-policies.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const reading = { Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::example-build/*' };
const writing = { Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::example-build/*' };
const inline = (name: string, statement: object) => ({
  name,
  document: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
});
const reader = (): AccountBuilder => account().role('build', (role) => role.inline.push(inline('write', writing)));

testRemediation(roleInlinePolicies, {
  compliant: {
    'a role with a managed policy': account().role('build', (role) =>
      role.attached.push('arn:aws:iam::111122223333:policy/engineering'),
    ),
    'a role without any': account().role('build'),
    'a role of Identity Center': account().role('AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.inline.push(inline('AwsSSOInlinePolicy', reading));
    }),
  },
  violating: {
    'one inline policy': {
      given: reader(),
      expect: [{ resource: 'build', reason: 'inline' }],
    },
    'two, one of which a managed policy says already': {
      given: account().role('build', (role) => role.inline.push(inline('read', reading), inline('write', writing))),
      expect: [{ resource: 'build', reason: 'inline' }],
    },
    'roles whose documents are the same': {
      given: reader().role('deploy', (role) => role.inline.push(inline('push', writing))),
      expect: [
        { resource: 'build', reason: 'inline' },
        { resource: 'deploy', reason: 'inline' },
      ],
    },
    'a name that a policy of the account has in another case': {
      given: account()
        .policy('Build-Write', { Version: '2012-10-17', Statement: [reading] })
        .role('build', (role) => role.inline.push(inline('write', writing)))
        .role('other', (role) => role.attached.push('arn:aws:iam::111122223333:policy/Build-Write')),
      expect: [{ resource: 'build', reason: 'inline' }],
    },
  },
});

test('a document larger than a managed policy may be is left, with the reason', () => {
  const given = account().role('build', (role) =>
    role.inline.push(inline('write', { ...writing, Sid: 'x'.repeat(6200) })),
  );
  const [proposal] = proposalsOf(roleInlinePolicies, 'inline-to-managed', given);
  expect(proposal).toMatchObject({ blocked: expect.stringContaining('PolicySizeQuota of 6144') });
});

test('a role that has as many policies as it may is left, with the reason', () => {
  const given = account().role('build', (role) => {
    for (let at = 0; at < 10; at++) role.attached.push(`arn:aws:iam::aws:policy/P${at}`);
    role.inline.push(inline('write', writing));
  });
  const [proposal] = proposalsOf(roleInlinePolicies, 'inline-to-managed', given);
  expect(proposal).toMatchObject({ blocked: expect.stringContaining('AttachedPoliciesPerRoleQuota is 10') });
});
