import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';
import { rootAgeControl } from './root-credential-age.ts';
import { openRootCredentials } from './root-user.ts';

const rotateByHand = byHand({
  id: 'rotate-by-hand',
  title: "Delete the root user's access key, or replace it where it has to exist",
  reversibility: 'irreversible',
  guide(_, { snapshot: { account } }) {
    const console = rootSignInUrl(account) !== undefined;
    return {
      title: "Replace the root user's access key",
      steps: [
        'Find out once more whether anything needs this key: nearly nothing does, and the control root-access-keys tells how to delete it for good. Go on only where one does.',
        ...openRootCredentials(account),
        console
          ? 'Under "Access keys", choose "Create access key" and keep its secret safe. Where there are two already, delete the one that is not in use first.'
          : 'Run `aws iam create-access-key --profile root`. Where there are two already, delete the one that is not in use first.',
        'Give the new key to the program that uses the old one, and see it run.',
        console
          ? 'Choose "Actions", "Deactivate" for the old key. "Activate" takes that back.'
          : 'With the new key in the profile, run `aws iam update-access-key --status Inactive --access-key-id OLD --profile root`.',
        'Wait a day in which nothing fails, then delete the old key. Nothing brings a deleted key back.',
      ],
      expect:
        'The credential report, which IAM renews every four hours at most, shows a new access_key_1_last_rotated or access_key_2_last_rotated for <root_account>, and the old key no more.',
    };
  },
});

/** The report's `last_rotated` is when a key was made or its status last changed, so that a key can be older than it says. */
export default rootAgeControl({
  id: 'root-access-key-rotation',
  credential: 'access key',
  renewed: ({ keys }) => keys.filter(({ active }) => active).map(({ lastRotated }) => lastRotated),
  severity: 'critical',
  title: 'A root access key that has to exist is rotated within the allowed days',
  rationale:
    'No policy of the account limits what a root key can do. Where one really must exist, as at first in GovCloud, a short life is the only bound on a copy of it that somebody else holds.',
  risk: 'Whoever copied the key years ago still owns the account.',
  whenNotToFix: 'Never by waiting: a root key that is not needed is deleted rather than rotated.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_add-key.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-account-root-user.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['IA-5'],
    'pci-dss-4.0': ['8.6.3'],
    'iso-27001-2022': ['A.5.17', 'A.8.2'],
    'soc-2': ['CC6.1'],
  },
  remedies: [rotateByHand],
});
