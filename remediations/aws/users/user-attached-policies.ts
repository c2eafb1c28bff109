import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { permissionsThroughGroups, userPoliciesToGroups } from './user-policies-to-groups.ts';

export default defineControl({
  id: 'user-attached-policies',
  area: 'users',
  severity: 'medium',
  title: 'No user has directly attached managed policies',
  rationale:
    'Permissions that come through groups follow the job and not the person: who joins or leaves a team gains or loses them in one step, and a review reads a few groups instead of every user.',
  risk: 'Policies pile up on users who change jobs, and nobody can tell any more why a user holds them.',
  whenNotToFix:
    'One user really needs what nobody else does: a group of one adds nothing, so record an exception. Leave on the user an AWSCompromisedKeyQuarantine policy, which AWS attaches itself after a leak, until the incident is closed. For people, federated roles (IAM Identity Center) are better than either.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2',
    'https://docs.aws.amazon.com/config/latest/developerguide/iam-user-no-policies-check.html',
  ],
  frameworks: permissionsThroughGroups,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    none: 'User {user} has no attached policies',
    attached: 'User {user} has attached policies: {policies}',
  },
  *evaluate({ evidence, pass, fail }) {
    for (const user of evidence['authorization-details'].users) {
      const resource = iamResource('user', user);
      if (user.attached.length === 0) yield pass('none', resource, { user: user.name });
      else
        yield fail('attached', resource, {
          user: user.name,
          policies: user.attached.map(policyName),
          arns: user.attached,
        });
    }
  },
  remedies: [userPoliciesToGroups],
});
