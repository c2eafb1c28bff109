import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import {
  detachGroupPolicy,
  detachRolePolicy,
  detachUserPolicy,
} from '../../../src/providers/aws/operations/attachments.ts';
import { deletePolicy } from '../../../src/providers/aws/operations/policies.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { type Holder, holdersByPolicy } from './policy-holders.ts';

/**
 * Detaches a managed policy from everybody and deletes it, where it is the account's own; a detached policy that stays
 * would be unused, and one call from being back. The guards see who loses access by it.
 */
export const retirePolicy = defineRemedy({
  id: 'retire-policy',
  via: ['api'],
  title: 'Detach the policy from everybody; delete it with its versions where it is a customer policy',
  reversibility: 'recoverable',
  suits: ({ resource }, snapshot) =>
    holdersOf(snapshot, resource.arn ?? '').every(({ as, isChangeable }) => as === 'policy' && isChangeable),
  *propose(context) {
    yield* eachFinding(context, ({ resource: { arn: policyArn = '' } }, steps) => {
      const holders = holdersOf(context.snapshot, policyArn);
      for (const { kind, name } of holders)
        if (kind === 'user') steps.add(detachUserPolicy, { user: name, policyArn }, null);
        else if (kind === 'group') steps.add(detachGroupPolicy, { group: name, policyArn }, null);
        else steps.add(detachRolePolicy, { role: name, policyArn }, null);
      const name = policyName(policyArn);
      if (isAwsManaged(policyArn)) return { title: `Detach policy ${name} from everybody` };
      steps.nextStage();
      steps.add(deletePolicy, { arn: policyArn }, null);
      return {
        title: holders.length === 0 ? `Delete policy ${name}` : `Detach policy ${name} from everybody and delete it`,
      };
    });
  },
});

function holdersOf(snapshot: AwsSnapshot, policyArn: string): readonly Holder[] {
  const details = readable(snapshot, 'authorization-details');
  return details === undefined ? [] : (holdersByPolicy(details).get(policyArn) ?? []);
}
