import { expect, test } from 'vitest';
import rootSigningCertificates from '../../../../remediations/aws/root/root-signing-certificates.ts';
import { noCertificate } from '../../../../src/providers/aws/model/build-user.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const certificate = { active: true, lastRotated: account().daysAgo(900) };
const idle = { ...certificate, active: false };
const present = { AccountSigningCertificatesPresent: 1 };
const absent = { AccountSigningCertificatesPresent: null };
const found = (reason: string) => [{ resource: 'root', reason }];

testRemediation(rootSigningCertificates, {
  compliant: {
    'no certificate anywhere': account(),
    'no root row in the report: the summary decides': account().root({ row: null }),
    'no counter in the summary: the report decides': account().root({ summary: absent }),
    'one that is deactivated, by the report alone': account().root({
      row: { certificates: [idle, noCertificate] },
      summary: absent,
    }),
    'access keys are another practice': account().root({ summary: { AccountAccessKeysPresent: 1 } }),
  },
  violating: {
    'one in the first slot': {
      given: account().root({ row: { certificates: [certificate, noCertificate] }, summary: present }),
      expect: found('present'),
    },
    'one in the second slot, and no counter': {
      given: account().root({ row: { certificates: [idle, certificate] }, summary: absent }),
      expect: found('present'),
    },
    'one that the report does not show': { given: account().root({ summary: present }), expect: found('unlisted') },
    'one that the summary does not count': {
      given: account().root({ row: { certificates: [certificate, certificate] } }),
      expect: found('stale'),
    },
  },
  unknown: {
    'neither source tells': { given: account().root({ row: null, summary: absent }), expect: found('unseen') },
  },
});

test('the guide deactivates before it deletes, in the console or where there is none', () => {
  for (const [partition, off, gone] of [
    ['aws', '"Deactivate"', '"Delete"'],
    ['aws-us-gov', 'update-signing-certificate --status Inactive', 'delete-signing-certificate'],
  ] as const) {
    const given = account(builtAt, partition).root({ summary: present });
    const [proposal] = proposalsOf(rootSigningCertificates, 'delete-by-hand', given);
    const steps = proposal !== undefined && 'guide' in proposal ? proposal.guide.steps.join('\n') : '';
    expect(steps.indexOf(off)).toBeGreaterThan(0);
    expect(steps.indexOf(gone)).toBeGreaterThan(steps.indexOf(off));
  }
});
