import { describe, expect, test } from 'vitest';
import rootAccessKeys from '../../../../remediations/aws/root/root-access-keys.ts';
import { emptySlot } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { ReportKey } from '../../../../src/providers/aws/model/credential-report.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const { daysAgo } = account();
const key: ReportKey = {
  active: true,
  lastRotated: daysAgo(900),
  lastUsed: daysAgo(3),
  lastUsedService: 's3',
  lastUsedRegion: 'us-east-1',
};
const unused: ReportKey = { active: true, lastRotated: daysAgo(900), lastUsed: 'never' };

testRemediation(rootAccessKeys, {
  compliant: {
    'no key anywhere': account(),
    'no root row in the report: the summary decides': account().root({ row: null }),
    'no counter in the summary: the report decides': account().root({ summary: { AccountAccessKeysPresent: null } }),
    'certificates are another practice': account().root({ summary: { AccountSigningCertificatesPresent: 1 } }),
  },
  violating: {
    'one key in use': {
      given: account().root({ row: { keys: [key, emptySlot] }, summary: { AccountAccessKeysPresent: 1 } }),
      expect: [{ resource: 'root', reason: 'present' }],
    },
    'two keys, one of them never used': {
      given: account().root({ row: { keys: [key, unused] }, summary: { AccountAccessKeysPresent: 1 } }),
      expect: [{ resource: 'root', reason: 'present' }],
    },
    'a key in the second slot alone': {
      given: account().root({ row: { keys: [emptySlot, unused] }, summary: { AccountAccessKeysPresent: 1 } }),
      expect: [{ resource: 'root', reason: 'present' }],
    },
    'a key that the report does not show': {
      given: account().root({ summary: { AccountAccessKeysPresent: 1 } }),
      expect: [{ resource: 'root', reason: 'unlisted' }],
    },
    'a key that the summary does not count': {
      given: account().root({ row: { keys: [key, emptySlot] } }),
      expect: [{ resource: 'root', reason: 'stale' }],
    },
  },
  unknown: {
    'neither source tells': {
      given: account().root({ row: null, summary: { AccountAccessKeysPresent: null } }),
      expect: [{ resource: 'root', reason: 'unseen' }],
    },
  },
});

describe('the steps to delete root keys', () => {
  const stepsOf = (given: AccountBuilder) => {
    const [proposal] = proposalsOf(rootAccessKeys, 'delete-by-hand', given.root({ row: { keys: [key, emptySlot] } }));
    return proposal !== undefined && 'guide' in proposal ? proposal.guide.steps.join('\n') : '';
  };

  test('name the account, tell the last use of each active key, and deactivate before they delete', () => {
    const steps = stepsOf(account());
    expect(steps).toContain('root user of account 111122223333 (example)');
    expect(steps).toContain(
      `access key 1: made or last changed ${daysAgo(900).slice(0, 10)}, last used ${daysAgo(3).slice(0, 10)} for s3 in us-east-1`,
    );
    expect(steps).not.toContain('access key 2');
    expect(steps.indexOf('"Deactivate"')).toBeLessThan(steps.indexOf('"Delete"'));
  });

  test('need no console in GovCloud, whose root user has none', () => {
    const steps = stepsOf(account(builtAt, 'aws-us-gov'));
    expect(steps).not.toContain('Sign in');
    expect(steps).toContain('aws iam update-access-key --status Inactive');
  });
});
