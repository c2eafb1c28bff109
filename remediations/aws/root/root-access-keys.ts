import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { centralDeletion } from './central-root.ts';
import { deleteRootKeysByHand } from './delete-root-keys.ts';
import { presenceOf, rootUserResource } from './root-user.ts';

const deleteKeysCentrally = centralDeletion({
  kind: 'access-keys',
  words: 'access keys',
  list: 'aws iam list-access-keys',
  remove: 'aws iam delete-access-key --access-key-id ID',
  expect: 'AccountAccessKeysPresent of the account summary is 0',
  lastUses: ({ keys }) => keys.map(({ lastUsed }) => lastUsed),
});

export default defineControl({
  id: 'root-access-keys',
  area: 'root',
  severity: 'critical',
  title: 'The root user has no access keys',
  rationale:
    "The root user's permissions cannot be limited by any policy of the account, and an access key needs no MFA. No task needs one.",
  risk: 'Whoever finds the key in a file, an image or a log owns the account: its data, its bills and its recovery.',
  whenNotToFix: 'Never for good; while a GovCloud account has no administrator yet, the key is the only way in.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user_manage_delete-key.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-account-root-user.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.4'],
    'cis-aws-1.5': ['1.4'],
    'cis-aws-2.0': ['1.4'],
    'cis-aws-3.0': ['1.4'],
    'cis-aws-4.0': ['1.4'],
    'cis-aws-5.0': ['1.3'],
    'cis-aws-6.0': ['2.3'],
    'cis-aws-7.0': ['2.4'],
    'aws-fsbp': ['IAM.4'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-3(7)', 'AC-3(15)', 'AC-6', 'AC-6(2)', 'AC-6(10)'],
    'pci-dss-4.0': ['7.2.2', '8.2.2'],
    'iso-27001-2022': ['A.5.15', 'A.8.2'],
    'soc-2': ['CC6.1', 'CC6.3'],
  },
  reads: ['account-summary', 'credential-report'],
  parameters: z.object({}),
  messages: {
    none: 'The root user has no access key',
    present: 'The root user has {active} active access key(s), last used {lastUsed}',
    unlisted:
      'The account summary counts a root access key that the credential report of {generatedAt} does not show as active: it is deactivated, newer than the report, or the report lacks the root user',
    stale:
      'The credential report of {generatedAt} shows {active} active root access key(s), though the account summary counts none: the report may be stale, scan again after four hours',
    unseen: 'Neither the account summary nor the credential report tells of root access keys',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { generatedAt } = evidence['credential-report'];
    const counted = evidence['account-summary']['AccountAccessKeysPresent'];
    const row = rootRow(evidence['credential-report']);
    const keys = row?.keys.filter((key) => key.active) ?? [];
    const resource = rootUserResource(account);
    const facts = {
      counted: counted ?? null,
      active: keys.length,
      generatedAt,
      lastUsed: keys.map((key) => key.lastUsed),
    };
    const presence = presenceOf(counted, row === undefined ? undefined : keys.length);
    if (presence === 'none') yield pass(presence, resource, facts);
    else if (presence === 'unseen') yield unknown(presence, resource, facts);
    else yield fail(presence, resource, facts);
  },
  remedies: [...deleteKeysCentrally, deleteRootKeysByHand],
});
