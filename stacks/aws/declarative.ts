import type { Change } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';

/** The kinds of resources whose wanted end Terraform can state; cdktf is not loaded to know it. */
export const declarativeTypes = [
  'iam-group',
  'iam-group-membership',
  'iam-policy',
  'iam-user-policy-attachment',
  'iam-group-policy-attachment',
  'iam-role-policy-attachment',
  'iam-group-inline-policy',
  'iam-account-password-policy',
  'logs-metric-filter',
  'cloudwatch-alarm',
  'sns-topic',
  'sns-subscription',
] as const;
export type DeclarativeType = (typeof declarativeTypes)[number];

/** True for a change that states a wanted end which Terraform can bring about and, from its record, take back. */
export function isDeclarative({ resource: { type }, from, to }: Change): boolean {
  if (to === null || !isDeclarativeType(type)) return false;
  // Terraform writes a new version of a policy and deletes the oldest when there are five: that has no way back.
  if (type === 'iam-policy') return from === null;
  // Not every version of the provider knows what else narrows a filter, and it would drop what it does not know.
  if (type === 'logs-metric-filter') return ![from, to].some(isNarrowed);
  return true;
}

function isNarrowed(filter: Json): boolean {
  return filter !== null && ['dimensions', 'selection', 'transformed'].some((name) => name in Object(filter));
}

/** Whether the stacks know how to write a kind of resource. */
export function isDeclarativeType(type: string): type is DeclarativeType {
  return (declarativeTypes as readonly string[]).includes(type);
}
