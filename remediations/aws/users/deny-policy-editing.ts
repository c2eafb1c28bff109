import type { Finding } from '../../../src/engine/finding.ts';
import { canonicalJson } from '../../../src/engine/json.ts';
import { type Proposal, Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import { attachGroupPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { createGroup } from '../../../src/providers/aws/operations/groups.ts';
import { addUserToGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { sameMeaning } from '../../../src/providers/aws/policy/canonical.ts';
import { documentOf } from '../../../src/providers/aws/policy/principals.ts';
import { byHand } from '../by-hand.ts';
import { editingActions } from './policy-editing.ts';

/** The name of the group and of its policy. */
const name = 'remediate-no-policy-editing';

/**
 * Puts users into a group whose one policy denies them to edit policies, and the ways out of the group: they keep all
 * else, and their boundary stays free for what it is for.
 */
export const denyPolicyEditing = defineRemedy({
  id: 'deny-policy-editing',
  via: ['terraform', 'api'],
  title: 'Put the user into a group that may not edit policies',
  reversibility: 'reversible',
  suits: (finding, snapshot) => !isOfAdministrator(finding, snapshot),
  *propose({ findings, snapshot }): Iterable<Proposal> {
    const { account } = snapshot;
    const arn = iamArn(account, 'policy', '/', name);
    const document = documentFor(iamArn(account, 'group', '/', name), arn);
    const blocked = rivalOf(snapshot, arn, document);
    for (const { fingerprint, resource } of findings) {
      const closes = [fingerprint];
      const title = `Deny ${resource.id} to edit policies`;
      if (blocked !== undefined) {
        yield { title, closes, blocked };
        continue;
      }
      const steps = new Steps(snapshot, closes);
      if (steps.value(createGroup, { group: name }) === null) steps.add(createGroup, { group: name }, { path: '/' });
      if (steps.value(createPolicy, { arn }) === null) steps.add(createPolicy, { arn }, { name, path: '/', document });
      steps.add(attachGroupPolicy, { group: name, policyArn: arn }, {});
      steps.add(addUserToGroup, { group: name, user: resource.id }, {});
      yield {
        title,
        closes,
        changes: steps.changes,
        rests: [{ type: 'iam-group-grants', address: { group: name } }],
      };
    }
  },
});

/** An administrator who may not edit policies would be half of one: people say which of the two it is to be. */
export const decideOnEditor = byHand({
  id: 'decide-on-editor',
  title: 'Decide whether the administrator is authorized to edit policies',
  reversibility: 'reversible',
  suits: isOfAdministrator,
  guide: ({ resource: { id: user } }) => ({
    title: `Decide whether ${user}, who is an administrator, is authorized to edit policies`,
    steps: [
      `Where it is, add ${user} to authorizedPolicyEditors of user-policy-editors in remediate.yaml`,
      'Where it is not, plan again and choose take-policy-editing: the plan tells what it loses',
    ],
    expect: `${user} is on the list, or an administrator no more`,
  }),
});

function isOfAdministrator({ resource: { id: name } }: Finding, snapshot: AwsSnapshot): boolean {
  const details = readable(snapshot, 'authorization-details');
  return details !== undefined && isAdministrator(details, { type: 'user', name }) === 'yes';
}

function documentFor(group: string, policy: string): string {
  return canonicalJson({
    Version: '2012-10-17',
    Statement: [
      { Sid: 'NoPolicyEditing', Effect: 'Deny', Action: editingActions, Resource: '*' },
      {
        Sid: 'NoWayOut',
        Effect: 'Deny',
        Action: ['iam:DeletePolicy', 'iam:DetachGroupPolicy', 'iam:RemoveUserFromGroup', 'iam:SetDefaultPolicyVersion'],
        Resource: [group, policy],
      },
    ],
  });
}

/** Why a group or policy that stands under the name already will not do; undefined where none stands, or it is ours. */
function rivalOf(snapshot: AwsSnapshot, arn: string, document: string): string | undefined {
  const details = readable(snapshot, 'authorization-details');
  if (details === undefined) return 'the groups and policies were not read';
  const policy = documentOf(details, arn);
  const group = details.groups.find((item) => item.name === name);
  const isOurs =
    (policy === undefined || sameMeaning(policy, document)) &&
    (group === undefined || (group.inline.length === 0 && group.attached.every((attached) => attached === arn)));
  return isOurs ? undefined : `a group or policy ${name} stands already and says something else: rename it first`;
}
