import identityProviderUnused from '../../../../remediations/aws/identity-providers/identity-provider-unused.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { trusting, trustOf } from '../../../support/trust.ts';

const own = '111122223333';
const okta = `arn:aws:iam::${own}:saml-provider/okta`;
const github = 'token.actions.githubusercontent.com';
const center = 'AWSSSO_1a2b3c4d5e6f7a8b_DO_NOT_DELETE';
const given = () => account().samlProvider('okta');
const unused = [{ resource: 'okta', reason: 'unused' }];

testRemediation(identityProviderUnused, {
  compliant: {
    'no provider at all': account(),
    'each trusted by a role': given()
      .oidcProvider(github)
      .role('people', (role) => {
        role.trust = trustOf({ Federated: okta }, undefined, 'sts:AssumeRoleWithSAML');
      })
      .role('deploy', trusting({ Federated: [`arn:aws:iam::${own}:oidc-provider/${github}`] })),
    'the provider of IAM Identity Center with its role': account()
      .samlProvider(center)
      .role('AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b', (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
        trusting({ Federated: `arn:aws:iam::${own}:saml-provider/${center}` })(role);
      }),
  },
  violating: {
    'no role trusts it': { given: given(), expect: unused },
    'a role that is denied to it': {
      given: given().role('people', (role) => {
        role.trust = trustOf({ Federated: okta }).replace('Allow', 'Deny');
      }),
      expect: unused,
    },
    'roles that trust others of its kind, or a name in another case': {
      given: given()
        .oidcProvider(github)
        .role('people', trusting({ Federated: okta.replace('okta', 'Okta') }))
        .role('app', trusting({ Federated: 'cognito-identity.amazonaws.com' })),
      expect: [{ resource: github, reason: 'unused' }, ...unused],
    },
  },
  notApplicable: {
    'the provider of IAM Identity Center, without a role': {
      given: account().samlProvider(center),
      expect: [{ resource: center, reason: 'kept' }],
    },
  },
  unknown: {
    'a trust policy that cannot be read': {
      given: given().role('people', (role) => {
        role.trust = 'not json';
      }),
      expect: [{ resource: 'okta', reason: 'unclear' }],
    },
  },
});
