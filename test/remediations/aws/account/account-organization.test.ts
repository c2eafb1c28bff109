import accountOrganization from '../../../../remediations/aws/account/account-organization.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const denied = { status: 'unreadable', cause: 'denied', reason: 'for the management account alone' } as const;
const billing = { featureSet: 'CONSOLIDATED_BILLING' } as const;
const fails = (reason: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: '111122223333', reason }],
});

testRemediation(accountOrganization, {
  compliant: {
    'the boring account': account(),
    'the management account': account().organization({ managementAccountId: '111122223333' }),
    'a member that can read no more of it': account().organization({
      serviceControlPolicies: denied,
      accounts: denied,
      rootFeatures: denied,
    }),
  },
  violating: {
    'in none': fails('alone', account().organization(null)),
    'consolidated billing alone': fails('billing', account().organization(billing)),
    'the management account of such a one': fails(
      'billing',
      account().organization({ ...billing, managementAccountId: '111122223333' }),
    ),
  },
});
