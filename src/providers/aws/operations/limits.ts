import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsDraft, AwsSnapshot } from '../model/collections.ts';

/** IAM's default quotas, for accounts whose summary could not be read or leaves them out; AWS only ever raises them. */
const defaultQuotas = {
  AssumeRolePolicySizeQuota: 2048,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  InstanceProfilesQuota: 1000,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  RolePolicySizeQuota: 10240,
  RolesQuota: 1000,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
} as const;

/** A quota of IAM, named as GetAccountSummary names it. */
export type Quota = keyof typeof defaultQuotas;

/** The account's quota as its summary tells it. */
export function quotaOf(account: AwsSnapshot | AwsDraft, quota: Quota): number {
  return readable(account, 'account-summary')?.[quota] ?? defaultQuotas[quota];
}

/** Throws a `Refusal` where something would grow beyond a quota of the account. */
export function holdQuota(account: AwsDraft, quota: Quota, size: number, what: string): void {
  const limit = quotaOf(account, quota);
  if (size > limit) throw new Refusal(`IAM does not let ${what}: the account's ${quota} is ${limit}`);
}

/** A policy document's size as IAM measures it: white space is not counted. */
export function documentSize(document: string): number {
  return document.replace(/\s/g, '').length;
}

/** Throws a `Refusal` where IAM would not take a name; those of users and roles are shorter than all others. */
export function holdName(kind: string, name: string, longest = 128): void {
  if (!/^[\w+=,.@-]+$/.test(name) || name.length > longest)
    throw new Refusal(
      `IAM does not accept ${name} as the name of a ${kind}: 1 to ${longest} letters, digits or _+=,.@-`,
    );
}

/** Throws a `Refusal` where a policy document is not a JSON object, which IAM calls malformed. */
export function holdDocument(document: string, label: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(document);
  } catch {
    parsed = undefined;
  }
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed))
    throw new Refusal(`the document of ${label} is not a JSON object`);
}

/** True when IAM takes two names for the same: it does not tell them apart by case. */
export function sameName(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
