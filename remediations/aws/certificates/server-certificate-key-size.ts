import { z } from 'zod';
import type { Certificate } from '../../../src/providers/aws/model/certificate.ts';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { certificateResource, deleteCertificate, replaceCertificate } from './server-certificate.ts';

const leastBits = 2048;
/** P-256, P-384 and P-521, as OpenSSL names them. */
const approvedCurves = ['prime256v1', 'secp384r1', 'secp521r1'];

/** The size is read from the certificate itself, so one whose body was not read is unknown. */
export default defineControl({
  id: 'server-certificate-key-size',
  area: 'certificates',
  severity: 'high',
  title: 'Server certificates use RSA 2048 or 4096 (or an approved EC curve)',
  rationale:
    'RSA keys of 1024 bits can be broken by those who have the means, and browsers have refused them for years. What was recorded while such a key was in use can be read later.',
  risk: 'Somebody computes the private key, reads the traffic, or answers in the place of the site.',
  whenNotToFix: 'Old devices that know nothing else reach it in a closed network; replace them first.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['SC-12', 'SC-13'],
    'pci-dss-4.0': ['4.2.1'],
    'iso-27001-2022': ['A.8.24'],
    'soc-2': ['CC6.7'],
  },
  reads: ['server-certificates'],
  parameters: z.object({}),
  messages: {
    strong: 'Server certificate {name} has a key of {key}',
    weak: 'Server certificate {name} has a key of {key}',
    unread: 'The key of server certificate {name} is not known: its body was not read',
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const item of evidence['server-certificates']) {
      const { name, certificate } = item;
      const resource = certificateResource(item);
      if (certificate === undefined) {
        yield unknown('unread', resource, { name });
        continue;
      }
      const facts = { name, key: inWords(certificate) };
      yield isStrong(certificate) ? pass('strong', resource, facts) : fail('weak', resource, facts);
    }
  },
  remedies: [replaceCertificate, deleteCertificate],
});

function isStrong({ keyType, keyBits, curve }: Certificate): boolean {
  if (keyType === 'ec') return curve !== undefined && approvedCurves.includes(curve);
  return keyType.startsWith('rsa') && keyBits !== undefined && keyBits >= leastBits;
}

function inWords({ keyType, keyBits, curve }: Certificate): string {
  return [keyType.toUpperCase(), ...(keyBits === undefined ? [] : [`${keyBits} bits`]), ...(curve ? [curve] : [])].join(
    ' ',
  );
}
