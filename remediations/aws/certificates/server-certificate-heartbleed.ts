import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { certificateResource, deleteCertificate, replaceCertificate } from './server-certificate.ts';

/** The day after the fix of Heartbleed (CVE-2014-0160) was published. */
const fixedAt = '2014-04-08T00:00:00.000Z';

/**
 * The key is as old as the upload or the certificate's first day, whichever is earlier. Where only the upload is
 * known and is later, the certificate may be older: unknown.
 */
export default defineControl({
  id: 'server-certificate-heartbleed',
  area: 'certificates',
  severity: 'high',
  title: 'No certificate predates the Heartbleed fix',
  rationale:
    'Until April 2014 servers with OpenSSL gave parts of their memory to anybody who asked, private keys included, and left no trace. A key from before then counts as known.',
  risk: 'Somebody has had the private key for years, reads the traffic, or answers in the place of the site.',
  whenNotToFix: 'It was never on a server with OpenSSL of that time, and its key never left a hardware module.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs_manage.html',
    'https://aws.amazon.com/security/security-bulletins/aws-services-updated-to-address-openssl-vulnerability/',
  ],
  frameworks: { 'nist-800-53-r5': ['SC-12', 'SI-2'], 'iso-27001-2022': ['A.8.8', 'A.8.24'] },
  reads: ['server-certificates'],
  parameters: z.object({}),
  messages: {
    after: 'Server certificate {name} is from {since}, after the fix',
    before: 'Server certificate {name} is from {since}, before the fix',
    unread: 'Server certificate {name} was uploaded on {since}; from when it is valid was not read',
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const item of evidence['server-certificates']) {
      const { name, uploadedAt, certificate } = item;
      const times = [uploadedAt, certificate?.validFrom ?? uploadedAt];
      const since = new Date(Math.min(...times.map((time) => Date.parse(time)))).toISOString();
      const resource = certificateResource(item);
      const facts = { name, since };
      if (since < fixedAt) yield fail('before', resource, facts);
      else if (certificate === undefined) yield unknown('unread', resource, facts);
      else yield pass('after', resource, facts);
    }
  },
  remedies: [replaceCertificate, deleteCertificate],
});
