import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import { type AwsResourceType, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

/** The ARNs of the attached policies in order, and the inline documents by name. */
type GroupGrants = { readonly attached: readonly string[]; readonly inline: Readonly<Record<string, string>> };

/**
 * All that a group grants. A plan that makes somebody a member of a group that exists, or takes off what a group
 * grants, rests on it: whatever came or went meanwhile would be gained or lost.
 */
export const groupGrantsResource = defineResource<{ readonly group: string }, GroupGrants>({
  type: 'iam-group-grants',
  collection: 'authorization-details',
  volatile: [],
  label: ({ group }) => `what group ${group} grants`,
  read(snapshot, { group }) {
    const found = readable(snapshot, 'authorization-details')?.groups.find((item) => item.name === group);
    return found === undefined ? null : toGrants(found.attached, found.inline);
  },
  write(_, { group }) {
    throw new Error(`no operation writes what group ${group} grants itself`);
  },
  requires: () => [],
  permissions: ['iam:ListAttachedGroupPolicies', 'iam:ListGroupPolicies', 'iam:GetGroupPolicy'],
  async observe(live, { group }) {
    const iam = await live.iam();
    return absent(async () => {
      const attached = await listAll(
        (Marker) => iam.listAttachedGroupPolicies({ GroupName: group, Marker }),
        (page) => page.AttachedPolicies,
      );
      const names = await listAll(
        (Marker) => iam.listGroupPolicies({ GroupName: group, Marker }),
        (page) => page.PolicyNames,
      );
      const inline = names.map(async (name) => {
        const { PolicyDocument } = await iam.getGroupPolicy({ GroupName: group, PolicyName: name });
        return { name, document: toText(PolicyDocument) };
      });
      return toGrants(attached.map(({ PolicyArn = '' }) => PolicyArn).sort(), await Promise.all(inline));
    });
  },
});

/** The kinds of resources that changes rest on and no operation writes. */
export const principalResources = [groupGrantsResource] as unknown as readonly AwsResourceType[];

function toGrants(
  attached: readonly string[],
  inline: readonly { readonly name: string; readonly document: string }[],
): GroupGrants {
  return { attached, inline: Object.fromEntries(inline.map(({ name, document }) => [name, document])) };
}
