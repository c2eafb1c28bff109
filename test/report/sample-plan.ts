import { type Change, changeId, type ResourceRef } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';
import { type Plan, planDigest } from '../../src/engine/plan.ts';
import { finding, sampleFindings } from './sample-scan.ts';

const print = (control: string) =>
  sampleFindings.find((item) => item.control === control && item.status === 'fail')?.fingerprint ?? '';

function change(operation: string, resource: ResourceRef, from: Json, to: Json, more: Partial<Change>): Change {
  return {
    id: changeId(operation, resource, from, to),
    operation,
    resource,
    from,
    to,
    via: 'api',
    reversibility: 'reversible',
    title: operation,
    command: [],
    dependsOn: [],
    facts: [],
    closes: [],
    ...more,
  };
}

const policyArn = 'arn:aws:iam::111122223333:policy/billing';
const statement = (actions: readonly string[], resource: string) => ({
  Effect: 'Allow',
  Action: [...actions],
  Resource: resource,
});
const document = (...statements: readonly Json[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });

const policy = change(
  'iam:UpdateAccountPasswordPolicy',
  { type: 'iam-account-password-policy', address: {} },
  { minimumLength: 8, requireSymbols: true, requireNumbers: true, hardExpiry: false },
  { minimumLength: 14, requireSymbols: true, requireNumbers: true, maxAgeDays: 90, hardExpiry: false },
  {
    via: 'terraform',
    title: 'Change the account password policy',
    command: ['iam', 'update-account-password-policy', '--minimum-password-length', '14', '--max-password-age', '90'],
    closes: [print('password-policy')],
  },
);
const group = change(
  'iam:CreateGroup',
  { type: 'iam-group', address: { group: 'billing' } },
  null,
  { path: '/' },
  {
    via: 'terraform',
    title: 'Create group billing',
    command: ['iam', 'create-group', '--group-name', 'billing', '--path', '/'],
    closes: [print('user-policies')],
  },
);
const version = change(
  'iam:CreatePolicyVersion',
  { type: 'iam-policy', address: { arn: policyArn } },
  {
    name: 'billing',
    path: '/',
    document: document(statement(['aws-portal:View*'], '*'), statement(['ce:*'], '*'), statement(['s3:*'], '*')),
  },
  {
    name: 'billing',
    path: '/',
    document: document(
      statement(['aws-portal:View*'], '*'),
      statement(['ce:*'], '*'),
      statement(['s3:GetObject'], 'arn:aws:s3:::bills/*'),
    ),
  },
  {
    title: 'Set a new default version of policy billing',
    command: [
      'iam',
      'create-policy-version',
      '--policy-arn',
      policyArn,
      '--policy-document',
      document(statement(['s3:GetObject'], "it's")),
      '--set-as-default',
    ],
    closes: [print('user-policies')],
  },
);
const member = change(
  'iam:AddUserToGroup',
  { type: 'iam-group-membership', address: { group: 'billing', user: 'grace' } },
  null,
  {},
  {
    title: 'Add user grace to group billing',
    command: ['iam', 'add-user-to-group', '--group-name', 'billing', '--user-name', 'grace'],
    dependsOn: [group.id],
    closes: [print('user-policies')],
  },
);
const detach = change(
  'iam:DetachUserPolicy',
  { type: 'iam-user-policy-attachment', address: { user: 'grace', policyArn } },
  {},
  null,
  {
    title: 'Detach policy billing from user grace',
    command: ['iam', 'detach-user-policy', '--user-name', 'grace', '--policy-arn', policyArn],
    dependsOn: [member.id],
    closes: [print('user-policies')],
  },
);
const key = (id: string) => ({ type: 'iam-access-key', address: { user: 'deployer', id } });
const create = change(
  'iam:CreateAccessKey',
  key('(new)'),
  null,
  { active: true },
  {
    title: 'Create a new access key for user deployer',
    command: ['iam', 'create-access-key', '--user-name', 'deployer'],
    reversibility: 'recoverable',
    closes: [print('key-age')],
  },
);
const oldKey = 'AKIAEXAMPLE000000001';
const deactivate = change(
  'iam:UpdateAccessKey',
  key(oldKey),
  { active: true },
  { active: false },
  {
    title: `Deactivate access key ${oldKey} of user deployer`,
    command: ['iam', 'update-access-key', '--user-name', 'deployer', '--access-key-id', oldKey, '--status', 'Inactive'],
    dependsOn: [create.id],
    gate: { used: create.id, quietDays: 3 },
    closes: [print('key-age')],
  },
);
const remove = change('iam:DeleteAccessKey', key(oldKey), { active: false }, null, {
  title: `Delete access key ${oldKey} of user deployer`,
  command: ['iam', 'delete-access-key', '--user-name', 'deployer', '--access-key-id', oldKey],
  reversibility: 'irreversible',
  dependsOn: [deactivate.id],
  gate: { after: deactivate.id, days: 7 },
  closes: [print('key-age')],
});

