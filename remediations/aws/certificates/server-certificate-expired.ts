import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { judgeExpiry } from '../expiry.ts';
import { certificateResource, deleteCertificate, replaceCertificate } from './server-certificate.ts';

export default defineControl({
  id: 'server-certificate-expired',
  area: 'certificates',
  severity: 'high',
  title: 'No expired certificate is kept',
  rationale:
    'An expired certificate is good for nothing but being put on a listener by mistake, as IAM lists it beside the valid ones and lets it be chosen.',
  risk: 'Browsers and programs refuse the site, or learn to skip the warning, which is what somebody in between hopes for.',
  whenNotToFix: 'Never; IAM needs no certificate that is over.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs_manage.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-26',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.19'],
    'cis-aws-1.5': ['1.19'],
    'cis-aws-2.0': ['1.19'],
    'cis-aws-3.0': ['1.19'],
    'cis-aws-4.0': ['1.19'],
    'cis-aws-5.0': ['1.18'],
    'cis-aws-6.0': ['2.18'],
    'cis-aws-7.0': ['2.17'],
    'nist-800-53-r5': ['SC-12'],
    'pci-dss-4.0': ['4.2.1'],
    'iso-27001-2022': ['A.8.24'],
  },
  reads: ['server-certificates'],
  parameters: z.object({}),
  messages: {
    valid: 'Server certificate {name} is valid until {expiresAt}',
    expired: 'Server certificate {name} expired on {expiresAt}',
  },
  *evaluate({ evidence, now, pass, fail }) {
    for (const item of evidence['server-certificates']) {
      const { name, expiresAt } = item;
      const expired = judgeExpiry(expiresAt, [], now).status === 'over';
      yield (expired ? fail : pass)(expired ? 'expired' : 'valid', certificateResource(item), { name, expiresAt });
    }
  },
  remedies: [replaceCertificate, deleteCertificate],
});
