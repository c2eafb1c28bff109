import { expect, test } from 'vitest';
import signingCertificateRotation from '../../../../remediations/aws/certificates/signing-certificate-rotation.ts';
import { noCertificate } from '../../../../src/providers/aws/model/build-user.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const aged = (ageDays: number, active = true) =>
  account().user('signer', (user) => user.signingCertificate({ id: 'CERTONE', ageDays, active }));
const found = (discriminator = 'CERTONE') => ({ resource: 'signer', reason: 'old', discriminator });
const reported = { active: true, lastRotated: account().daysAgo(200) };

testRemediation(signingCertificateRotation, {
  compliant: {
    'no certificate': account(),
    'a certificate of 90 days': aged(90),
    'an old certificate that is deactivated': aged(400, false),
    'a certificate that is newer than the report': aged(1).user('signer', (user) =>
      user.reported({ certificates: [noCertificate, noCertificate] }),
    ),
    'the root user is another practice': account().root({ row: { certificates: [reported, noCertificate] } }),
  },
  violating: {
    'a certificate of 91 days': { given: aged(91), expect: [found()] },
    'one of two': {
      given: aged(400).user('signer', (user) => user.signingCertificate({ id: 'CERTTWO', ageDays: 3 })),
      expect: [found()],
    },
    'both of two': {
      given: aged(400).user('signer', (user) => user.signingCertificate({ id: 'CERTTWO', ageDays: 100 })),
      expect: [found(), found('CERTTWO')],
    },
  },
  unknown: {
    'a certificate that the list lacks': {
      given: account().user('signer', (user) => user.reported({ certificates: [reported, noCertificate] })),
      expect: [{ resource: 'signer', reason: 'unlisted' }],
    },
    'one of two that the list lacks': {
      given: aged(3).user('signer', (user) => user.reported({ certificates: [reported, reported] })),
      expect: [{ resource: 'signer', reason: 'unlisted' }],
    },
  },
});

test('a certificate is retired in phases: off at once, gone after the days of grace', () => {
  const [proposal] = proposalsOf(signingCertificateRotation, 'retire-signing-certificate', aged(400));
  if (proposal === undefined || !('changes' in proposal)) throw new Error('nothing is proposed');
  const [off, gone] = proposal.changes;
  expect(proposal.changes.map(({ title }) => title)).toEqual([
    'Deactivate signing certificate CERTONE of signer',
    'Delete signing certificate CERTONE of signer',
  ]);
  expect(gone?.gate).toEqual({ after: off?.id, days: 7 });
});
