import { Refusal } from '../../../engine/change.ts';
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
import { documentSize, holdDocument, holdName, holdQuota, sameName } from './limits.ts';
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
    const own = details.policies.filter((policy) => !isAwsManaged(policy.arn));
    const rival = own.find((policy) => sameName(policy.name, value.name));
    if (rival) throw new Refusal(`policy ${rival.name} exists already: IAM does not tell names apart by case`);
    holdName('policy', value.name);
    holdDocument(value.document, `policy ${value.name}`);
    holdQuota(draft, 'PoliciesQuota', own.length + 1, `policy ${value.name} be made`);
    const size = documentSize(value.document);
    holdQuota(draft, 'PolicySizeQuota', size, `policy ${value.name} have ${size} characters`);
    putSorted(details.policies, fromValue(arn, value, draft.collectedAt), byArn);
    count(draft, 'Policies', 1);
  },
  requires: () => [],
  permissions: ['iam:GetPolicy', 'iam:GetPolicyVersion'],
  async observe(live, { arn }) {
    const iam = await live.iam();
    const policy = (await absent(() => iam.getPolicy({ PolicyArn: arn })))?.Policy;
    if (policy === undefined) return null;
    const version = await iam.getPolicyVersion({ PolicyArn: arn, VersionId: policy.DefaultVersionId });
    const tags = Object.fromEntries((policy.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
    return {
      name: policy.PolicyName ?? policyName(arn),
      path: policy.Path ?? '/',
      ...(policy.Description ? { description: policy.Description } : {}),
      document: toText(version.PolicyVersion?.Document),
      ...(Object.keys(tags).length > 0 ? { tags } : {}),
      id: policy.PolicyId ?? '',
      createdAt: policy.CreateDate?.toISOString() ?? '',
    };
  },
});

export const createPolicy = defineOperation({
  name: 'iam:CreatePolicy',
  resource: policyResource,
  inverse: 'iam:DeletePolicy',
  reversibility: 'reversible',
  permissions: [
    'iam:CreatePolicy',
    'iam:CreatePolicyVersion',
    'iam:TagPolicy',
    'iam:GetPolicy',
    'iam:GetPolicyVersion',
  ],
  title: ({ arn }) => `Create policy ${policyName(arn)}`,
  command: (_, __, to) => (to === null ? [] : ['iam', 'create-policy', ...flags(to)]),
  async perform(live, { address, to }) {
    if (to === null) throw new Error('a policy is removed by iam:DeletePolicy');
    const iam = await live.iam();
    await iam.createPolicy({
      PolicyName: to.name,
      Path: to.path,
      PolicyDocument: to.document,
      Description: to.description,
      Tags: Object.entries(to.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
    });
    // The version that grants goes first and stays the default; the others only complete the history.
    for (const version of (to.versions ?? []).filter(({ isDefault }) => !isDefault))
      await iam.createPolicyVersion({ PolicyArn: address.arn, PolicyDocument: version.document });
    return undefined;
  },
});

export const deletePolicy = defineOperation({
  name: 'iam:DeletePolicy',
  resource: policyResource,
  inverse: 'iam:CreatePolicy',
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
    const { Versions = [] } = await iam.listPolicyVersions({ PolicyArn: arn });
    for (const { IsDefaultVersion, VersionId } of Versions)
      if (IsDefaultVersion !== true) await iam.deletePolicyVersion({ PolicyArn: arn, VersionId });
    await iam.deletePolicy({ PolicyArn: arn });
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
