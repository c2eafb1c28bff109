import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';
import { centralDeletion } from './central-root.ts';
import { rootAgeControl } from './root-credential-age.ts';
import { openRootCredentials } from './root-user.ts';

const changeByHand = byHand({
  id: 'change-by-hand',
  title: "Change the root user's password",
  reversibility: 'irreversible',
  guide: (_, { snapshot: { account } }) => ({
    title: "Change the root user's password",
    steps: [
      ...openRootCredentials(account),
      'Beside "Account name, email, and password", choose to edit the account, and change the password to a long random one that a password manager makes.',
      'Store it where two people together reach it in an emergency, apart from the MFA device, and write down when and why root was used.',
      'Sign out. Expect the alarm on root activity, and answer it as planned work.',
    ],
    expect:
      'The credential report, which IAM renews every four hours at most, shows today as password_last_changed of <root_account>.',
  }),
});

/** A root user without a password has none that grows old: the organization's root sessions do what root alone may do. */
const deletePasswordCentrally = centralDeletion({
  kind: 'password',
  words: 'password',
  list: 'aws iam get-login-profile',
  remove: 'aws iam delete-login-profile',
  expect:
    'AccountPasswordPresent of the account summary is 0, and the credential report, which IAM renews every four hours at most, shows no password for <root_account>.',
  lastUses: ({ passwordLastUsed }) => [passwordLastUsed],
});

/** Of many accounts AWS reports `not_supported` here, which is no age: the answer is then unknown, never a pass. GovCloud's root user has no console, and so no password. */
export default rootAgeControl({
  id: 'root-password-rotation',
  credential: 'password',
  renewed: ({ passwordEnabled, passwordLastChanged }, account) =>
    passwordEnabled === false || rootSignInUrl(account) === undefined ? [] : [passwordLastChanged],
  severity: 'medium',
  title: "The root user's password is changed within the allowed days",
  rationale:
    "The account's password policy does not bind the root user, so nothing but a calendar ever ends a password that was shared, written down or leaked.",
  risk: 'People who left, and old password stores, still know the way into the whole account.',
  whenNotToFix:
    'The password is random, known to nobody, sealed, and the root user has hardware MFA: then each change only adds a use of root. Turn the control off with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-password.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['IA-5'],
    'iso-27001-2022': ['A.5.17'],
    'soc-2': ['CC6.1'],
  },
  remedies: [...deletePasswordCentrally, changeByHand],
});
