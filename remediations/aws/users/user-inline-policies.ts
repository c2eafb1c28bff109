import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { besideQuarantine } from '../../../src/providers/aws/policy/quarantine.ts';
import { permissionsThroughGroups, userPoliciesToGroups } from './user-policies-to-groups.ts';

export default defineControl({
  id: 'user-inline-policies',
  area: 'users',
  severity: 'medium',
  title: 'No user has inline policies',
  rationale:
    'An inline policy belongs to one user only: it cannot be shared, compared or versioned, and no list of policies shows it. Groups and managed policies give each permission one place where it is reviewed.',
  risk: 'Permissions that were meant for one task stay with the person, and are missed when access is reviewed or taken back.',
  whenNotToFix:
    'One user really needs what nobody else does, as a mail-sending user that AWS itself gave its inline policy: a group of one adds nothing, so record an exception. For people, federated roles (IAM Identity Center) are better than either.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-user-no-policies-check.html',
  ],
  frameworks: permissionsThroughGroups,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'User {user} has no inline policies',
    inline: 'User {user} has inline policies: {policies}',
  },
  *evaluate({ evidence, pass, fail }) {
    for (const user of evidence['authorization-details'].users) {
      // What holds a user in quarantine grants nothing, and goes with it.
      const policies = besideQuarantine(user).map(({ name }) => name);
      const resource = iamResource('user', user);
      if (policies.length === 0) yield pass('none', resource, { user: user.name });
      else yield fail('inline', resource, { user: user.name, policies });
    }
  },
  remedies: [userPoliciesToGroups],
});
