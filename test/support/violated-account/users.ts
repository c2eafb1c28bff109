import {
  deleteKeys,
  dismiss,
  giveConsole,
  giveDevice,
  giveKey,
  givePassword,
  giveVirtualDevice,
  hire,
  takeConsole,
} from './people.ts';
import { accountId, administratorAccess, allowing, harmless, policyArn, type Violation } from './violation.ts';

const weakPasswords = { MinimumPasswordLength: 6, MaxPasswordAge: 200, AllowUsersToChangePassword: false };
const strongPasswords = {
  MinimumPasswordLength: 14,
  RequireSymbols: true,
  RequireNumbers: true,
  RequireUppercaseCharacters: true,
  RequireLowercaseCharacters: true,
  AllowUsersToChangePassword: true,
  MaxPasswordAge: 90,
  PasswordReusePrevention: 24,
};

/** The password policy, and what is wrong with the console passwords of users. */
const passwordViolations: readonly Violation[] = [
  {
    finds: { 'password-policy': accountId },
    plant: ({ iam }) => iam.updateAccountPasswordPolicy(weakPasswords),
    mend: ({ iam }) => iam.updateAccountPasswordPolicy(strongPasswords),
  },
  {
    finds: { 'password-expiry': 'ida' },
    async plant(scene) {
      await hire(scene, 'ida');
      await giveConsole(scene, 'ida');
      await scene.moto.age({ users: { ida: { passwordLastChanged: scene.daysAgo(195) } } });
    },
    mend: ({ iam }) => iam.updateLoginProfile({ UserName: 'ida', Password: 'another-Horse-8-battery' }),
  },
  {
    finds: { 'user-mfa': 'nina' },
    async plant(scene) {
      await hire(scene, 'nina');
      await givePassword(scene, 'nina');
    },
    mend: (scene) => giveVirtualDevice(scene, 'nina'),
  },
  {
    finds: { 'user-hardware-mfa': 'hedy' },
    async plant(scene) {
      await hire(scene, 'hedy', 'administrators');
      await givePassword(scene, 'hedy');
      await giveVirtualDevice(scene, 'hedy');
    },
    async mend(scene) {
      const SerialNumber = `arn:aws:iam::${accountId}:mfa/hedy`;
      await scene.iam.deactivateMFADevice({ UserName: 'hedy', SerialNumber });
      await scene.iam.deleteVirtualMFADevice({ SerialNumber });
      await giveDevice(scene, 'hedy');
    },
  },
  {
    finds: { 'user-console-inactive': 'alan' },
    async plant(scene) {
      await hire(scene, 'alan');
      await giveConsole(scene, 'alan');
      const [createdAt, passwordLastUsed] = [scene.daysAgo(80), scene.daysAgo(60)];
      await scene.moto.age({ users: { alan: { createdAt, passwordLastUsed, passwordLastChanged: passwordLastUsed } } });
    },
    mend: (scene) => takeConsole(scene, 'alan'),
  },
  {
    finds: { 'user-password-and-keys': 'joan' },
    async plant(scene) {
      await hire(scene, 'joan');
      await giveConsole(scene, 'joan');
      await giveKey(scene, 'joan', { used: 1 });
    },
    mend: (scene) => deleteKeys(scene, 'joan'),
  },
  {
    finds: { 'user-initial-access-keys': 'mary' },
    async plant(scene) {
      await hire(scene, 'mary');
      await giveConsole(scene, 'mary');
      await giveKey(scene, 'mary');
    },
    mend: (scene) => deleteKeys(scene, 'mary'),
  },
];

