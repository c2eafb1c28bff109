import { expect, test } from 'vitest';
import policyPrivilegeEscalation from '../../../../remediations/aws/policies/policy-privilege-escalation.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn, statements, withMfa } from '../../../support/policy-documents.ts';

const joan = [{ resource: 'joan', reason: 'escalates' }];
const attaching = allow('iam:AttachUserPolicy');
const trusting = JSON.stringify({
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/joan' }, Action: 'sts:AssumeRole' },
});

testRemediation(policyPrivilegeEscalation, {
  compliant: {
    'the boring account': account(),
    'PassRole alone': account().user('joan', (user) => user.inline('pass', allow('iam:PassRole'))),
    'denied by another policy': account().user('joan', (user) =>
      user.inline('attach', attaching).inline('stop', statements({ Effect: 'Deny', Action: 'iam:*' })),
    ),
    'within a boundary': account()
      .policy('limit', allow('s3:*'))
      .user('joan', (user) => user.inline('attach', attaching).boundary(ownArn('limit'))),
    'a role that only AWS changes': account().role('AWSServiceRoleForSSO', (role) => {
      role.path = '/aws-service-role/sso.amazonaws.com/';
      role.inline.push({ name: 'attach', document: JSON.stringify(attaching) });
    }),
  },
  violating: {
    'by one action': { given: account().user('joan', (user) => user.inline('attach', attaching)), expect: joan },
    'by two policies together': {
      given: account().user('joan', (user) =>
        user
          .inline('pass', allow('iam:PassRole'))
          .inline('run', allow(['lambda:CreateFunction', 'lambda:InvokeFunction'])),
      ),
      expect: joan,
    },
    'a role': {
      given: account().role('build', (role) =>
        role.inline.push({ name: 'version', document: JSON.stringify(allow('iam:CreatePolicyVersion')) }),
      ),
      expect: [{ resource: 'build', reason: 'escalates' }],
    },
    'by assuming an administrator’s role': {
      given: account()
        .role('chief', (role) => {
          role.trust = trusting;
          role.attached.push('arn:aws:iam::aws:policy/AdministratorAccess');
        })
        .user('joan'),
      expect: joan,
    },
  },
  notApplicable: {
    administrators: {
      given: account(),
      expect: [
        { resource: 'ada', reason: 'administrator' },
        { resource: 'grace', reason: 'administrator' },
      ],
    },
  },
  unknown: {
    'with MFA only': {
      given: account().user('joan', (user) => user.inline('attach', allow('iam:AttachUserPolicy', '*', withMfa))),
      expect: [{ resource: 'joan', reason: 'possible' }],
    },
    'a policy that the evidence lacks': {
      given: account().user('joan', (user) => user.attach(ownArn('lost'))),
      expect: [{ resource: 'joan', reason: 'unread' }],
    },
  },
});

test('it tells the way and what closes it', () => {
  const given = account().user('joan', (user) => user.inline('attach', attaching));
  const found = policyPrivilegeEscalation
    .judge(given.build(), {}, given.now)
    .find(({ resource }) => resource.id === 'joan');
  expect(found?.message).toBe(
    'The user joan can attach any policy to itself: 1 known way to more privileges, all closed without iam:AttachUserPolicy',
  );
});
