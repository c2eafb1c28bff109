import { z } from 'zod';
import { accountResource, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { isListed } from './approved-administrators.ts';
import { leastPrivilege } from './frameworks.ts';
import { holderNames, holdersByPolicy } from './policy-holders.ts';
import { retirePolicy } from './retire-policy.ts';

/**
 * A list names policies by name or ARN. Attachments tell the ARN, so that a policy whose document the evidence lacks is
 * found too. Roles that only AWS changes are left out: nobody can take the policy off them.
 */
export default defineControl({
  id: 'policy-unapproved',
  area: 'policies',
  severity: 'high',
  title: 'No unapproved policy is in use',
  rationale:
    'Some policies are known to give too much, such as AWSCloudShellFullAccess, which carries data out of the account, or a policy of AWS that is being withdrawn. A list of them keeps the decision from being taken anew each time.',
  risk: 'A policy that was once judged too dangerous comes back by the next copy of an old template.',
  whenNotToFix: 'One principal needs it for a time: record an exception with an end.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-policy-blacklisted-check.html',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({
    /** Names or ARNs of managed policies that nobody may hold. */
    unapprovedPolicies: z.array(z.string()).optional(),
  }),
  messages: {
    unset: 'Policies are not assessed until the list unapprovedPolicies is set',
    unheld: 'No unapproved policy is held by anybody',
    held: 'Policy {policy} is not approved and is held by {holders}',
  },
  *evaluate({ evidence, account, parameters: { unapprovedPolicies: list }, pass, fail, notApplicable }) {
    if (list === undefined) {
      yield notApplicable('unset', accountResource(account), {});
      return;
    }
    let found = 0;
    for (const [arn, all] of holdersByPolicy(evidence['authorization-details'])) {
      const name = policyName(arn);
      const holders = all.filter(({ isChangeable }) => isChangeable);
      if (holders.length === 0 || !(list.includes(arn) || isListed(list, name))) continue;
      found++;
      yield fail('held', iamResource('policy', { name, arn }), { policy: name, holders: holderNames(holders) });
    }
    if (found === 0) yield pass('unheld', accountResource(account), { list });
  },
  remedies: [retirePolicy],
});
