import type { PasswordPolicy as LivePasswordPolicy } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsDraft } from '../model/collections.ts';
import { rootUser } from '../model/credential-report.ts';
import type { PasswordPolicy } from '../model/credentials.ts';
import { editable } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type NoNames = Readonly<Record<never, string>>;

const dayMs = 86_400_000;

/** What IAM accepts for each number of the policy. */
const ranges = { minimumLength: [6, 128], maxAgeDays: [1, 1095], reusePrevention: [1, 24] } as const;

/** The password policy as IAM's answer tells it; IAM leaves out what is off, some endpoints write 0. */
export function toPasswordPolicy(answer: LivePasswordPolicy): PasswordPolicy {
  const { MaxPasswordAge: maxAge = 0, PasswordReusePrevention: reuse = 0 } = answer;
  return {
    minimumLength: answer.MinimumPasswordLength ?? 6,
    requireSymbols: answer.RequireSymbols ?? false,
    requireNumbers: answer.RequireNumbers ?? false,
    requireUppercase: answer.RequireUppercaseCharacters ?? false,
    requireLowercase: answer.RequireLowercaseCharacters ?? false,
    allowUsersToChange: answer.AllowUsersToChangePassword ?? false,
    ...(maxAge > 0 ? { maxAgeDays: maxAge } : {}),
    ...(reuse > 0 ? { reusePrevention: reuse } : {}),
    hardExpiry: answer.HardExpiry ?? false,
  };
}

/** The account's one password policy; an account without it is under IAM's default, which is weak. */
export const passwordPolicyResource = defineResource<NoNames, PasswordPolicy>({
  type: 'iam-account-password-policy',
  collection: 'password-policy',
  volatile: [],
  label: () => 'the account password policy',
  read: (snapshot) => readable(snapshot, 'password-policy') ?? null,
  write(draft, _, value) {
    const collection = draft.collections['password-policy'];
    if (collection.status !== 'read') return;
    if (value === null && collection.data === null) throw new Refusal('there is no password policy to delete');
    for (const [name, [low, high]] of Object.entries(ranges)) {
      const number = value?.[name as keyof typeof ranges];
      if (number !== undefined && (number < low || number > high || !Number.isInteger(number)))
        throw new Refusal(
          `IAM does not accept ${number} for ${name} of the password policy: it takes whole numbers from ${low} to ${high}`,
        );
    }
    moveExpiry(draft, collection.data?.maxAgeDays, value?.maxAgeDays);
    draft.collections['password-policy'] = { status: 'read', data: value };
  },
  requires: () => [],
  permissions: ['iam:GetAccountPasswordPolicy'],
  async observe(live) {
    const iam = await live.iam();
    const answer = await absent(() => iam.getAccountPasswordPolicy({}));
    return answer?.PasswordPolicy === undefined ? null : toPasswordPolicy(answer.PasswordPolicy);
  },
});

/** Sends the whole policy: IAM knows no partial update, and whatever is left out falls back to its weak default. */
export const updatePasswordPolicy = defineOperation({
  name: 'iam:UpdateAccountPasswordPolicy',
  resource: passwordPolicyResource,
  inverse: 'iam:DeleteAccountPasswordPolicy',
  reversibility: 'reversible',
  permissions: ['iam:UpdateAccountPasswordPolicy', 'iam:GetAccountPasswordPolicy'],
  title: (_, from) => (from === null ? 'Set the account password policy' : 'Change the account password policy'),
  command: (_, __, to) => ['iam', 'update-account-password-policy', ...(to === null ? [] : flags(to))],
  async perform(live, { to }) {
    if (to === null) throw new Error('the password policy is removed by iam:DeleteAccountPasswordPolicy');
    const iam = await live.iam();
    await iam.updateAccountPasswordPolicy({
      MinimumPasswordLength: to.minimumLength,
      RequireSymbols: to.requireSymbols,
      RequireNumbers: to.requireNumbers,
      RequireUppercaseCharacters: to.requireUppercase,
      RequireLowercaseCharacters: to.requireLowercase,
      AllowUsersToChangePassword: to.allowUsersToChange,
      MaxPasswordAge: to.maxAgeDays,
      PasswordReusePrevention: to.reusePrevention,
      HardExpiry: to.hardExpiry,
    });
    return undefined;
  },
});

export const deletePasswordPolicy = defineOperation({
  name: 'iam:DeleteAccountPasswordPolicy',
  resource: passwordPolicyResource,
  inverse: 'iam:UpdateAccountPasswordPolicy',
  reversibility: 'reversible',
  permissions: ['iam:DeleteAccountPasswordPolicy', 'iam:GetAccountPasswordPolicy'],
  title: () => 'Delete the account password policy',
  command: () => ['iam', 'delete-account-password-policy'],
  async perform(live) {
    const iam = await live.iam();
    await iam.deleteAccountPasswordPolicy({});
    return undefined;
  },
});

/** Moves the day on which each password of the credential report expires, as the maximum age moves. */
function moveExpiry(draft: AwsDraft, was: number | undefined, will: number | undefined): void {
  if (was === will) return;
  for (const row of editable(draft, 'credential-report')?.rows ?? []) {
    const due = Date.parse(row.passwordNextRotation);
    const start = Number.isNaN(due) || was === undefined ? Date.parse(row.passwordLastChanged) : due - was * dayMs;
    // The policy binds IAM users; the root user's password is none of its business.
    if (row.user === rootUser || row.passwordEnabled !== true || Number.isNaN(start)) continue;
    row.passwordNextRotation = will === undefined ? 'never' : new Date(start + will * dayMs).toISOString();
  }
}

export const passwordPolicyOperations = [updatePasswordPolicy, deletePasswordPolicy];

function flags(policy: PasswordPolicy): string[] {
  const flag = (name: string, on: boolean | undefined) => (on === undefined ? [] : [on ? `--${name}` : `--no-${name}`]);
  const number = (name: string, value: number | undefined) => (value === undefined ? [] : [`--${name}`, String(value)]);
  return [
    ...number('minimum-password-length', policy.minimumLength),
    ...flag('require-symbols', policy.requireSymbols),
    ...flag('require-numbers', policy.requireNumbers),
    ...flag('require-uppercase-characters', policy.requireUppercase),
    ...flag('require-lowercase-characters', policy.requireLowercase),
    ...flag('allow-users-to-change-password', policy.allowUsersToChange),
    ...number('max-password-age', policy.maxAgeDays),
    ...number('password-reuse-prevention', policy.reusePrevention),
    ...flag('hard-expiry', policy.hardExpiry),
  ];
}
