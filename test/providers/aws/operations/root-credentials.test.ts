import { expect, test } from 'vitest';
import type { Draft } from '../../../../src/engine/snapshot.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { rootRow } from '../../../../src/providers/aws/model/credential-report.ts';
import { editable } from '../../../../src/providers/aws/model/edit.ts';
import {
  deleteRootCredentials,
  type RootCredentialKind,
  rootCredentialOperations,
} from '../../../../src/providers/aws/operations/root-credentials.ts';
import { changeOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const root = 'arn:aws:iam::111122223333:root';
const kinds: readonly RootCredentialKind[] = ['access-keys', 'signing-certificates', 'password'];
const counters = { AccountAccessKeysPresent: 1, AccountSigningCertificatesPresent: 1, AccountPasswordPresent: 1 };

const old = '2025-01-01T00:00:00.000Z';
const key = { active: true, lastRotated: old, lastUsed: 'never' } as const;
const noKey = { active: false, lastRotated: 'never', lastUsed: 'never' } as const;
const certificate = { active: true, lastRotated: old };

/** The same account with all that a root user can have. */
function burdened(snapshot: AwsSnapshot): AwsSnapshot {
  const draft = structuredClone(snapshot) as Draft<AwsCollections>;
  Object.assign(editable(draft, 'account-summary') ?? {}, counters);
  const report = editable(draft, 'credential-report');
  const row = report && rootRow(report);
  if (row !== undefined)
    Object.assign(row, { keys: [key, key], certificates: [certificate, certificate], passwordLastChanged: old });
  return draft as AwsSnapshot;
}

testOperationLaws(
  rootCredentialOperations,
  () => kinds.map((kind) => write(deleteRootCredentials, { root, kind }, null)),
  burdened,
);

test('the command opens the session, and the title says whose credentials go', () => {
  const given = account().root({ summary: counters }).build();
  const change = changeOf(given, write(deleteRootCredentials, { root, kind: 'password' }, null));
  expect(change?.title).toBe(`Delete the password of ${root} in a root session`);
  expect(change?.command.join(' ')).toBe(
    'sts assume-root --target-principal 111122223333 --task-policy-arn arn=arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials',
  );
  expect(change?.reversibility).toBe('irreversible');
});

test.each<[RootCredentialKind, Parameters<AccountBuilder['root']>[0]]>([
  ['access-keys', { row: { keys: [key, key] }, summary: { AccountAccessKeysPresent: 0 } }],
  ['password', { row: { passwordEnabled: 'unknown', passwordLastChanged: old } }],
  ['signing-certificates', { row: null, summary: { AccountSigningCertificatesPresent: 1 } }],
])('what either source shows is there: %s', (kind, deviation) => {
  const tried = write(deleteRootCredentials, { root, kind }, null);
  expect(changeOf(account().root(deviation).build(), tried)?.from).not.toBeNull();
  const none = { keys: [noKey, noKey] as [typeof noKey, typeof noKey], passwordEnabled: false };
  expect(changeOf(account().root({ row: none }).build(), tried)).toBeUndefined();
});
