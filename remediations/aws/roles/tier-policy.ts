import { z } from 'zod';
import { type AwsControl, accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import type { Instance } from '../../../src/providers/aws/model/workloads.ts';
import { gapsOf } from '../regions.ts';
import { isAlive, rolesByProfile } from './instance-roles.ts';

const tag = z.object({ key: z.string().min(1), value: z.string() });

/** A tier of an application, with the parameter that names the tag of its instances. */
interface Tier {
  readonly id: string;
  readonly parameter: 'appTierTag' | 'webTierTag';
  readonly name: 'app' | 'web';
  readonly title: string;
  readonly rationale: string;
}

/**
 * Holds the instances of a tier to the practice that each works under a role which some policy gives permissions.
 * Stopped instances count, for they may be started again; terminated ones do not. Nothing is assessed until the tag is set.
 */
export function tierPolicyControl({ id, parameter, name: tier, title, rationale }: Tier): AwsControl {
  return defineControl({
    id,
    area: 'roles',
    severity: 'medium',
    title,
    rationale,
    risk: 'Programs on the instances get their permissions from access keys on disk, which leak and are never rotated.',
    whenNotToFix: 'The instances need nothing of AWS: leave them without a role, and except them with that reason.',
    references: [
      'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2.html',
      'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html',
    ],
    frameworks: {
      'cis-aws-1.4': ['1.18'],
      'cis-aws-1.5': ['1.18'],
      'cis-aws-2.0': ['1.18'],
      'cis-aws-3.0': ['1.18'],
      'cis-aws-4.0': ['1.18'],
      'cis-aws-5.0': ['1.17'],
      'cis-aws-6.0': ['2.17'],
      'cis-aws-7.0': ['2.16'],
      'nist-800-53-r5': ['AC-3', 'AC-6'],
      'iso-27001-2022': ['A.5.15'],
      'soc-2': ['CC6.1'],
    },
    reads: ['instances', 'authorization-details'],
    /** The tag of the tier's instances, such as `{ key: tier, value: app }`; while it is not set, nothing is assessed. */
    parameters: z.object({ [parameter]: tag.optional() }),
    messages: {
      unset: 'Not assessed until {parameter} tells the tag of the {tier} tier',
      empty: 'No instance has the tag {key}={value} of the {tier} tier',
      held: 'Instance {instance} of the {tier} tier works under role {role}, which has a policy',
      profileless: 'Instance {instance} of the {tier} tier has no instance profile',
      roleless: 'Instance {instance} of the {tier} tier has the instance profile {profile}, which holds no role',
      bare: 'Instance {instance} of the {tier} tier has role {role}, which has no policy',
      unseen: 'Instances of the {tier} tier may have been missed: {why}',
    },
    *evaluate({ evidence, account, parameters, pass, fail, unknown, notApplicable }) {
      const wanted = parameters[parameter];
      if (wanted === undefined) return yield notApplicable('unset', accountResource(account), { parameter, tier });
      const gaps = gapsOf(evidence.instances, account);
      for (const { resource, why } of gaps) yield unknown('unseen', resource, { tier, why });
      const instances = evidence.instances.items.filter(
        (item) => isAlive(item) && item.tags[wanted.key] === wanted.value,
      );
      if (instances.length === 0 && gaps.length === 0)
        yield notApplicable('empty', accountResource(account), { tier, ...wanted });
      const roles = rolesByProfile(evidence['authorization-details']);
      for (const instance of instances) {
        const resource = instanceResource(instance, account);
        const { id: item, profile } = instance;
        const facts = { instance: item, tier };
        const role = profile === undefined ? undefined : roles.get(profile);
        if (profile === undefined) yield fail('profileless', resource, facts);
        else if (role === undefined) yield fail('roleless', resource, { ...facts, profile });
        else {
          const policies = role.attached.length + role.inline.length;
          const held = { ...facts, role: role.name, policies };
          yield policies === 0 ? fail('bare', resource, held) : pass('held', resource, held);
        }
      }
    },
    remedies: [],
  });
}

function instanceResource({ region, id }: Instance, account: { readonly id: string; readonly partition: string }) {
  return { type: 'ec2-instance', id, arn: `arn:${account.partition}:ec2:${region}:${account.id}:instance/${id}` };
}
