import { canonicalJson, digest, type Json } from '../../../src/engine/json.ts';
import { type AuthorizationDetails, isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import { quotaOf } from '../../../src/providers/aws/operations/limits.ts';
import { documentValue } from '../../../src/providers/aws/policy/document.ts';
import { type Grant, type GrantsOf, setKey } from './user-policies-to-groups-sets.ts';

/** A customer-managed policy that a new group needs; one that exists already has no `document`. */
export interface DesignedPolicy {
  readonly arn: string;
  readonly name: string;
  readonly document?: string;
}

/** A group that grants one set of policies; an existing one that does has nothing to attach. */
export interface DesignedGroup {
  readonly name: string;
  readonly isNew: boolean;
  readonly policies: readonly DesignedPolicy[];
}

/** Finds or designs the groups that grant the sets, or tells which quota of the account is in the way. */
export type GroupDesigner = (
  sets: readonly (readonly Grant[])[],
) => { readonly groups: readonly DesignedGroup[] } | { readonly blocked: string };

/**
 * Designs groups for one account, remembering what it designed: equal sets share a group, equal documents a policy.
 * An inline document always becomes a customer-managed policy, never a group's inline one: it can be shared, has
 * versions, and groups without inline policies are a practice of their own.
 */
export function groupDesigner(snapshot: AwsSnapshot, details: AuthorizationDetails, grantsOf: GrantsOf): GroupDesigner {
  const own = details.policies.filter(({ arn }) => !isAwsManaged(arn));
  const groupNames = new Set(details.groups.map(({ name }) => name.toLowerCase()));
  const policyNames = new Set(own.map(({ name }) => name.toLowerCase()));
  const groups = new Map<string, DesignedGroup>();
  for (const group of details.groups) {
    const key = setKey(grantsOf(group));
    if (!groups.has(key)) groups.set(key, { name: group.name, isNew: false, policies: [] });
  }
  const policies = new Map<string, DesignedPolicy>();
  const [groupQuota, policyQuota] = [quotaOf(snapshot, 'GroupsQuota'), quotaOf(snapshot, 'PoliciesQuota')];

  const policyFor = (grant: Grant): DesignedPolicy => {
    if ('arn' in grant) return { arn: grant.arn, name: grant.name };
    const known = policies.get(grant.key);
    if (known !== undefined) return known;
    const name = freeName(grant.name, grant.key, policyNames);
    const designed = {
      arn: iamArn(snapshot.account, 'policy', '/', name),
      name,
      document: tidyDocument(grant.document),
    };
    policies.set(grant.key, designed);
    return designed;
  };
  const groupFor = (grants: readonly Grant[]): DesignedGroup => {
    const key = setKey(grants);
    const known = groups.get(key);
    if (known !== undefined) return known;
    const name = freeName(joinNames(grants.map((grant) => grant.name)), key, groupNames);
    const designed = { name, isNew: true, policies: grants.map(policyFor) };
    groups.set(key, designed);
    return designed;
  };
  return (sets) => {
    const fresh = sets.filter((grants) => !groups.has(setKey(grants)));
    const documents = fresh.flat().filter((grant) => !('arn' in grant) && !policies.has(grant.key));
    const wanted = new Set(documents.map(({ key }) => key)).size;
    if (groupNames.size + fresh.length > groupQuota)
      return { blocked: `the account's GroupsQuota of ${groupQuota} leaves no room for ${fresh.length} more` };
    if (policyNames.size + wanted > policyQuota)
      return { blocked: `${wanted} more policies would exceed the account's PoliciesQuota of ${policyQuota}` };
    return { groups: sets.map(groupFor) };
  };
}

/** A readable name for a set of policies. */
function joinNames(names: readonly string[]): string {
  return (names.length > 3 ? [...names.slice(0, 2), `and-${names.length - 2}-more`] : names).join('-');
}

/** Takes a name that nobody has in any case, marked by what it stands for where the plain one is taken. */
export function freeName(wanted: string, key: string, taken: Set<string>): string {
  const base = wanted.replace(/[^\w+=,.@-]+/g, '-').slice(0, 100);
  let name = base;
  for (let length = 6; taken.has(name.toLowerCase()); length += 6) name = `${base}-${digest(key).slice(0, length)}`;
  taken.add(name.toLowerCase());
  return name;
}

/** The document as Terraform writes it too, compact and with sorted keys, so that both ways leave the same text. */
export function tidyDocument(document: string): string {
  const value = documentValue(document);
  return value === undefined ? document : canonicalJson(value as Json);
}
