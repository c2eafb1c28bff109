import { expect, test } from 'vitest';
import serverCertificateExpiry from '../../../../remediations/aws/certificates/server-certificate-expiry.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const ending = (expiresInDays: number) => account().serverCertificate('www', { expiresInDays });
const near = (days: number) => ({ given: ending(days), expect: [{ resource: 'www', reason: 'near' }] });

testRemediation(serverCertificateExpiry, {
  compliant: {
    'the boring account has none': account(),
    'a moment more than the widest window': ending(45.00001),
    'a year': ending(365),
  },
  violating: {
    'the widest window to the moment': near(45),
    'the tightest window': near(6),
    'a moment before its end': near(0.00001),
  },
  notApplicable: { 'it has expired': { given: ending(0), expect: [{ resource: 'www', reason: 'over' }] } },
});

test.each([
  [45, 45, 'low'],
  [30.00001, 45, 'low'],
  [30, 30, 'medium'],
  [7.00001, 30, 'medium'],
  [7, 7, 'high'],
])('%d days are told in the window of %d', (days, window, severity) => {
  const given = ending(days);
  const [finding] = evaluate([serverCertificateExpiry], given.build(), defaultBaseline, given.now);
  expect(finding).toMatchObject({ status: 'fail', severity, evidence: { window } });
});
