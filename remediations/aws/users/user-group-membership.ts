import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { chooseGroup, joinGroup } from './join-group.ts';

/** Only whether there is a group counts: what its policies grant is the business of the controls of policies. */
export default defineControl({
  id: 'user-group-membership',
  area: 'users',
  severity: 'medium',
  title: 'Every user is in at least one group',
  rationale:
    'A group says why a user exists: the job that its policies were written for. A user outside of all groups is managed alone, and is the one that a review of groups never sees.',
  risk: 'Permissions of users outside of groups pile up unseen, and a rule given to all groups (such as a deny without MFA) does not reach them.',
  whenNotToFix:
    'A user of a program whose one narrow permission nobody else needs gains nothing from a group of one: better, give the program a role.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-user-group-membership-check.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-3', 'AC-6'],
    'pci-dss-4.0': ['7.2.2'],
    'iso-27001-2022': ['A.5.15', 'A.5.18'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: { member: 'User {user} is in {groups}', alone: 'User {user} is in no group' },
  *evaluate({ evidence, pass, fail }) {
    for (const { name: user, arn, groups } of evidence['authorization-details'].users) {
      const resource = iamResource('user', { name: user, arn });
      if (groups.length > 0) yield pass('member', resource, { user, groups });
      else yield fail('alone', resource, { user });
    }
  },
  remedies: [joinGroup, chooseGroup],
});
