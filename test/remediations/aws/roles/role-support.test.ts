import { describe, expect, test } from 'vitest';
import roleSupport from '../../../../remediations/aws/roles/role-support.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const support = 'arn:aws:iam::aws:policy/AWSSupportAccess';
const without = (...attached: string[]) =>
  account().role('support', (role) => {
    role.attached = attached;
  });
const ada = 'arn:aws:iam::111122223333:user/ada';
const missing = [{ resource: '111122223333', reason: 'missing' }];

testRemediation(roleSupport, {
  baseline: { controls: { 'role-support': { supportPrincipals: [ada] } } },
  compliant: {
    'a role for it': account(),
    'a group for it': without().group('engineers', (group) => group.attached.push(support)),
    'a permission set of Identity Center': without().role('AWSReservedSSO_Support_1a2b3c4d5e6f7a8b', (role) => {
      role.path = '/aws-reserved/sso.amazonaws.com/';
      role.attached.push(support);
    }),
    'a role in another partition': account(account().now, 'aws-us-gov'),
  },
  violating: {
    nobody: { given: without(), expect: missing },
    'only a user, who is no role': {
      given: without().user('edsger', (user) => user.attach(support)),
      expect: missing,
    },
    "a policy of the account's own under that name": {
      given: without('arn:aws:iam::111122223333:policy/AWSSupportAccess'),
      expect: missing,
    },
    'the policy of the service-linked role': {
      given: without('arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy'),
      expect: missing,
    },
  },
});

describe('the role for AWS Support', () => {
  const blocked = (given: ReturnType<typeof account>, parameters: Record<string, unknown>) =>
    proposalsOf(roleSupport, 'create-support-role', given, parameters).map((proposal) =>
      'blocked' in proposal ? proposal.blocked : proposal.title,
    );

  test('is for those whom the baseline names, with MFA', () => {
    const [proposal] = proposalsOf(roleSupport, 'create-support-role', without(), { supportPrincipals: [ada] });
    const [role] = proposal !== undefined && 'changes' in proposal ? proposal.changes : [];
    expect(role?.askedBy).toBe('supportPrincipals of role-support');
    expect(JSON.parse((role?.to as { trust: string } | undefined)?.trust ?? '')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: ada },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    });
  });

  test('is not made for nobody, nor in the place of another', () => {
    expect(blocked(without(), {})).toEqual([expect.stringContaining('set supportPrincipals')]);
    expect(blocked(without(), { supportPrincipals: [ada], supportRole: 'support' })).toEqual([
      expect.stringContaining('role support exists already'),
    ]);
  });
});
