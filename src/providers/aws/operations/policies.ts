import type { IAM } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { type Json, sameJson, toJson } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import {
  type AuthorizationDetails,
  defaultDocument,
  isAwsManaged,
  type ManagedPolicy,
  type PolicyVersion,
} from '../model/authorization-details.ts';
import { count, editable, putSorted, removeKeyed } from '../model/edit.ts';
import { policyName } from '../policy/principals.ts';
import { defineOperation, defineResource } from './define.ts';
import { documentSize, holdDocument, holdName, holdQuota, quotaOf, sameName } from './limits.ts';
import { absent } from './live-answers.ts';

type PolicyAddress = { readonly arn: string };
type PolicyValue = {
  readonly name: string;
  readonly path: string;
  readonly description?: string;
  /** The JSON text of the default version, the one that grants. */
  readonly document: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly id?: string;
  readonly createdAt?: string;
  /** All versions, so that a deleted policy comes back with its history; AWS numbers them anew. */
  readonly versions?: readonly PolicyVersion[];
};

const byArn = (policy: { arn: string }) => policy.arn;

/** A managed policy by ARN. Those of AWS are read like any other, and written by no one. */
export const policyResource = defineResource<PolicyAddress, PolicyValue>({
  type: 'iam-policy',
  collection: 'authorization-details',
  volatile: ['id', 'createdAt', 'versions'],
  label: ({ arn }) => `policy ${policyName(arn)}`,
  read(snapshot, { arn }) {
    const found = readable(snapshot, 'authorization-details')?.policies.find((policy) => policy.arn === arn);
    return found === undefined ? null : toValue(found);
  },
  write(draft, { arn }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    if (isAwsManaged(arn)) throw new Refusal(`policy ${policyName(arn)} belongs to AWS and cannot be changed`);
    if (value === null) {
      if (!details.policies.some((policy) => policy.arn === arn))
        throw new Refusal(`there is no policy ${arn} to delete`);
      if (isUsed(details, arn))
        throw new Refusal(`IAM does not delete policy ${policyName(arn)} while it is attached or a boundary`);
      removeKeyed(details.policies, arn, byArn);
      count(draft, 'Policies', -1);
      return;
    }
    const size = documentSize(value.document);
    holdDocument(value.document, `policy ${value.name}`);
    holdQuota(draft, 'PolicySizeQuota', size, `policy ${value.name} have ${size} characters`);
    const held = details.policies.find((policy) => policy.arn === arn);
    if (held !== undefined) {
      rewrite(held, value, quotaOf(draft, 'VersionsPerPolicyQuota'), draft.collectedAt);
      return;
    }
    const own = details.policies.filter((policy) => !isAwsManaged(policy.arn));
    const rival = own.find((policy) => sameName(policy.name, value.name));
    if (rival) throw new Refusal(`policy ${rival.name} exists already: IAM does not tell names apart by case`);
    holdName('policy', value.name);
    holdQuota(draft, 'PoliciesQuota', own.length + 1, `policy ${value.name} be made`);
    putSorted(details.policies, fromValue(arn, value, draft.collectedAt), byArn);
    count(draft, 'Policies', 1);
  },
  requires: () => [],
  permissions: ['iam:GetPolicy', 'iam:ListPolicyVersions', 'iam:GetPolicyVersion'],
  async observe(live, { arn }) {
    const iam = await live.iam();
    const policy = (await absent(() => iam.getPolicy({ PolicyArn: arn })))?.Policy;
    if (policy === undefined) return null;
    // Of a policy of AWS nobody undoes anything, and it has a hundred versions.
    const versions = isAwsManaged(arn) ? undefined : await listVersions(iam, arn);
    const inForce = versions?.find(({ isDefault }) => isDefault)?.document;
    const tags = Object.fromEntries((policy.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      name: policy.PolicyName ?? policyName(arn),
      path: policy.Path ?? '/',
      ...(policy.Description ? { description: policy.Description } : {}),
      document: inForce ?? (await documentOf(iam, arn, policy.DefaultVersionId)),
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      id: policy.PolicyId ?? '',
      createdAt: policy.CreateDate?.toISOString() ?? '',
      ...(versions === undefined ? {} : { versions }),
    };
  },
});

async function documentOf(iam: IAM, PolicyArn: string, VersionId: string | undefined): Promise<string> {
  const { PolicyVersion } = await iam.getPolicyVersion({ PolicyArn, VersionId });
  return toText(PolicyVersion?.Document);
}

/** The versions of a customer policy in the order in which they were made; IAM keeps at most five: one page. */
export async function listVersions(iam: IAM, PolicyArn: string): Promise<PolicyVersion[]> {
  const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn });
  const read = Versions.map(async ({ VersionId = '', IsDefaultVersion, CreateDate }) => ({
    id: VersionId,
    document: await documentOf(iam, PolicyArn, VersionId),
    isDefault: IsDefaultVersion === true,
    createdAt: CreateDate?.toISOString() ?? '',
  }));
  return (await Promise.all(read)).sort((a, b) => versionNumber(a) - versionNumber(b));
}

/** The version that makes room where a policy has as many as it may: the oldest that is not in force. */
export function oldestSpare(versions: readonly PolicyVersion[], quota: number): PolicyVersion | undefined {
  if (versions.length < quota) return undefined;
  return versions.filter(({ isDefault }) => !isDefault).sort((a, b) => versionNumber(a) - versionNumber(b))[0];
}

