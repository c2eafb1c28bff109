import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { detachGroupPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteGroupPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { fullReach } from '../../../src/providers/aws/policy/administrators.ts';
import { permissionSet } from '../../../src/providers/aws/policy/permissions.ts';
import { type OwnedPolicy, originText, policiesOf } from '../../../src/providers/aws/policy/principals.ts';
import { type Holder, holderOf } from '../../../src/providers/aws/policy/reach.ts';

/**
 * Takes off a group the policies that make its members administrators; the others stay. The guards see that somebody is
 * an administrator afterwards, and the plan tells which members lose what.
 */
export const dropAdministratorPolicies = defineRemedy({
  id: 'drop-administrator-policies',
  via: ['api'],
  title: 'Detach the policies that make administrators from the group; its other policies stay',
  reversibility: 'reversible',
  *propose(context) {
    const details = readable(context.snapshot, 'authorization-details');
    if (details === undefined) return;
    yield* eachFinding(context, ({ resource: { id: group, arn = '' } }, steps) => {
      const { policies } = policiesOf(details, { type: 'group', name: group });
      const dropped = administrative(policies, holderOf(arn));
      for (const { origin } of dropped)
        if (origin.how === 'attached') steps.add(detachGroupPolicy, { group, policyArn: origin.arn }, null);
        else steps.add(deleteGroupPolicy, { group, name: origin.name }, null);
      const words = dropped.map(({ origin }) => originText(origin)).join(' and ');
      return { title: `Take ${words} off group ${group}` };
    });
  },
});

/**
 * Each policy that makes an administrator alone, and those that only do so together: what is left of such a pair would
 * still be a way to the whole.
 */
function administrative(policies: readonly OwnedPolicy[], holder: Holder): OwnedPolicy[] {
  const isFull = (some: readonly OwnedPolicy[]) =>
    fullReach(permissionSet({ policies: some.map(({ document }) => document) }), holder) !== 'no';
  const dropped = policies.filter((policy) => isFull([policy]));
  const left = () => policies.filter((policy) => !dropped.includes(policy));
  while (isFull(left())) {
    const needed = left().filter((policy) => !isFull(left().filter((other) => other !== policy)));
    dropped.push(...(needed.length > 0 ? needed : left().slice(0, 1)));
  }
  return dropped;
}
