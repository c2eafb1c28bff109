import type { ResourceRef } from '../../../src/engine/change.ts';
import type { Frameworks } from '../../../src/engine/control.ts';
import { type Proposal, Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { attachGroupPolicy, detachUserPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { createGroup } from '../../../src/providers/aws/operations/groups.ts';
import { deleteUserPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { quotaOf } from '../../../src/providers/aws/operations/limits.ts';
import { addUserToGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { type DesignedGroup, type GroupDesigner, groupDesigner } from './user-policies-to-groups-design.ts';
import { clustersOf, type Grant, grantReader, type Mover } from './user-policies-to-groups-sets.ts';

/** Where frameworks ask that users get their permissions through groups only, whatever the kind of policy. */
export const permissionsThroughGroups: Frameworks = {
  'cis-aws-1.4': ['1.15'],
  'cis-aws-1.5': ['1.15'],
  'cis-aws-2.0': ['1.15'],
  'cis-aws-3.0': ['1.15'],
  'cis-aws-4.0': ['1.15'],
  'cis-aws-5.0': ['1.14'],
  'cis-aws-6.0': ['2.14'],
  'cis-aws-7.0': ['2.13'],
  'aws-fsbp': ['IAM.2'],
  'nist-800-53-r5': ['AC-2', 'AC-2(1)', 'AC-3', 'AC-3(7)', 'AC-3(15)', 'AC-6', 'AC-6(3)'],
  'pci-dss-4.0': ['7.2.1', '7.2.2'],
  'iso-27001-2022': ['A.5.15', 'A.5.18'],
  'soc-2': ['CC6.1', 'CC6.3'],
};

/** A mover, the sets that its groups do not grant yet, and the groups that grant something of the others. */
type Joining = Mover & { readonly lacks: readonly (readonly Grant[])[]; readonly has: readonly string[] };

/**
 * Moves what users hold themselves to groups: users with equal sets share one, an existing group that grants exactly
 * the set is used, and what a user's groups grant already is only taken off. Nothing is taken off before all of it is
 * granted by groups, so that nobody gains or loses anything at any moment.
 */
export const userPoliciesToGroups = defineRemedy({
  id: 'user-policies-to-groups',
  via: ['terraform', 'api'],
  title: 'Move the policies to groups that users with equal policies share, access unchanged',
  reversibility: 'reversible',
  *propose({ findings, snapshot }) {
    const details = readable(snapshot, 'authorization-details');
    if (details === undefined) return;
    const grantsOf = grantReader(details);
    const design = groupDesigner(snapshot, details, grantsOf);
    const perGroup = quotaOf(snapshot, 'AttachedPoliciesPerGroupQuota');
    const perUser = quotaOf(snapshot, 'GroupsPerUserQuota');
    const granted = new Map(
      details.groups.map((group) => [group.name, new Set(grantsOf(group).map(({ key }) => key))]),
    );

    for (const { grants, movers } of clustersOf(details, findings, grantsOf)) {
      const sets = inSets(grants, perGroup);
      const joining = movers.map((mover): Joining => {
        const grantedBy = (key: string) => mover.user.groups.filter((group) => granted.get(group)?.has(key));
        const lacks = sets.filter((set) => set.some(({ key }) => grantedBy(key).length === 0));
        const kept = sets.filter((set) => !lacks.includes(set)).flat();
        return { ...mover, lacks, has: [...new Set(kept.flatMap(({ key }) => grantedBy(key)))] };
      });
      const crowded = joining.filter(({ user, lacks }) => user.groups.length + lacks.length > perUser);
      for (const { user, lacks, closes } of crowded) {
        const full = `user ${user.name} is in ${user.groups.length} groups and needs ${lacks.length} more`;
        const blocked = `${full}: the account's GroupsPerUserQuota is ${perUser}; take the user out of a group first`;
        yield { title: `Move the policies of user ${user.name} to groups`, closes, blocked };
      }
      const placed = joining.filter((mover) => !crowded.includes(mover));
      if (placed.length > 0) yield place(snapshot, grants, placed, design);
    }
  },
});

/** One proposal for users with equal sets. */
function place(
  snapshot: AwsSnapshot,
  grants: readonly Grant[],
  movers: readonly Joining[],
  design: GroupDesigner,
): Proposal {
  const closes = movers.flatMap((mover) => mover.closes);
  const who = namesOf(movers.map(({ user }) => user.name));
  const sets = [...new Set(movers.flatMap(({ lacks }) => lacks))];
  const designed = design(sets);
  if ('blocked' in designed) return { title: `Move the policies of ${who} to groups`, closes, ...designed };

  const steps = new Steps(snapshot, closes);
  for (const { name: group, isNew, policies } of designed.groups) {
    if (isNew) steps.add(createGroup, { group }, { path: '/' });
    for (const { arn, name, document } of policies) {
      if (document !== undefined) steps.add(createPolicy, { arn }, { name, path: '/', document });
      steps.add(attachGroupPolicy, { group, policyArn: arn }, {});
    }
  }
  for (const { user, lacks } of movers)
    for (const [at, { name: group }] of designed.groups.entries())
      if (lacks.some((set) => set === sets[at])) steps.add(addUserToGroup, { group, user: user.name }, {});
  steps.nextStage();
  for (const { user, attached, inline } of movers) {
    for (const policyArn of attached) steps.add(detachUserPolicy, { user: user.name, policyArn }, null);
    for (const { name } of inline) steps.add(deleteUserPolicy, { user: user.name, name }, null);
  }
  const to = designed.groups.map(({ name }) => name).join(', ');
  const title = to === '' ? `Take off ${who} what their groups grant already` : `Move the policies of ${who} to ${to}`;
  return { title, closes, changes: steps.changes, rests: restsOf(grants, movers, designed.groups) };
}

/** What the proof of equal access rests on: what existing policies say, what existing groups grant, who is in them. */
function restsOf(
  grants: readonly Grant[],
  movers: readonly Joining[],
  groups: readonly DesignedGroup[],
): ResourceRef[] {
  const reused = groups.filter(({ isNew }) => !isNew).map(({ name }) => name);
  return [
    ...grants.flatMap((grant) => ('arn' in grant ? [{ type: 'iam-policy', address: { arn: grant.arn } }] : [])),
    ...movers.flatMap(({ user, has }) =>
      has.map((group) => ({ type: 'iam-group-membership', address: { group, user: user.name } })),
    ),
    ...[...reused, ...movers.flatMap(({ has }) => has)].map((group) => ({
      type: 'iam-group-grants',
      address: { group },
    })),
  ];
}

/** A set in parts that fit a group each. */
function inSets(grants: readonly Grant[], perGroup: number): (readonly Grant[])[] {
  return Array.from({ length: Math.ceil(grants.length / perGroup) }, (_, at) =>
    grants.slice(at * perGroup, (at + 1) * perGroup),
  );
}

function namesOf(users: readonly string[]): string {
  if (users.length > 4) return `${users.slice(0, 3).join(', ')} and ${users.length - 3} more users`;
  return users.join(', ');
}