const changes = [policy, group, create, version, member, deactivate, detach, remove];

const content: Omit<Plan, 'digest'> = {
  schema: 'remediate.plan/2',
  id: '2026-03-01-4f1c22',
  createdAt: '2026-03-01T12:05:00.000Z',
  account: { id: '111122223333', alias: 'example', partition: 'aws' },
  snapshot: { collectedAt: '2026-03-01T12:00:00.000Z', digest: '0'.repeat(64) },
  findings: sampleFindings.filter(({ status }) => status === 'fail'),
  parts: [
    {
      remedy: 'set-password-policy',
      title: 'Set the password policy',
      closes: [print('password-policy')],
      changes: [policy.id],
    },
    {
      remedy: 'delete-root-keys',
      title: 'Delete the root user’s access keys',
      closes: [print('root-keys')],
      changes: [],
      guide: {
        steps: [
          'Sign in to the console as the root user.',
          'Open Security credentials, then Access keys.',
          'Deactivate the key, watch for a day, then delete it.',
        ],
        expect: 'the account summary says AccountAccessKeysPresent 0',
      },
    },
  ],
  changes,
  waves: [
    { via: 'terraform', changes: [policy.id, group.id] },
    { via: 'api', changes: [create.id, version.id, member.id] },
    { via: 'api', changes: [deactivate.id, detach.id] },
    { via: 'api', changes: [remove.id] },
  ],
  rests: [],
  predicted: {
    closes: [print('password-policy'), print('user-policies'), print('key-age')],
    opens: [],
    leaves: [print('root-keys'), print('user-mfa'), print('group-unused')],
  },
  access: ['User grace loses s3:* on everything and keeps s3:GetObject on the bills.'],
  guards: [
    { guard: 'last-administrators', verdict: 'holds', reason: 'At least two administrators remain', changes: [] },
    { guard: 'own-access', verdict: 'holds', reason: 'The caller can still undo every step', changes: [] },
  ],
  elsewhere: [],
  unplanned: [
    { fingerprint: print('user-mfa'), reason: 'no remedy suits it' },
    {
      fingerprint: print('group-unused'),
      reason: '"Delete group contractors" contradicts "Add user grace to group contractors"',
    },
  ],
};

/** Seals a plan as the engine does. */
export function seal(plan: Omit<Plan, 'digest'>): Plan {
  return { ...plan, digest: planDigest(plan) };
}

/** One fixed plan of the fixed scan. */
export const samplePlan: Plan = seal(content);

/** The sample plan as a guard refuses it, with a finding that it would open. */
export const refusedPlan: Plan = seal({
  ...content,
  guards: [
    {
      guard: 'own-access',
      verdict: 'refused',
      reason: 'the caller could not undo it',
      changes: [detach.id, member.id],
    },
  ],
  predicted: {
    ...content.predicted,
    opens: [finding('group-unused', 'fail', { type: 'iam-group', id: 'billing' }, 'Group billing has no members', {})],
  },
});

/** The sample plan where another Terraform state manages the policy and the membership, and one change was made here all the same. */
export const managedPlan: Plan = seal({
  ...content,
  changes: changes.filter((one) => ![version, member, detach].includes(one)),
  waves: [
    { via: 'terraform', changes: [group.id] },
    { via: 'api', changes: [policy.id, create.id] },
    { via: 'api', changes: [deactivate.id] },
    { via: 'api', changes: [remove.id] },
  ],
  predicted: {
    ...content.predicted,
    closes: [print('password-policy'), print('key-age')],
    leaves: [...content.predicted.leaves, print('user-policies')],
  },
  elsewhere: [
    {
      ...elsewhere(version),
      address: 'aws_iam_policy.billing',
      action: 'edit',
      edits: [{ argument: 'policy', from: documentOf(version.from), to: documentOf(version.to) }],
    },
    {
      ...elsewhere(member),
      address: 'module.groups.aws_iam_group_membership.this["billing"]',
      action: 'edit',
      edits: [{ argument: 'users', entry: true, from: null, to: 'grace' }],
      follows: [group.id],
      unblocks: [detach.title],
    },
    {
      ...elsewhere(policy),
      address: 'aws_iam_account_password_policy.strict',
      action: 'edit',
      edits: [{ argument: 'minimum_password_length', from: 8, to: 14 }],
      change: policy.id,
    },
  ],
});

function elsewhere({ resource, title, closes }: Change) {
  return { file: 'infra/terraform.tfstate', resource, title, closes, follows: [], unblocks: [] };
}

function documentOf(value: Json): string {
  return (value as { document: string }).document;
}
