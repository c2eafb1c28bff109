import { Refusal } from '../../../engine/change.ts';
import { digest } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { allPages } from '../collect/define.ts';
import { listOwnPolicies, readOwnPolicy } from '../collect/organization.ts';
import type { Live } from '../live.ts';
import type { AwsDraft, AwsSnapshot } from '../model/collections.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type Organization, type OwnScp, scpKey } from '../model/organization.ts';
import { partOf } from '../model/part.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type PolicyAddress = { readonly name: string };
type PolicyValue = Pick<OwnScp, 'description' | 'document'> & Partial<Pick<OwnScp, 'id' | 'arn'>>;

const byName = ({ name }: OwnScp) => name;
const type = 'SERVICE_CONTROL_POLICY';

/** A service control policy that the organization wrote itself; the management account alone can write them. */
export const scpResource = defineResource<PolicyAddress, PolicyValue>({
  type: 'organizations-policy',
  collection: 'organization',
  volatile: ['id', 'arn'],
  label: ({ name }) => `service control policy ${name}`,
  read(snapshot, { name }) {
    const found = ownPolicy(snapshot, name);
    if (found === undefined) return null;
    const { description, document, id, arn } = found;
    return { description, document, id, arn };
  },
  write(draft, { name }, value) {
    const evidence = editablePolicies(draft);
    if (evidence === undefined) return;
    const { organization, policies } = evidence;
    const present = policies.find((policy) => policy.name === name);
    if (value === null) {
      if (present === undefined) throw new Refusal(`there is no service control policy ${name} to delete`);
      if (present.targets.length > 0)
        throw new Refusal(`service control policy ${name} is attached to ${present.targets.join(', ')}`);
      removeKeyed(policies, name, byName);
      return;
    }
    if (present !== undefined) throw new Refusal(`the organization has a service control policy ${name} already`);
    // AWS gives it an id at random; until then this one is no other policy's.
    const id = `p-${digest(name).slice(0, 8)}`;
    const base = organization.arn.replace(':organization/', ':policy/');
    putSorted(policies, { name, id, arn: `${base}/service_control_policy/${id}`, targets: [], ...value }, byName);
  },
  requires: () => [],
  permissions: ['organizations:ListPolicies', 'organizations:DescribePolicy'],
  async observe(live, { name }) {
    const organizations = await live.organizations();
    const listed = (await listOwnPolicies(organizations)).find((policy) => policy.Name === name);
    const found = listed === undefined ? null : await absent(() => readOwnPolicy(organizations, listed));
    if (found === null) return null;
    const { name: _, ...value } = found;
    return value;
  },
});

export const createScp = defineOperation({
  name: 'organizations:CreatePolicy',
  resource: scpResource,
  inverse: 'organizations:DeletePolicy',
  reversibility: 'reversible',
  permissions: ['organizations:CreatePolicy', ...scpResource.permissions],
  title: ({ name }) => `Create service control policy ${name}`,
  command: ({ name }, _, to) => [
    ...['organizations', 'create-policy', '--type', type, '--name', name],
    ...(to === null ? [] : ['--description', to.description, '--content', to.document]),
  ],
  async perform(live, { address: { name }, to }) {
    if (to === null) throw new Error('a service control policy is removed by organizations:DeletePolicy');
    const organizations = await live.organizations();
    await organizations.createPolicy({ Type: type, Name: name, Description: to.description, Content: to.document });
    return undefined;
  },
});

export const deleteScp = defineOperation({
  name: 'organizations:DeletePolicy',
  resource: scpResource,
  inverse: 'organizations:CreatePolicy',
  // It comes back with its document, under a new id.
  reversibility: 'recoverable',
  permissions: ['organizations:DeletePolicy', ...scpResource.permissions],
  title: ({ name }) => `Delete service control policy ${name}`,
  command: ({ name }, from) => ['organizations', 'delete-policy', '--policy-id', from?.id ?? idOf(name)],
  async perform(live, { address: { name } }) {
    const organizations = await live.organizations();
    const PolicyId = await findId(live, name);
    if (PolicyId !== undefined) await absent(() => organizations.deletePolicy({ PolicyId }));
    return undefined;
  },
});

type AttachmentAddress = { readonly policy: string; readonly target: string };
/** The id of the policy, where it is known beforehand. */
type AttachmentValue = Partial<Pick<OwnScp, 'id'>>;

