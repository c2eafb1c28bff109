import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { openRootCredentials } from './root-user.ts';

/** How long a deactivated key is watched: monthly jobs aside, what still needs it fails within two weeks. */
const watchDays = 14;

/** The way without an API: steps for this account, from the keys' last use to their deletion. */
export const deleteRootKeysByHand = defineRemedy({
  id: 'delete-by-hand',
  via: ['manual'],
  title: "Deactivate the root user's access keys, watch, then delete them",
  reversibility: 'irreversible',
  *propose(context) {
    yield* eachFinding(context, () => ({
      title: "Delete the root user's access keys",
      guide: {
        steps: steps(context.snapshot),
        expect:
          'AccountAccessKeysPresent of the account summary is 0, and the credential report, which IAM renews every four hours at most, shows no active access key for <root_account>.',
      },
    }));
  },
});

function steps(snapshot: AwsSnapshot): string[] {
  const { account } = snapshot;
  const console = rootSignInUrl(account) !== undefined;
  return [
    ...usesOf(snapshot),
    'Give whatever signs with these keys a role instead, or a user of its own with the least that it needs.',
    ...openRootCredentials(account),
    console
      ? 'Under "Access keys", choose "Actions", "Deactivate" for each active key. "Activate" takes that back.'
      : 'Run `aws iam list-access-keys --profile root`, then deactivate the key that the profile does not sign with: `aws iam update-access-key --status Inactive --access-key-id ID --profile root`.',
    `Wait ${watchDays} days. The keys' last use must not move in the credential report, and nothing that people rely on may fail; if it does, activate the key again and move its user first.`,
    console
      ? 'Choose "Actions", "Delete" for each key and confirm with its id. Nothing brings a deleted key back.'
      : 'Delete each key with `aws iam delete-access-key --access-key-id ID --profile root`, the one that the profile signs with last. Nothing brings a deleted key back.',
  ];
}

function usesOf(snapshot: AwsSnapshot): string[] {
  const report = readable(snapshot, 'credential-report');
  const keys = report === undefined ? [] : (rootRow(report)?.keys ?? []);
  return keys.flatMap((key, slot) => {
    if (!key.active) return [];
    const where =
      key.lastUsedService === undefined
        ? ''
        : ` for ${key.lastUsedService} in ${key.lastUsedRegion ?? 'an unknown region'}`;
    return [
      `Find what signs with access key ${slot + 1}: made or last changed ${key.lastRotated.slice(0, 10)}, last used ${key.lastUsed.slice(0, 10)}${where}.`,
    ];
  });
}
