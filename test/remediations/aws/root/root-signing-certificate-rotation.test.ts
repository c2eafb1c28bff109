import { expect, test } from 'vitest';
import rootSigningCertificateRotation from '../../../../remediations/aws/root/root-signing-certificate-rotation.ts';
import { noCertificate } from '../../../../src/providers/aws/model/build-user.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';
import { rootAgeCases } from '../../../support/root-age-cases.ts';

const { daysAgo } = account();
const family = rootAgeCases({
  renewed: (first = 'unknown') => ({ certificates: [noCertificate, { active: true, lastRotated: first }] }),
  none: { certificates: [{ active: false, lastRotated: daysAgo(900) }, noCertificate] },
});

testRemediation(rootSigningCertificateRotation, {
  ...family,
  compliant: { ...family.compliant, 'no certificate at all': account() },
});

test('the guide needs no console in GovCloud', () => {
  const certificates = [{ active: true, lastRotated: daysAgo(91) }, noCertificate] as const;
  const given = account(builtAt, 'aws-us-gov').root({ row: { certificates: [...certificates] } });
  const told = JSON.stringify(proposalsOf(rootSigningCertificateRotation, 'rotate-by-hand', given));
  expect(told).not.toContain('Under "X.509');
  expect(told).toContain('aws iam upload-signing-certificate');
});
