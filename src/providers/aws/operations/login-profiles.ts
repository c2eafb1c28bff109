import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsDraft } from '../model/collections.ts';
import type { Moment, ReportRow } from '../model/credential-report.ts';
import { editable } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { provedSink, takeBack } from './hand-over.ts';
import { absent } from './live-answers.ts';
import { makePassword } from './one-time-password.ts';
import { passwordPolicyResource } from './password-policy.ts';

type UserAddress = { readonly user: string };

/** A console password: that it exists is all that is compared; the rest are facts that AWS sets. */
type LoginProfileValue = {
  readonly createdAt?: string;
  readonly lastUsed?: Moment;
  readonly lastChanged?: Moment;
  readonly nextRotation?: Moment;
};

const dayMs = 86_400_000;

/** A user's console password, as the credential report tells of it; the root user's is out of reach. */
export const loginProfileResource = defineResource<UserAddress, LoginProfileValue>({
  type: 'iam-login-profile',
  collection: 'credential-report',
  volatile: ['createdAt', 'lastUsed', 'lastChanged', 'nextRotation'],
  label: ({ user }) => `console password of ${user}`,
  read(snapshot, { user }) {
    const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
    if (row === undefined || row.passwordEnabled !== true) return null;
    const { passwordLastUsed: lastUsed, passwordLastChanged: lastChanged, passwordNextRotation: nextRotation } = row;
    return { lastUsed, lastChanged, nextRotation };
  },
  write(draft, { user }, value) {
    const report = editable(draft, 'credential-report');
    if (report === undefined) return;
    const row = report.rows.find((item) => item.user === user);
    if (row === undefined) throw new Refusal(`there is no user ${user} in the credential report`);
    if (row.passwordEnabled === 'unknown') throw new Refusal(`the password of ${user} is not a login profile of IAM`);
    if (row.passwordEnabled && value !== null) throw new Refusal(`${user} has a console password already`);
    Object.assign(row, value === null ? noPassword : reported(draft, value));
  },
  requires: ({ user }) => [{ type: 'iam-user', address: { user } }],
  permissions: ['iam:GetLoginProfile'],
  async observe(live, { user }) {
    const iam = await live.iam();
    const profile = (await absent(() => iam.getLoginProfile({ UserName: user })))?.LoginProfile;
    if (profile === undefined) return null;
    return profile.CreateDate === undefined ? {} : { createdAt: profile.CreateDate.toISOString() };
  },
  async lastUsed(live, { user }) {
    const iam = await live.iam();
    return (await iam.getUser({ UserName: user })).User?.PasswordLastUsed?.toISOString() ?? 'never';
  },
});

type ReportedPassword = Pick<
  ReportRow,
  'passwordEnabled' | 'passwordLastUsed' | 'passwordLastChanged' | 'passwordNextRotation'
>;

const noPassword: ReportedPassword = {
  passwordEnabled: false,
  passwordLastUsed: 'never',
  passwordLastChanged: 'never',
  passwordNextRotation: 'never',
};

function reported(draft: AwsDraft, value: LoginProfileValue): ReportedPassword {
  const lastChanged = value.lastChanged ?? draft.collectedAt;
  return {
    passwordEnabled: true,
    passwordLastUsed: value.lastUsed ?? 'never',
    passwordLastChanged: lastChanged,
    passwordNextRotation: value.nextRotation ?? expiry(draft, lastChanged),
  };
}

/** When a password that was changed at a time must be changed again under the account's policy. */
function expiry(draft: AwsDraft, changed: Moment): Moment {
  const policy = editable(draft, 'password-policy');
  if (policy === undefined || changed === 'never' || changed === 'unknown') return 'unknown';
  const maxAge = policy?.maxAgeDays;
  if (maxAge === undefined) return 'never';
  return new Date(Date.parse(changed) + maxAge * dayMs).toISOString();
}

/** Gives a user a console password that meets the account's policy, goes to the sink alone and serves one sign-in. */
export const createLoginProfile = defineOperation({
  name: 'iam:CreateLoginProfile',
  resource: loginProfileResource,
  inverse: 'iam:DeleteLoginProfile',
  reversibility: 'recoverable',
  makesSecret: true,
  permissions: [
    'iam:CreateLoginProfile',
    'iam:GetLoginProfile',
    'iam:DeleteLoginProfile',
    'iam:GetAccountPasswordPolicy',
  ],
  title: ({ user }) => `Give ${user} a new one-time console password`,
  command: ({ user }) => [
    ...['iam', 'create-login-profile', '--user-name', user],
    ...['--password', '<one-time password>', '--password-reset-required'],
  ],
  async perform(live, { address: { user }, sink }) {
    const proved = await provedSink(sink, `the new console password of ${user}`);
    const iam = await live.iam();
    const password = makePassword(await passwordPolicyResource.observe(live, {}));
    await iam.createLoginProfile({ UserName: user, Password: password.reveal(), PasswordResetRequired: true });
    const name = `${user}/console-password-${Date.now()}`;
    const handedTo = await proved.put(name, { user_name: user, password }).catch(async (cause: unknown) => {
      throw await takeBack(`the new console password of ${user}`, cause, {
        run: () => iam.deleteLoginProfile({ UserName: user }),
        byHand: `aws iam delete-login-profile --user-name ${user}`,
      });
    });
    return { handedTo };
  },
  // Whether the password reached the sink cannot be told; the profile was not there before, so it may be made anew.
  async settle(live, { address: { user }, from }) {
    const iam = await live.iam();
    if (from === null) await absent(() => iam.deleteLoginProfile({ UserName: user }));
  },
});

/** Takes a user's console password away; the user comes back with a new one-time password. */
export const deleteLoginProfile = defineOperation({
  name: 'iam:DeleteLoginProfile',
  resource: loginProfileResource,
  inverse: 'iam:CreateLoginProfile',
  reversibility: 'recoverable',
  permissions: ['iam:DeleteLoginProfile', 'iam:GetLoginProfile', 'iam:GetUser'],
  title: ({ user }) => `Delete the console password of ${user}`,
  command: ({ user }) => ['iam', 'delete-login-profile', '--user-name', user],
  async perform(live, { address: { user } }) {
    const iam = await live.iam();
    await iam.deleteLoginProfile({ UserName: user });
    return undefined;
  },
});

export const loginProfileOperations = [createLoginProfile, deleteLoginProfile];
