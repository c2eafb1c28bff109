import { z } from 'zod';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { holderNames, holdersByPolicy } from './policy-holders.ts';
import { retirePolicy } from './retire-policy.ts';

/** A permissions boundary is a use as an attachment is; a group without members that holds the policy is a use too. */
export default defineControl({
  id: 'policy-unused',
  area: 'policies',
  severity: 'low',
  title: 'Customer policies are attached to something',
  rationale:
    'A policy that nobody holds grants nothing today, but it is read in every review, ages unseen, and takes one of the 1,500 places of the account.',
  risk: 'Somebody attaches it for its promising name, and gives away what it meant years ago.',
  whenNotToFix:
    'A template or a permission set of IAM Identity Center refers to it by name, or it waits for an emergency: record an exception.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-delete.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-policy-in-use.html',
  ],
  // Nothing that a policy without holders grants is in force, so no requirement on access names it.
  frameworks: {},
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    used: 'Policy {policy} is held by {holders}',
    unused: 'Policy {policy} is attached to nothing and is nobody’s boundary',
  },
  *evaluate({ evidence, pass, fail }) {
    const details = evidence['authorization-details'];
    const held = holdersByPolicy(details);
    for (const policy of details.policies) {
      if (isAwsManaged(policy.arn)) continue;
      const holders = held.get(policy.arn);
      const resource = iamResource('policy', policy);
      if (holders === undefined) yield fail('unused', resource, { policy: policy.name, createdAt: policy.createdAt });
      else yield pass('used', resource, { policy: policy.name, holders: holderNames(holders) });
    }
  },
  remedies: [retirePolicy],
});
