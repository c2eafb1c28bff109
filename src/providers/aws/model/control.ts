import { type Control, controlDefiner } from '../../../engine/control.ts';
import type { Resource } from '../../../engine/finding.ts';
import type { Remedy } from '../../../engine/remedy.ts';
import type { AwsCollections } from './collections.ts';

export type AwsControl = Control<AwsCollections>;
export type AwsRemedy = Remedy<AwsCollections>;

/** Declares one best practice of an AWS account. */
export const defineControl = controlDefiner<AwsCollections>();

/** Declares a way to mend findings of an AWS account. */
export function defineRemedy(remedy: AwsRemedy): AwsRemedy {
  return remedy;
}

/** The account itself as the resource of a finding. */
export function accountResource(account: { readonly id: string }): Resource {
  return { type: 'account', id: account.id };
}

/** A user, group, role or policy as the resource of a finding. */
export function iamResource(kind: 'user' | 'group' | 'role' | 'policy', item: { name: string; arn: string }): Resource {
  return { type: `iam-${kind}`, id: item.name, arn: item.arn };
}

const dayMs = 86_400_000;

/** Whole days from a time to a later one; negative when it lies ahead. */
export function daysBetween(from: string, to: Date): number {
  return Math.floor((to.getTime() - Date.parse(from)) / dayMs);
}
