import serverCertificateExpired from '../../../../remediations/aws/certificates/server-certificate-expired.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const ending = (...days: readonly number[]) =>
  days.reduce((built, expiresInDays, at) => built.serverCertificate(`www-${at}`, { expiresInDays }), account());
const expired = (...names: readonly string[]) => names.map((resource) => ({ resource, reason: 'expired' }));

testRemediation(serverCertificateExpired, {
  compliant: {
    'the boring account has none': account(),
    'it ends in a moment': ending(0.00001),
    'two that are valid': ending(1, 300),
  },
  violating: {
    'it ends now': { given: ending(0), expect: expired('www-0') },
    'it ended yesterday': { given: ending(-1), expect: expired('www-0') },
    'two of three': { given: ending(-900, 30, -3), expect: expired('www-0', 'www-2') },
  },
});