/** One of these policies on the root, a unit or an account, and thereby on all member accounts below it. */
export const scpAttachmentResource = defineResource<AttachmentAddress, AttachmentValue>({
  type: 'organizations-policy-attachment',
  collection: 'organization',
  volatile: ['id'],
  label: ({ policy, target }) => `service control policy ${policy} on ${target}`,
  read(snapshot, { policy, target }) {
    const found = ownPolicy(snapshot, policy);
    return found?.targets.includes(target) ? { id: found.id } : null;
  },
  write(draft, { policy, target }, value) {
    const evidence = editablePolicies(draft);
    if (evidence === undefined) return;
    const { organization, policies } = evidence;
    const found = policies.find(({ name }) => name === policy);
    if (found === undefined) throw new Refusal(`there is no service control policy ${policy}`);
    const attached = partOf(organization.serviceControlPolicies) ?? [];
    const [neighbour, another] = attached.filter((row) => row.target === target);
    if (value === null) {
      if (!found.targets.includes(target)) throw new Refusal(`${policy} is not attached to ${target}`);
      if (neighbour !== undefined && another === undefined)
        throw new Refusal(`${policy} is the last policy on ${target}, and AWS keeps one on it`);
      found.targets = found.targets.filter((one) => one !== target);
      removeKeyed(attached, scpKey({ target, id: found.id }), scpKey);
      return;
    }
    // Where the policies are on, the root always has one.
    if (!attached.some(({ targetType }) => targetType === 'root'))
      throw new Refusal('service control policies are not switched on for the root of the organization');
    if (found.targets.includes(target)) throw new Refusal(`${policy} is attached to ${target} already`);
    found.targets = [...found.targets, target].sort();
    // What is attached is told of the account itself and of what is above it.
    if (neighbour !== undefined)
      putSorted(
        attached,
        { id: found.id, name: policy, awsManaged: false, target, targetType: neighbour.targetType },
        scpKey,
      );
  },
  requires: ({ policy }) => [{ type: 'organizations-policy', address: { name: policy } }],
  permissions: ['organizations:ListPoliciesForTarget'],
  async observe(live, { policy, target }) {
    const organizations = await live.organizations();
    const pages = await absent(() =>
      allPages(
        (NextToken) => organizations.listPoliciesForTarget({ TargetId: target, Filter: type, NextToken }),
        ({ NextToken }) => NextToken,
      ),
    );
    const found = pages?.flatMap(({ Policies }) => Policies ?? []).find(({ Name }) => Name === policy);
    return found === undefined ? null : { id: found.Id ?? '' };
  },
});

export const attachScp = defineOperation({
  name: 'organizations:AttachPolicy',
  resource: scpAttachmentResource,
  inverse: 'organizations:DetachPolicy',
  reversibility: 'reversible',
  permissions: ['organizations:AttachPolicy', 'organizations:ListPolicies', ...scpAttachmentResource.permissions],
  title({ policy, target }) {
    const { name, binds } = placeOf(target);
    return `Attach service control policy ${policy} to ${name}, which binds ${binds}`;
  },
  command: ({ policy, target }, _, to) => [
    ...['organizations', 'attach-policy', '--policy-id', to?.id ?? idOf(policy), '--target-id', target],
  ],
  async perform(live, { address: { policy, target } }) {
    const organizations = await live.organizations();
    await organizations.attachPolicy({ PolicyId: await findId(live, policy), TargetId: target });
    return undefined;
  },
});

export const detachScp = defineOperation({
  name: 'organizations:DetachPolicy',
  resource: scpAttachmentResource,
  inverse: 'organizations:AttachPolicy',
  reversibility: 'reversible',
  permissions: ['organizations:DetachPolicy', 'organizations:ListPolicies', ...scpAttachmentResource.permissions],
  title: ({ policy, target }) => `Detach service control policy ${policy} from ${placeOf(target).name}`,
  command: ({ policy, target }, from) => [
    ...['organizations', 'detach-policy', '--policy-id', from?.id ?? idOf(policy), '--target-id', target],
  ],
  async perform(live, { address: { policy, target } }) {
    const organizations = await live.organizations();
    const PolicyId = await findId(live, policy);
    if (PolicyId !== undefined) await absent(() => organizations.detachPolicy({ PolicyId, TargetId: target }));
    return undefined;
  },
});

export const organizationsPolicyOperations = [createScp, deleteScp, attachScp, detachScp];

function ownPolicy(snapshot: AwsSnapshot, name: string): OwnScp | undefined {
  const told = readable(snapshot, 'organization')?.ownPolicies;
  return told === undefined ? undefined : partOf(told)?.find((policy) => policy.name === name);
}

/** The organization and its own policies of a draft, to be written on; undefined where they could not be read. */
function editablePolicies(draft: AwsDraft): { organization: Organization; policies: OwnScp[] } | undefined {
  const organization = editable(draft, 'organization');
  if (organization === undefined) return undefined;
  if (organization?.managementAccountId !== draft.account.id)
    throw new Refusal('service control policies are written by the management account of an organization alone');
  const policies = organization.ownPolicies === undefined ? undefined : partOf(organization.ownPolicies);
  return policies === undefined ? undefined : { organization, policies };
}

async function findId(live: Live, name: string): Promise<string | undefined> {
  return (await listOwnPolicies(await live.organizations())).find((policy) => policy.Name === name)?.Id;
}

/** What a person puts the id in the place of, before the policy is there. */
function idOf(name: string): string {
  return `ID-OF-${name}`;
}

function placeOf(target: string): { readonly name: string; readonly binds: string } {
  if (target.startsWith('r-')) return { name: `root ${target}`, binds: 'every member account' };
  if (target.startsWith('ou-')) return { name: `unit ${target}`, binds: 'the accounts below it' };
  return { name: `account ${target}`, binds: 'that account' };
}