/** What users may do, and which of them there are. */
const principalViolations: readonly Violation[] = [
  {
    finds: { 'user-admin-privileges': 'barbara' },
    async plant(scene) {
      await hire(scene, 'barbara');
      await scene.iam.attachUserPolicy({ UserName: 'barbara', PolicyArn: administratorAccess });
    },
    mend: ({ iam }) => iam.detachUserPolicy({ UserName: 'barbara', PolicyArn: administratorAccess }),
  },
  {
    finds: { 'admin-count': accountId },
    async plant(scene) {
      for (const name of ['kim', 'lee', 'max']) await hire(scene, name, 'administrators');
    },
    async mend({ iam }) {
      for (const UserName of ['kim', 'lee', 'max']) {
        await iam.addUserToGroup({ UserName, GroupName: 'engineers' });
        await iam.removeUserFromGroup({ UserName, GroupName: 'administrators' });
      }
    },
  },
  {
    finds: { 'user-group-membership': 'lone' },
    plant: ({ iam }) => iam.createUser({ UserName: 'lone' }),
    mend: ({ iam }) => iam.addUserToGroup({ UserName: 'lone', GroupName: 'engineers' }),
  },
  {
    finds: { 'user-inline-policies': 'jean' },
    async plant(scene) {
      await hire(scene, 'jean');
      await scene.iam.putUserPolicy({ UserName: 'jean', PolicyName: 'reports', PolicyDocument: harmless });
    },
    mend: ({ iam }) => iam.deleteUserPolicy({ UserName: 'jean', PolicyName: 'reports' }),
  },
  {
    finds: { 'user-attached-policies': 'rosa' },
    async plant(scene) {
      await hire(scene, 'rosa');
      await scene.iam.attachUserPolicy({ UserName: 'rosa', PolicyArn: policyArn('engineering') });
    },
    mend: ({ iam }) => iam.detachUserPolicy({ UserName: 'rosa', PolicyArn: policyArn('engineering') }),
  },
  {
    finds: { 'user-unapproved': 'mallory' },
    plant: (scene) => hire(scene, 'mallory'),
    mend: (scene) => dismiss(scene, 'mallory'),
  },
  {
    finds: { 'user-policy-editors': 'olga' },
    async plant(scene) {
      await hire(scene, 'olga');
      await scene.iam.putUserPolicy({
        UserName: 'olga',
        PolicyName: 'access',
        PolicyDocument: allowing({ Action: 'iam:AttachUserPolicy', Resource: `arn:aws:iam::${accountId}:user/*` }),
      });
    },
    mend: ({ iam }) => iam.deleteUserPolicy({ UserName: 'olga', PolicyName: 'access' }),
  },
  {
    finds: { 'user-unused': 'ivan' },
    async plant(scene) {
      await hire(scene, 'ivan');
      await giveKey(scene, 'ivan', { age: 300, used: 200 });
      await scene.moto.age({ users: { ivan: { createdAt: scene.daysAgo(400) } } });
    },
    mend: (scene) => dismiss(scene, 'ivan'),
  },
  {
    finds: { 'user-service-inactivity': 'vera' },
    async plant(scene) {
      await hire(scene, 'vera');
      await giveConsole(scene, 'vera');
      await scene.moto.age({ users: { vera: { createdAt: scene.daysAgo(200) } } });
      const document = allowing({ Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:us-east-1:${accountId}:orders` });
      await scene.iam.putUserPolicy({ UserName: 'vera', PolicyName: 'orders', PolicyDocument: document });
      const arn = `arn:aws:iam::${accountId}:user/vera`;
      await scene.moto.tell({ uses: [{ arn, services: [{ service: 'sqs', lastUsed: 'never' }] }] });
    },
    async mend({ iam, moto }) {
      await iam.deleteUserPolicy({ UserName: 'vera', PolicyName: 'orders' });
      // IAM tells of the services that are granted, and this one is no more.
      await moto.tell({ uses: [{ arn: `arn:aws:iam::${accountId}:user/vera`, services: [] }] });
    },
  },
];

/** Users and their console passwords. */
export const userViolations: readonly Violation[] = [...passwordViolations, ...principalViolations];

/** An account that nobody can reach but its root user, which leaves no user for anything else. */
export const nobody: Violation = {
  finds: { 'user-present': accountId },
  async plant(scene) {
    const { iam, sso } = scene;
    const { Users: users = [] } = await iam.listUsers({});
    for (const { UserName = '' } of users) {
      if (UserName !== 'canary') await takeConsole(scene, UserName);
      await dismiss(scene, UserName);
    }
    const { Instances: [instance] = [] } = await sso.listInstances({});
    await sso.deleteInstance({ InstanceArn: instance?.InstanceArn });
  },
  mend: ({ sso }) => sso.createInstance({ Name: 'team' }),
};
