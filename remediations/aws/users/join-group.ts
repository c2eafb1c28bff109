import type { Finding } from '../../../src/engine/finding.ts';
import { type Proposal, Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AuthorizationDetails } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { addUserToGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';
import { byHand } from '../by-hand.ts';
import { grantReader } from './user-policies-to-groups-sets.ts';

/**
 * Finds for a user the group that fits without a change of access: the one that grants most of what the user's own
 * policies grant already, and nothing else. A group that grants nothing says nothing of why a user exists.
 */
const groupFinder = memoizedByObject((details: AuthorizationDetails): ((user: string) => string | undefined) => {
  const grantsOf = grantReader(details);
  const groups = details.groups
    .map((group) => ({ name: group.name, grants: grantsOf(group).map(({ key }) => key) }))
    .filter(({ grants }) => grants.length > 0)
    .sort((a, b) => b.grants.length - a.grants.length);
  const users = new Map(details.users.map((user) => [user.name, user]));
  return (name) => {
    const user = users.get(name);
    const own = new Set(user && grantsOf(user).map(({ key }) => key));
    return groups.find(({ grants }) => grants.every((key) => own.has(key)))?.name;
  };
});

function findGroup({ resource }: Finding, snapshot: AwsSnapshot): string | undefined {
  const details = readable(snapshot, 'authorization-details');
  return details && groupFinder(details)(resource.id);
}

/** Puts a user into the group that grants what the user holds anyway, so that nobody gains anything. */
export const joinGroup = defineRemedy({
  id: 'join-matching-group',
  via: ['terraform', 'api'],
  title: 'Add the user to the group that grants what the user already holds',
  reversibility: 'reversible',
  suits: (finding, snapshot) => findGroup(finding, snapshot) !== undefined,
  *propose({ findings, snapshot }): Iterable<Proposal> {
    const details = readable(snapshot, 'authorization-details');
    if (details === undefined) return;
    const groupFor = groupFinder(details);
    for (const { fingerprint, resource } of findings) {
      const [user, closes] = [resource.id, [fingerprint]];
      const group = groupFor(user);
      const steps = new Steps(snapshot, closes);
      if (group === undefined) {
        const blocked = `no group grants only what ${user} holds already; choose one by hand`;
        yield { title: `Add ${user} to a group`, closes, blocked };
        continue;
      }
      steps.add(addUserToGroup, { group, user }, {});
      const rests = [{ type: 'iam-group-grants', address: { group } }];
      yield { title: `Add ${user} to ${group}`, closes, changes: steps.changes, rests };
    }
  },
});

/** Where every group would grant something new, a person says which job the user has. */
export const chooseGroup = byHand({
  id: 'choose-group',
  title: 'Choose the group of the job that the user has',
  reversibility: 'reversible',
  guide({ resource: { id: user } }, { snapshot }) {
    const groups = readable(snapshot, 'authorization-details')?.groups.map(({ name }) => name) ?? [];
    return {
      title: `Choose a group for ${user}`,
      steps: [
        `Find out what ${user} is for. A user whom nobody needs is better removed than put into a group.`,
        groups.length === 0
          ? `Make a group for the job, with the policies that it needs: aws iam create-group --group-name NAME`
          : `Compare what the job needs with what the groups grant: ${groups.join(', ')}. Where none fits, make one: aws iam create-group --group-name NAME`,
        `Add the user, who gains all that the group grants: aws iam add-user-to-group --user-name ${user} --group-name NAME`,
        `Take policies of the user's own that the group grants off the user; user-attached-policies and user-inline-policies plan that.`,
      ],
      expect: `aws iam list-groups-for-user --user-name ${user} shows the group`,
    };
  },
});
