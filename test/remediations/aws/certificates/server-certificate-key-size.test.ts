import serverCertificateKeySize from '../../../../remediations/aws/certificates/server-certificate-key-size.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { Certificate } from '../../../../src/providers/aws/model/certificate.ts';
import { testRemediation } from '../../../support/harness.ts';

const keyed = (key: number | string) => account().serverCertificate('www', { key });
const like = (change: Partial<Certificate>) =>
  account().serverCertificate('www', { certificate: { ...account().certificateOf('www'), ...change } });
const weak = (given: ReturnType<typeof account>) => ({ given, expect: [{ resource: 'www', reason: 'weak' }] });

testRemediation(serverCertificateKeySize, {
  compliant: {
    'the boring account has none': account(),
    'RSA of 2048 bits': keyed(2048),
    'RSA of 4096 bits': keyed(4096),
    'RSA-PSS of 3072 bits': like({ keyType: 'rsa-pss', keyBits: 3072 }),
    'the curve P-256': keyed('prime256v1'),
    'the curve P-384': keyed('secp384r1'),
  },
  violating: {
    'RSA of 2047 bits': weak(keyed(2047)),
    'RSA of 1024 bits': weak(keyed(1024)),
    'a small curve': weak(keyed('secp160r1')),
    'a DSA key': weak(like({ keyType: 'dsa', keyBits: 2048 })),
    'one of two': {
      given: keyed(1024).serverCertificate('shop'),
      expect: [{ resource: 'www', reason: 'weak' }],
    },
  },
  unknown: {
    'only the listing was read': {
      given: account().serverCertificate('www', { listedOnly: true }),
      expect: [{ resource: 'www', reason: 'unread' }],
    },
  },
});
