import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import {
  type AwsControl,
  type AwsRemedy,
  accountResource,
  defineControl,
  defineRemedy,
} from '../../../src/providers/aws/model/control.ts';
import type { Instance } from '../../../src/providers/aws/model/workloads.ts';
import { attachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { byHand } from '../by-hand.ts';
import { gapsOf } from '../regions.ts';
import { isAlive, rolesByProfile } from './instance-roles.ts';

const policy = z.string().regex(/^arn:[^:]+:iam::(?:aws|\d{12}):policy\/./, 'the ARN of a managed policy');
const tag = z.object({ key: z.string().min(1), value: z.string() });

/** A tier of an application, with the parameter that names the tag of its instances. */
interface Tier {
  readonly id: string;
  readonly parameter: 'appTierTag' | 'webTierTag';
  readonly policyParameter: 'appTierPolicy' | 'webTierPolicy';
  readonly name: 'app' | 'web';
  readonly title: string;
  readonly rationale: string;
}

/** Attaches the tier's policy to a role that has none; the baseline names the policy. */
function attachTierPolicy({ id, name: tier, policyParameter }: Tier): AwsRemedy {
  return defineRemedy({
    id: `attach-${tier}-tier-policy`,
    via: ['terraform', 'api'],
    title: `Attach the policy of the ${tier} tier to the role`,
    reversibility: 'reversible',
    suits: ({ reason }) => reason === 'bare',
    *propose(context) {
      const policyArn = context.parameters(id)[policyParameter];
      yield* eachFinding(context, ({ resource, evidence: { role } }, steps) => {
        const title = `Give instance ${resource.id} the policy of the ${tier} tier`;
        if (typeof role !== 'string') return { title, blocked: `instance ${resource.id} has no role` };
        if (typeof policyArn !== 'string')
          return {
            title,
            blocked: `which policy the ${tier} tier needs is not known: set ${policyParameter} of ${id}`,
          };
        steps.askedBy(`${policyParameter} of ${id}`).add(attachRolePolicy, { role, policyArn }, {});
        return { title };
      });
    },
  });
}

function giveRole({ name: tier, policyParameter }: Tier): AwsRemedy {
  return byHand({
    id: `give-${tier}-tier-role`,
    title: `Give the instance a role of the ${tier} tier`,
    reversibility: 'reversible',
    suits: ({ reason }) => reason !== 'bare',
    guide: ({ resource: { id: instance }, evidence: { profile } }) => ({
      title: `Give instance ${instance} a role of the ${tier} tier`,
      steps: [
        `Choose the role under which ${instance} is to work, or create one for EC2 with the policy that ${policyParameter} names`,
        typeof profile === 'string'
          ? `aws iam add-role-to-instance-profile --instance-profile-name ${policyName(profile)} --role-name <the role>`
          : `aws ec2 associate-iam-instance-profile --instance-id ${instance} --iam-instance-profile Name=<the profile of the role>`,
        'Take access keys off the disk of the instance, and see that its programs still work',
      ],
      expect: `instance ${instance} works under a role that has a policy`,
    }),
  });
}

/**
 * Holds the instances of a tier to the practice that each works under a role which some policy gives permissions.
 * Stopped instances count, for they may be started again; terminated ones do not. Nothing is assessed until the tag is set.
 */
export function tierPolicyControl(given: Tier): AwsControl {
  const { id, parameter, policyParameter, name: tier, title, rationale } = given;
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
    /**
     * The tag of the tier's instances, such as `{ key: tier, value: app }`; while it is not set, nothing is assessed. And
     * the ARN of the policy that a role of the tier is given where it has none.
     */
    parameters: z.object({ [parameter]: tag.optional(), [policyParameter]: policy.optional() }),
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
      const wanted = parameters[parameter] as z.infer<typeof tag> | undefined;
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
    remedies: [attachTierPolicy(given), giveRole(given)],
  });
}

function instanceResource({ region, id }: Instance, account: { readonly id: string; readonly partition: string }) {
  return { type: 'ec2-instance', id, arn: `arn:${account.partition}:ec2:${region}:${account.id}:instance/${id}` };
}
