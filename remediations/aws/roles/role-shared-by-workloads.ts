import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { byHand } from '../by-hand.ts';
import { gapsOf } from '../regions.ts';
import { isAlive, rolesByProfile } from './instance-roles.ts';

const splitRole = byHand({
  id: 'split-role',
  title: 'Give each workload a role of its own',
  reversibility: 'reversible',
  guide({ resource: { id: role }, evidence }) {
    const functions = Array.isArray(evidence['functions']) ? evidence['functions'].map(String) : [];
    return {
      title: `Give each workload of role ${role} a role of its own`,
      steps: [
        `aws iam get-role --role-name ${role}, and aws iam list-attached-role-policies --role-name ${role}: note the trust policy and the policies`,
        'The construct WorkloadRole (docs/constructs.md) writes each of these roles with Terraform; terraform destroy takes it away again',
        ...functions.map(
          (name) =>
            `Create the role ${name}-role with that trust policy, and of the permissions attach those that ${name} uses`,
        ),
        ...functions.map(
          (name) =>
            `aws lambda update-function-configuration --function-name ${name} --role <the ARN of ${name}-role>, in each region that has it; run it once and look at its errors`,
        ),
        `When nothing uses ${role} any more but one workload, take off the role what only the others needed`,
      ],
      expect: `role ${role} serves one function, or instances alone`,
    };
  },
});

/**
 * A function of one name in several regions is one workload, and so are all instances of a role: fleets share theirs by
 * design. Reads authorization-details beside the workloads, for only they tell which role an instance profile holds.
 */
export default defineControl({
  id: 'role-shared-by-workloads',
  area: 'roles',
  severity: 'low',
  title: 'Every role serves one workload',
  rationale:
    'A role that two functions share has what either needs, so that each can do what only the other should. Apart, each has its own few permissions, and logs tell which one acted.',
  risk: 'A weakness in the least guarded of the workloads opens what the most trusted one may do.',
  whenNotToFix: 'The functions are steps of one program, deployed together and with the same needs.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-6'], 'iso-27001-2022': ['A.5.15'], 'soc-2': ['CC6.3'] },
  reads: ['functions', 'instances', 'authorization-details'],
  parameters: z.object({}),
  messages: {
    own: 'Role {role} serves one workload',
    shared: 'Role {role} serves several workloads: the functions {functions}',
    mixed: 'Role {role} serves {instances} instance(s) and the functions {functions}',
    unseen: 'Workloads may have been missed: {why}',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { functions, instances, 'authorization-details': details } = evidence;
    for (const { resource, why } of gapsOf(functions, account))
      yield unknown('unseen', resource, { why }, { discriminator: 'functions' });
    for (const { resource, why } of gapsOf(instances, account))
      yield unknown('unseen', resource, { why }, { discriminator: 'instances' });
    const names = new Map<string, Set<string>>();
    for (const { role, name } of functions.items) names.set(role, (names.get(role) ?? new Set()).add(name));
    const fleet = new Map<string, number>();
    const roles = rolesByProfile(details);
    for (const instance of instances.items) {
      const role = isAlive(instance) && instance.profile !== undefined ? roles.get(instance.profile) : undefined;
      if (role !== undefined) fleet.set(role.arn, (fleet.get(role.arn) ?? 0) + 1);
    }
    for (const arn of new Set([...names.keys(), ...fleet.keys()])) {
      const role = arn.slice(arn.lastIndexOf('/') + 1);
      const resource = iamResource('role', { name: role, arn });
      const served = [...(names.get(arn) ?? [])].sort();
      const count = fleet.get(arn) ?? 0;
      if (served.length > 0 && count > 0) yield fail('mixed', resource, { role, functions: served, instances: count });
      else if (served.length > 1) yield fail('shared', resource, { role, functions: served });
      else yield pass('own', resource, { role });
    }
  },
  remedies: [splitRole],
});
