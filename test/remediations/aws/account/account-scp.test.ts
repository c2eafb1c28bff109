import accountScp from '../../../../remediations/aws/account/account-scp.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AttachedScp } from '../../../../src/providers/aws/model/organization.ts';
import { testRemediation } from '../../../support/harness.ts';

const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', awsManaged: true };
const guard = { id: 'p-guard', name: 'guard', awsManaged: false };
const onAccount = { target: '111122223333', targetType: 'account' } as const;
const onUnit = { target: 'ou-ab12-unit', targetType: 'unit' } as const;
const attached = (...data: readonly AttachedScp[]) =>
  account().organization({ serviceControlPolicies: { status: 'read', data: [...data] } });
const is = (reason: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: '111122223333', reason }],
});

testRemediation(accountScp, {
  compliant: {
    'the boring account': account(),
    'attached to the account itself': attached({ ...full, ...onAccount }, { ...guard, ...onAccount }),
    'attached to a unit, FullAWSAccess detached': attached({ ...guard, ...onUnit }),
  },
  violating: {
    'nothing but FullAWSAccess': is('free', attached({ ...full, ...onAccount }, { ...full, ...onUnit })),
    'nothing attached: policies are switched off': is('free', attached()),
    'no organization': is('without', account().organization(null)),
    'consolidated billing alone': is('without', account().organization({ featureSet: 'CONSOLIDATED_BILLING' })),
  },
  notApplicable: {
    'the management account': is('management', account().organization({ managementAccountId: '111122223333' })),
  },
  unknown: {
    'a member that may not list them': is(
      'unread',
      account().organization({
        serviceControlPolicies: { status: 'unreadable', cause: 'denied', reason: 'for the management account alone' },
      }),
    ),
  },
});
