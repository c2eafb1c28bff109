import roleCrossAccountGuard from '../../../../remediations/aws/roles/role-cross-account-guard.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { trusting } from '../../../support/trust.ts';

const vendor = { AWS: 'arn:aws:iam::444455556666:root' };
const given = (condition?: object, principal: unknown = vendor) =>
  account().role('vendor', trusting(principal, condition));
const unguarded = [{ resource: 'vendor', reason: 'unguarded' }];

testRemediation(roleCrossAccountGuard, {
  compliant: {
    'roles of services and of the own account': account()
      .role('build')
      .role('people', trusting({ AWS: '111122223333' })),
    'anyone, held to the own account': given({ StringEquals: { 'aws:PrincipalAccount': '111122223333' } }, '*'),
    'an external ID': given({ StringEquals: { 'sts:ExternalId': 'x7f3-91ac' } }),
    'one of two external IDs': given({ StringEquals: { 'sts:externalid': ['x7f3-91ac', 'x7f3-91ad'] } }),
    MFA: given({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    'MFA of the last hour': given({ NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
    'a Deny without MFA': account().role('vendor', (role) => {
      role.trust = JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: vendor, Action: 'sts:AssumeRole' },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sts:AssumeRole',
            Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
          },
        ],
      });
    }),
  },
  violating: {
    'no condition': { given: given(), expect: unguarded },
    'any external ID': { given: given({ StringLike: { 'sts:ExternalId': '*' } }), expect: unguarded },
    'an external ID, if there is one': {
      given: given({ StringEqualsIfExists: { 'sts:ExternalId': 'x7f3-91ac' } }),
      expect: unguarded,
    },
    'an external ID that is not wanted': {
      given: given({ StringNotEquals: { 'sts:ExternalId': 'x7f3-91ac' } }),
      expect: unguarded,
    },
    'MFA, if it is told': {
      given: given({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'true' } }),
      expect: unguarded,
    },
    'anyone of an organization': {
      given: given({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }, '*'),
      expect: unguarded,
    },
    'an address, which is another kind of limit': {
      given: given({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
      expect: unguarded,
    },
  },
  unknown: {
    'a trust policy that cannot be read': {
      given: account().role('vendor', (role) => {
        role.trust = 'not json';
      }),
      expect: [{ resource: 'vendor', reason: 'unclear' }],
    },
  },
});
