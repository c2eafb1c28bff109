import { describe, expect, test } from 'vitest';
import rootAccessKeys from '../../../../remediations/aws/root/root-access-keys.ts';
import rootPasswordRotation from '../../../../remediations/aws/root/root-password-rotation.ts';
import rootSigningCertificates from '../../../../remediations/aws/root/root-signing-certificates.ts';
import { recommendedRemedy } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../../../src/providers/aws/model/control.ts';
import type { Organization } from '../../../../src/providers/aws/model/organization.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const management = '999988887777';
const central: Organization['rootFeatures'] = {
  status: 'read',
  data: { credentialsManagement: true, sessions: false },
};
const summary = { AccountAccessKeysPresent: 1, AccountSigningCertificatesPresent: 1 };
const member = (rootFeatures: Organization['rootFeatures'] = central, partition = 'aws') =>
  account(builtAt, partition).root({ summary }).organization({ managementAccountId: management, rootFeatures });

function recommended(control: AwsControl, given: AccountBuilder): string | undefined {
  const snapshot = given.build();
  const [finding] = evaluate([control], snapshot, defaultBaseline, given.now);
  return finding && recommendedRemedy(control, finding, snapshot)?.id;
}

test.each<[string, AccountBuilder, string]>([
  ['a member of an organization with central root access', member(), 'delete-centrally'],
  [
    'a member of one without',
    member({ status: 'read', data: { credentialsManagement: false, sessions: true } }),
    'delete-by-hand',
  ],
  ['a member that is not told', member({ status: 'unreadable', cause: 'denied', reason: 'denied' }), 'delete-by-hand'],
  [
    'the management account itself',
    account().root({ summary }).organization({ managementAccountId: '111122223333', rootFeatures: central }),
    'delete-by-hand',
  ],
  ['an account in no organization', account().root({ summary }).organization(null), 'delete-by-hand'],
  ['an account whose organization was not read', member().unreadable('organization'), 'delete-by-hand'],
])('%s', (_, given, remedy) => {
  for (const control of [rootAccessKeys, rootSigningCertificates]) expect(recommended(control, given)).toBe(remedy);
  const byHand = remedy === 'delete-by-hand' ? 'change-by-hand' : remedy;
  expect(recommended(rootPasswordRotation, given)).toBe(byHand);
});

test.each([
  [rootAccessKeys, 'aws', 'us-east-1', 'aws iam delete-access-key --access-key-id ID'],
  [rootSigningCertificates, 'aws-us-gov', 'us-gov-west-1', 'aws iam delete-signing-certificate --certificate-id ID'],
])('the guide opens a session by a regional endpoint and deletes: %#', (control, partition, region, remove) => {
  const [proposal] = proposalsOf(control, 'delete-centrally', member(central, partition));
  const steps = proposal !== undefined && 'guide' in proposal ? proposal.guide.steps.join('\n') : '';
  expect(steps).toContain(`account ${management}`);
  expect(steps).toContain(
    `aws sts assume-root --region ${region} --target-principal 111122223333 --task-policy-arn arn=arn:${partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`,
  );
  expect(steps).toContain(remove);
});

describe('a root session', () => {
  const key = (lastUsed: string) => ({ active: true, lastRotated: '2025-01-01T00:00:00.000Z', lastUsed });
  const used = (...moments: [string, string]) => member().root({ row: { keys: [key(moments[0]), key(moments[1])] } });
  const daysAgo = (days: number) => new Date(builtAt.getTime() - days * 86_400_000).toISOString();
  const answer = (given: AccountBuilder, profile?: string, control: AwsControl = rootAccessKeys) => {
    const settled = profile === undefined ? {} : { rootSessionProfile: profile };
    const [proposal] = proposalsOf(control, 'delete-by-root-session', given, {}, settled);
    if (proposal !== undefined && 'blocked' in proposal) return proposal.blocked;
    return proposal !== undefined && 'changes' in proposal ? proposal.changes.map(({ operation }) => operation) : [];
  };

  test.each<[string, AccountBuilder, string | undefined, unknown]>([
    ['deletes keys that were never used', used('never', 'never'), 'management', ['sts:AssumeRoot']],
    ['deletes keys that lay unused', used(daysAgo(14), daysAgo(200)), 'management', ['sts:AssumeRoot']],
    [
      'leaves keys that somebody uses',
      used(daysAgo(200), daysAgo(13)),
      'management',
      'somebody used the access keys 13 days ago, on 2026-02-16: find out who, and wait for 14 days without a use',
    ],
    [
      'leaves keys of unknown use',
      used('unknown', 'never'),
      'management',
      'AWS does not tell the last use of the access keys',
    ],
    [
      'leaves a user of whom no report tells',
      member().root({ row: null }),
      'management',
      'the credential report does not tell when the root user was last seen',
    ],
    [
      'wants a profile',
      used('never', 'never'),
      undefined,
      `no profile is named that can open a root session: set rootSessionProfile in the baseline to one of account ${management}`,
    ],
    [
      'wants an organization',
      account().root({ summary }).organization(null),
      'management',
      'the account belongs to no organization that is known to centralize root access',
    ],
  ])('%s', (_, given, profile, expected) => {
    expect(answer(given, profile)).toEqual(expected);
  });

  test('is offered, never recommended', () => {
    for (const control of [rootAccessKeys, rootSigningCertificates, rootPasswordRotation])
      expect(control.remedies.findIndex(({ id }) => id === 'delete-by-root-session')).toBe(1);
  });
});
