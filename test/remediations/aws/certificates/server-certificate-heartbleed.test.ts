import serverCertificateHeartbleed from '../../../../remediations/aws/certificates/server-certificate-heartbleed.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const lastDay = '2014-04-07T23:59:59.000Z';
const fixed = '2014-04-08T00:00:00.000Z';
const from = (validFrom: string, uploadedAt: string) =>
  account().serverCertificate('www', {
    uploadedAt,
    certificate: { ...account().certificateOf('www'), validFrom },
  });
const is = (reason: string, given: ReturnType<typeof account>) => ({ given, expect: [{ resource: 'www', reason }] });

testRemediation(serverCertificateHeartbleed, {
  compliant: {
    'the boring account has none': account(),
    'a new one': account().serverCertificate('www'),
    'both on the day of the fix': from(fixed, fixed),
  },
  violating: {
    'made and uploaded before': is('before', from(lastDay, lastDay)),
    'made before, uploaded after': is('before', from(lastDay, fixed)),
    'dated after its upload': is('before', from(fixed, lastDay)),
    'uploaded before, and its body was not read': is(
      'before',
      account().serverCertificate('www', { listedOnly: true, uploadedAt: lastDay }),
    ),
  },
  unknown: {
    'uploaded after, and its body was not read': is(
      'unread',
      account().serverCertificate('www', { listedOnly: true, uploadedAt: fixed }),
    ),
  },
});
