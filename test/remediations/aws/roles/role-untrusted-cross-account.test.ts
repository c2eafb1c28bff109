import roleUntrustedCrossAccount from '../../../../remediations/aws/roles/role-untrusted-cross-account.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { trusting } from '../../../support/trust.ts';

const partner = '444455556666';
const foreign = '777788889999';
const management = '999988887777';
const root = (id: string) => ({ AWS: `arn:aws:iam::${id}:root` });
const unlisted = { status: 'unreadable', cause: 'denied', reason: 'denied in this account' } as const;
const open = (resource: string) => ({ resource, reason: 'open' });

testRemediation(roleUntrustedCrossAccount, {
  baseline: { controls: { 'role-untrusted-cross-account': { trustedAccounts: [partner] } } },
  compliant: {
    'roles of services and of the own account': account()
      .role('build')
      .role('people', trusting({ AWS: '111122223333' })),
    'an account on the list': account().role('partner', trusting(root(partner))),
    'accounts of the organization': account()
      .organization({ accounts: { status: 'read', data: ['111122223333', '222233334444', management] } })
      .role('audit', trusting(root('222233334444')))
      .role('OrganizationAccountAccessRole', trusting(root(management))),
    'the management account, while the members cannot be listed': account()
      .organization({ accounts: unlisted })
      .role('OrganizationAccountAccessRole', trusting(root(management))),
    'anyone of the organization': account().role(
      'audit',
      trusting('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } }),
    ),
    'anyone of an account on the list': account().role(
      'partner',
      trusting({ AWS: '*' }, { StringEquals: { 'aws:PrincipalAccount': [partner] } }),
    ),
    'people that an identity provider signs in': account().role(
      'people',
      trusting({ Federated: 'arn:aws:iam::111122223333:saml-provider/okta' }),
    ),
  },
  violating: {
    'an account off the list': {
      given: account().role('vendor', trusting(root(foreign))),
      expect: [open('vendor')],
    },
    'a user of such an account, beside one on the list': {
      given: account().role('vendor', trusting({ AWS: [partner, `arn:aws:iam::${foreign}:user/joan`] })),
      expect: [open('vendor')],
    },
    'an external ID, which does not make an account a trusted one': {
      given: account().role('vendor', trusting(root(foreign), { StringEquals: { 'sts:ExternalId': 'x7f3' } })),
      expect: [open('vendor')],
    },
    anyone: {
      given: account().role('build', trusting('*')),
      expect: [open('build')],
    },
    'anyone whose organization is anything': {
      given: account().role('build', trusting({ AWS: '*' }, { StringLike: { 'aws:PrincipalOrgID': '*' } })),
      expect: [open('build')],
    },
    'anyone of another organization': {
      given: account().role('build', trusting('*', { StringEquals: { 'aws:PrincipalOrgID': 'o-elsewhere1' } })),
      expect: [open('build')],
    },
    'anyone, while the members cannot be listed': {
      given: account().organization({ accounts: unlisted }).role('build', trusting('*')),
      expect: [open('build')],
    },
    'an account off the list, in no organization': {
      given: account()
        .organization(null)
        .role('vendor', trusting(root(management))),
      expect: [open('vendor')],
    },
  },
  unknown: {
    'an account that may be of the organization': {
      given: account()
        .organization({ accounts: unlisted })
        .role('vendor', trusting(root(foreign))),
      expect: [{ resource: 'vendor', reason: 'unlisted' }],
    },
    'a trust policy that cannot be read': {
      given: account().role('build', (role) => {
        role.trust = '{"Statement":[{"Effect":"Allow","Principal":{"AWS":{}}}]}';
      }),
      expect: [{ resource: 'build', reason: 'unclear' }],
    },
  },
});
