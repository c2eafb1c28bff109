import type { Steps } from '../../../src/engine/remedy.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import * as attachments from '../../../src/providers/aws/operations/attachments.ts';
import * as inline from '../../../src/providers/aws/operations/inline-policies.ts';
import { deletePolicy } from '../../../src/providers/aws/operations/policies.ts';
import { createPolicyVersion } from '../../../src/providers/aws/operations/policy-versions.ts';
import type { PrincipalRef } from '../../../src/providers/aws/policy/principals.ts';
import type { NarrowingContext } from './edits.ts';
import type { Place } from './places.ts';

type AwsSteps = Steps<AwsCollections>;

/** Gives somebody a managed policy. */
export function attach(steps: AwsSteps, { type, name }: PrincipalRef, policyArn: string): void {
  if (type === 'user') steps.add(attachments.attachUserPolicy, { user: name, policyArn }, {});
  else if (type === 'group') steps.add(attachments.attachGroupPolicy, { group: name, policyArn }, {});
  else steps.add(attachments.attachRolePolicy, { role: name, policyArn }, {});
}

/** Takes a managed policy off somebody. */
export function detach(steps: AwsSteps, { type, name }: PrincipalRef, policyArn: string): void {
  if (type === 'user') steps.add(attachments.detachUserPolicy, { user: name, policyArn }, null);
  else if (type === 'group') steps.add(attachments.detachGroupPolicy, { group: name, policyArn }, null);
  else steps.add(attachments.detachRolePolicy, { role: name, policyArn }, null);
}

/** Puts another document in a place; nothing is done where it is the same. */
export function rewritePlace(steps: AwsSteps, place: Place, document: string): void {
  if (place.kind === 'managed') {
    const { arn } = place;
    const value = steps.value(createPolicyVersion, { arn });
    if (value === null || value.document === document) return;
    const { versions: _, ...kept } = value;
    steps.add(createPolicyVersion, { arn }, { ...kept, document });
    return;
  }
  const { owner, name } = place;
  if (owner.type === 'user') steps.add(inline.putUserPolicy, { user: owner.name, name }, { document });
  else if (owner.type === 'group') steps.add(inline.putGroupPolicy, { group: owner.name, name }, { document });
  else steps.add(inline.putRolePolicy, { role: owner.name, name }, { document });
}

/** Removes a policy of which nothing is left, a managed one once nobody has it any more. */
export function emptyPlace(steps: AwsSteps, place: Place, holders: NarrowingContext['holders']): void {
  if (place.kind === 'managed') {
    const { arn } = place;
    for (const { kind, name } of holders.get(arn) ?? []) detach(steps, { type: kind, name }, arn);
    steps.nextStage();
    steps.add(deletePolicy, { arn }, null);
    return;
  }
  const { owner, name } = place;
  if (owner.type === 'user') steps.add(inline.deleteUserPolicy, { user: owner.name, name }, null);
  else if (owner.type === 'group') steps.add(inline.deleteGroupPolicy, { group: owner.name, name }, null);
  else steps.add(inline.deleteRolePolicy, { role: owner.name, name }, null);
}