export const createPolicy = defineOperation({
  name: 'iam:CreatePolicy',
  resource: policyResource,
  inverse: 'iam:DeletePolicy',
  reversibility: 'reversible',
  completes: true,
  permissions: [
    'iam:CreatePolicy',
    'iam:CreatePolicyVersion',
    'iam:TagPolicy',
    'iam:GetPolicy',
    'iam:ListPolicyVersions',
    'iam:GetPolicyVersion',
  ],
  title: ({ arn }) => `Create policy ${policyName(arn)}`,
  command: (_, __, to) => (to === null ? [] : ['iam', 'create-policy', ...flags(to)]),
  async perform(live, { address, to }) {
    if (to === null) throw new Error('a policy is removed by iam:DeletePolicy');
    const iam = await live.iam();
    // What was made before an answer was lost is there already.
    const standing = (await absent(() => listVersions(iam, address.arn)))?.map(({ document }) => document);
    if (standing === undefined)
      await iam.createPolicy({
        PolicyName: to.name,
        Path: to.path,
        PolicyDocument: to.document,
        Description: to.description,
        Tags: Object.entries(to.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      });
    // The version that grants goes first and stays the default; the others only complete the history.
    for (const { isDefault, document } of to.versions ?? [])
      if (!isDefault && standing?.includes(document) !== true)
        await iam.createPolicyVersion({ PolicyArn: address.arn, PolicyDocument: document });
    return undefined;
  },
});

export const deletePolicy = defineOperation({
  name: 'iam:DeletePolicy',
  resource: policyResource,
  inverse: 'iam:CreatePolicy',
  completes: true,
  // The policy comes back under the same ARN with its documents, but AWS gives it a new id and numbers its versions anew.
  reversibility: 'recoverable',
  permissions: [
    'iam:DeletePolicy',
    'iam:DeletePolicyVersion',
    'iam:ListPolicyVersions',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ],
  title: ({ arn }, from) => {
    const older = (from?.versions?.length ?? 1) - 1;
    return `Delete policy ${policyName(arn)}${older > 0 ? ` with its ${older} other version(s)` : ''}`;
  },
  command: ({ arn }) => ['iam', 'delete-policy', '--policy-arn', arn],
  async perform(live, { address: { arn } }) {
    const iam = await live.iam();
    // IAM keeps at most five versions: they always fit one page.
    const listed = await absent(() => iam.listPolicyVersions({ PolicyArn: arn }));
    for (const { IsDefaultVersion, VersionId } of listed?.Versions ?? [])
      if (IsDefaultVersion !== true) await absent(() => iam.deletePolicyVersion({ PolicyArn: arn, VersionId }));
    await absent(() => iam.deletePolicy({ PolicyArn: arn }));
    return undefined;
  },
});

export const policyOperations = [createPolicy, deletePolicy];

function isUsed(details: AuthorizationDetails, arn: string): boolean {
  return (
    details.groups.some((group) => group.attached.includes(arn)) ||
    [...details.users, ...details.roles].some(({ attached, boundary }) => boundary === arn || attached.includes(arn))
  );
}

/**
 * Gives a policy that exists another document: the version that says so already comes into force, else a new one is made,
 * for which the oldest gives way where there is no room. All else about a policy stays as it was made.
 */
function rewrite(held: ManagedPolicy, value: PolicyValue, quota: number, now: string): void {
  if (!sameJson(fixedFacts(value), fixedFacts(toValue(held))))
    throw new Refusal(`policy ${held.name} exists already, and IAM changes nothing of it but its document`);
  if (value.versions !== undefined) {
    held.versions = value.versions.map((version) => ({ ...version }));
    return;
  }
  const spare = oldestSpare(held.versions, quota);
  const known = held.versions.find(({ document }) => document === value.document);
  const kept = known === undefined ? held.versions.filter((version) => version !== spare) : held.versions;
  const next = `v${Math.max(0, ...held.versions.map(versionNumber)) + 1}`;
  const made = known ?? { id: next, document: value.document, isDefault: true, createdAt: now };
  const all = known === undefined ? [...kept, made] : kept;
  held.versions = all.map((version) => ({ ...version, isDefault: version === made }));
}

function fixedFacts({ name, path, description, tags }: PolicyValue): Json {
  return toJson({ name, path, description, tags });
}

function versionNumber({ id }: PolicyVersion): number {
  return Number(id.slice(1));
}

function toValue(policy: ManagedPolicy): PolicyValue {
  const { name, path, description, tags, id, createdAt, versions } = policy;
  return {
    name,
    path,
    ...(description === undefined ? {} : { description }),
    document: defaultDocument(policy) ?? '',
    ...(Object.keys(tags).length > 0 ? { tags } : {}),
    id,
    createdAt,
    versions,
  };
}

function fromValue(arn: string, value: PolicyValue, now: string): ManagedPolicy {
  const { name, path, description, document, tags, id, createdAt, versions } = value;
  const first = { id: 'v1', document, isDefault: true, createdAt: now };
  return {
    name,
    id: id ?? '(known after apply)',
    arn,
    path,
    ...(description === undefined ? {} : { description }),
    createdAt: createdAt ?? now,
    versions: versions === undefined ? [first] : versions.map((version) => ({ ...version })),
    tags: { ...tags },
  };
}

function flags({ name, path, description, document, tags = {} }: PolicyValue): string[] {
  const pairs = Object.entries(tags).map(([key, value]) => `Key=${key},Value=${value}`);
  return [
    ...['--policy-name', name, '--path', path, '--policy-document', document],
    ...(description === undefined ? [] : ['--description', description]),
    ...(pairs.length === 0 ? [] : ['--tags', ...pairs]),
  ];
}
