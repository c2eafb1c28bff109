import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import { isAwsRole, type Role } from '../model/authorization-details.ts';
import type { AwsDraft } from '../model/collections.ts';
import { editable } from '../model/edit.ts';
import { canonicalDocument } from '../policy/canonical.ts';
import { parseDocument } from '../policy/document.ts';
import { defineOperation, defineResource } from './define.ts';
import { documentSize, holdDocument, holdQuota } from './limits.ts';
import { absent } from './live-answers.ts';

type TrustAddress = { readonly role: string };
type TrustValue = { readonly document: string };

/**
 * The trust policy of a role that exists: always one, put in the place of another. Compared by what it says, for IAM
 * writes an account that is trusted by its number as the ARN of its root user.
 */
const roleTrustResource = defineResource<TrustAddress, TrustValue>({
  type: 'iam-role-trust',
  collection: 'authorization-details',
  volatile: [],
  compared: ({ document }) => ({ document: comparedTrust(document) }),
  label: ({ role }) => `trust policy of role ${role}`,
  read(snapshot, { role }) {
    const found = readable(snapshot, 'authorization-details')?.roles.find((item) => item.name === role);
    return found === undefined ? null : { document: found.trust };
  },
  write(draft, { role }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const found = details.roles.find((item) => item.name === role);
    if (found === undefined) throw new Refusal(`there is no role ${role}`);
    if (value === null) throw new Refusal(`role ${role} cannot be without a trust policy`);
    holdChangeable(found);
    if (found.trust === '') throw new Refusal(`the trust policy of role ${role} is not in the evidence`);
    holdTrust(draft, role, value.document, found.trust);
    found.trust = value.document;
  },
  requires: ({ role }) => [{ type: 'iam-role', address: { role } }],
  permissions: ['iam:GetRole'],
  async observe(live, { role }) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getRole({ RoleName: role }));
    return answer?.Role === undefined ? null : { document: toText(answer.Role.AssumeRolePolicyDocument) };
  },
});

export const updateAssumeRolePolicy = defineOperation({
  name: 'iam:UpdateAssumeRolePolicy',
  resource: roleTrustResource,
  inverse: 'iam:UpdateAssumeRolePolicy',
  reversibility: 'reversible',
  permissions: ['iam:UpdateAssumeRolePolicy', 'iam:GetRole'],
  title: ({ role }) => `Change who may assume role ${role}`,
  command: ({ role }, _, to) => [
    ...['iam', 'update-assume-role-policy', '--role-name', role],
    ...['--policy-document', to?.document ?? ''],
  ],
  async perform(live, { address: { role }, to }) {
    const iam = await live.iam();
    await iam.updateAssumeRolePolicy({ RoleName: role, PolicyDocument: to?.document });
    return undefined;
  },
});

export const roleTrustOperations = [updateAssumeRolePolicy];

/** A trust policy as it is compared: what it says, and its Sids, for they tell since when a role is in quarantine. */
export function comparedTrust(document: string): string {
  const sids = parseDocument(document).document.statements.map(({ sid }) => sid ?? '');
  return [canonicalDocument(document), ...sids.sort()].join(' ');
}

/** Throws a `Refusal` for a role that only AWS changes. */
export function holdChangeable(role: Role): void {
  if (isAwsRole(role)) throw new Refusal(`role ${role.name} is AWS's own, and nobody else changes it`);
}

/**
 * Throws a `Refusal` for a trust policy that IAM does not take: too long, or with a principal that does not exist. What is
 * left of a deleted principal is its bare id, which IAM keeps and does not take again, not even to put it back.
 */
export function holdTrust(draft: AwsDraft, role: string, document: string, earlier?: string): void {
  const label = `the trust policy of role ${role}`;
  holdDocument(document, label);
  const size = documentSize(document);
  holdQuota(draft, 'AssumeRolePolicySizeQuota', size, `${label} have ${size} characters`);
  const [deleted] = [document, earlier ?? '']
    .flatMap(principalsIn)
    .filter((value) => /^A(?:RO|ID)A\w{12,}$/.test(value));
  if (deleted !== undefined)
    throw new Refusal(
      `${label} names ${deleted}, what is left of a deleted principal, and IAM would not take that again: take it out by hand`,
    );
  const known = new Set(earlier === undefined ? [] : principalsIn(earlier));
  const details = editable(draft, 'authorization-details');
  const own = new RegExp(`^arn:[^:]+:iam::${draft.account.id}:(?:user|role)/`);
  const everybody = new Set([...(details?.users ?? []), ...(details?.roles ?? [])].map(({ arn }) => arn));
  const missing = principalsIn(document).find((arn) => own.test(arn) && !known.has(arn) && !everybody.has(arn));
  if (missing !== undefined)
    throw new Refusal(`IAM does not accept the principal ${missing} in ${label}: there is none`);
}

function principalsIn(document: string): string[] {
  return parseDocument(document).document.statements.flatMap(({ principal }) =>
    (principal?.entries ?? []).flatMap(({ kind, value }) => (kind === 'AWS' ? value : [])),
  );
}
