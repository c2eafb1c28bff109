import type { Change } from '../../src/engine/change.ts';
import { canonicalJson, type Json } from '../../src/engine/json.ts';

/** The kinds of resources whose wanted end Terraform can state; cdktf is not loaded to know it. */
export const declarativeTypes = [
  'iam-group',
  'iam-group-membership',
  'iam-policy',
  'iam-user-policy-attachment',
  'iam-group-policy-attachment',
  'iam-role-policy-attachment',
  'iam-group-inline-policy',
  'iam-role',
  'iam-role-session',
  'iam-account-password-policy',
  'logs-metric-filter',
  'cloudwatch-alarm',
  'sns-topic',
  'sns-subscription',
  'account-alternate-contact',
  'access-analyzer',
  'budgets-budget',
  'config-rule',
  's3-bucket',
  's3-bucket-policy',
  's3-public-access-block',
  's3-bucket-logging',
  'logs-log-group',
  'cloudtrail-trail',
  'organizations-policy',
  'organizations-policy-attachment',
] as const;
export type DeclarativeType = (typeof declarativeTypes)[number];

/** True for a change that states a wanted end which Terraform can bring about exactly and, from its record, take back. */
export function isDeclarative({ resource: { type }, from, to }: Change): boolean {
  if (to === null || !isDeclarativeType(type)) return false;
  switch (type) {
    case 'iam-policy':
      // Terraform writes a new version of a policy and deletes the oldest when there are five: that has no way back.
      return from === null && isProviderText(to, (document) => document);
    case 'organizations-policy':
      return isProviderText(to, (document) => document);
    case 'organizations-policy-attachment':
      // Terraform names a policy by its id, which AWS gives when it is made: the reviewed plan could not tell it.
      return Object(to).id !== undefined;
    case 'iam-role':
      // One that exists is changed attribute by attribute, each a resource of its own.
      return from === null;
    case 'iam-group-inline-policy':
      return [from, to].every((side) => side === null || isProviderText(side, versionFirst));
    case 's3-bucket-policy':
      return [from, to].every((side) => side === null || isProviderText(side, (document) => document));
    case 'logs-metric-filter':
      return ![from, to].some(isNarrowed);
    default:
      return true;
  }
}

/**
 * True when the provider hands a document on as the text that the plan holds: it sorts the keys, drops white space
 * and escapes these signs, and the account would then hold another text than the one that was shown.
 */
function isProviderText(value: Json, arrange: (sorted: string) => string): boolean {
  const { document } = Object(value) as { document: string };
  try {
    return !/[<>&\u2028\u2029]/.test(document) && arrange(canonicalJson(JSON.parse(document) as Json)) === document;
  } catch {
    return false;
  }
}

/** Inline policies have their version before the other keys. */
function versionFirst(sorted: string): string {
  return sorted.replace(/^\{(.*),("Version":"2012-10-17")\}$/, '{$2,$1}');
}

/** What narrows a filter further is not known to every version of the provider, which drops what it does not know. */
function isNarrowed(filter: Json): boolean {
  return filter !== null && ['dimensions', 'selection', 'transformed'].some((name) => name in Object(filter));
}

/** Whether the stacks know how to write a kind of resource. */
export function isDeclarativeType(type: string): type is DeclarativeType {
  return (declarativeTypes as readonly string[]).includes(type);
}
