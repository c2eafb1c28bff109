import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { isSupportAccess } from './support-access.ts';

/** A permission set of IAM Identity Center with the policy counts: it is a role of the account like any other. */
export default defineControl({
  id: 'role-support',
  area: 'roles',
  severity: 'medium',
  title: 'Somebody has a role for working with AWS Support',
  rationale:
    'In an incident, somebody must be able to open a case at once. A role with AWSSupportAccess lets them do that and nothing else, so that nobody borrows an administrator or the root user for it.',
  risk: 'Hours are lost in an incident until somebody is found who may talk to AWS.',
  whenNotToFix: 'Cases for this account are opened from another account of the organization, by agreement with AWS.',
  references: [
    'https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSupportAccess.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-18',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.17'],
    'cis-aws-1.5': ['1.17'],
    'cis-aws-2.0': ['1.17'],
    'cis-aws-3.0': ['1.17'],
    'cis-aws-4.0': ['1.17'],
    'cis-aws-5.0': ['1.16'],
    'cis-aws-6.0': ['2.16'],
    'cis-aws-7.0': ['2.15'],
    'nist-800-53-r5': ['IR-7'],
    'pci-dss-4.0': ['12.10.3'],
    'iso-27001-2022': ['A.5.24'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    held: 'AWSSupportAccess is held by {holders}',
    missing: 'No role and no group has the policy AWSSupportAccess',
  },
  *evaluate({ evidence, account, pass, fail }) {
    const { roles, groups } = evidence['authorization-details'];
    const holders = [
      ...roles.filter(({ attached }) => attached.some(isSupportAccess)).map(({ name }) => `role ${name}`),
      ...groups.filter(({ attached }) => attached.some(isSupportAccess)).map(({ name }) => `group ${name}`),
    ].sort();
    if (holders.length > 0) yield pass('held', accountResource(account), { holders });
    else yield fail('missing', accountResource(account), {});
  },
  remedies: [],
});
