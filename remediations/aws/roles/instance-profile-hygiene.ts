import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { daysBetween, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import {
  deleteInstanceProfile,
  removeRoleFromInstanceProfile,
} from '../../../src/providers/aws/operations/instance-profiles.ts';
import { policyName as lastPart } from '../../../src/providers/aws/policy/principals.ts';
import { byHand } from '../by-hand.ts';
import { gapsOf } from '../regions.ts';
import { isAlive } from './instance-roles.ts';

const deleteProfile = defineRemedy({
  id: 'delete-instance-profile',
  via: ['api'],
  title: 'Take the role out of the instance profile, and delete it',
  reversibility: 'recoverable',
  suits: ({ reason }) => reason !== 'roleless',
  *propose(context) {
    const roles = readable(context.snapshot, 'authorization-details')?.roles ?? [];
    yield* eachFinding(context, ({ resource: { id: profile }, reason }, steps) => {
      const title = `Delete instance profile ${profile}`;
      if (reason === 'roleless') return { title, blocked: `instances use instance profile ${profile}` };
      for (const { name: role, instanceProfiles } of roles)
        if (instanceProfiles.some(({ name }) => name === profile))
          steps.add(removeRoleFromInstanceProfile, { profile, role }, null);
      steps.nextStage().add(deleteInstanceProfile, { name: profile }, null);
      return { title };
    });
  },
});

const fillProfile = byHand({
  id: 'fill-instance-profile',
  title: 'Give the instance profile a role, or the instances another profile',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'roleless',
  guide: ({ resource: { id: profile } }) => ({
    title: `Give instance profile ${profile} a role`,
    steps: [
      `Find out what the instances with ${profile} call, and choose the role for it: the programs on them have no credentials now`,
      `aws iam add-role-to-instance-profile --instance-profile-name ${profile} --role-name <the role>`,
      `Where they call nothing: aws ec2 disassociate-iam-instance-profile for each, then aws iam delete-instance-profile --instance-profile-name ${profile}`,
    ],
    expect: `instance profile ${profile} holds a role, or no instance has it`,
  }),
});

/**
 * Profiles are known from their roles, from the listing of those without one, and from the instances that use them. One
 * is unused when it is older than the allowed days and no instance, running or stopped, has it; while a region could not
 * be read, nobody can say so.
 */
export default defineControl({
  id: 'instance-profile-hygiene',
  area: 'roles',
  severity: 'low',
  title: 'Instance profiles hold a role and are in use',
  rationale:
    'An instance profile hands its role to any instance that is started with it. One that nothing uses is a way to the role that nobody watches, and one without a role leaves its instances without credentials.',
  risk: 'Somebody who may start instances picks a forgotten profile and works with its role.',
  whenNotToFix:
    'The profile belongs to a launch template or an Auto Scaling group that has no instance right now; except it with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-2(3)', 'AC-6'], 'iso-27001-2022': ['A.5.18'], 'soc-2': ['CC6.3'] },
  reads: ['authorization-details', 'instances'],
  parameters: z.object({ unusedDays: z.number().int().positive().default(90) }),
  messages: {
    used: 'Instance profile {profile} is used by {instances} instance(s)',
    young: 'Instance profile {profile} was made {age} day(s) ago and is not used yet',
    unused: 'Instance profile {profile}, made {age} days ago, is used by no instance',
    empty: 'Instance profile {profile}, made {age} days ago, holds no role and is used by no instance',
    roleless: 'Instance profile {profile} of {instances} instance(s) holds no role',
    unseen: 'Instances may have been missed: {why}',
    untold: 'No instance with profile {profile} was seen, but not all could be read',
  },
  *evaluate({ evidence, account, parameters: { unusedDays }, now, pass, fail, unknown }) {
    const gaps = gapsOf(evidence.instances, account);
    const users = new Map<string, number>();
    for (const instance of evidence.instances.items)
      if (instance.profile !== undefined && isAlive(instance))
        users.set(instance.profile, (users.get(instance.profile) ?? 0) + 1);
    const { roles, emptyProfiles } = evidence['authorization-details'];
    const filled = roles.flatMap((role) => role.instanceProfiles);
    const held = new Set(filled.map(({ arn }) => arn));
    for (const { name: profile, arn, createdAt } of [...filled, ...emptyProfiles]) {
      const resource = { type: 'iam-instance-profile', id: profile, arn };
      const instances = users.get(arn);
      const facts = { profile, age: daysBetween(createdAt, now), createdAt };
      if (instances !== undefined && !held.has(arn)) continue;
      if (instances !== undefined) yield pass('used', resource, { ...facts, instances });
      else if (facts.age <= unusedDays) yield pass('young', resource, facts);
      else if (gaps.length > 0) yield unknown('untold', resource, facts);
      else yield fail(held.has(arn) ? 'unused' : 'empty', resource, facts);
    }
    for (const [arn, instances] of users) {
      const profile = lastPart(arn);
      if (!held.has(arn))
        yield fail('roleless', { type: 'iam-instance-profile', id: profile, arn }, { profile, instances });
    }
    for (const { resource, why } of gaps) yield unknown('unseen', resource, { why });
  },
  remedies: [deleteProfile, fillProfile],
});
