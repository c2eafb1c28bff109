import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { judgeExpiry } from '../expiry.ts';
import { certificateResource, replaceCertificate } from './server-certificate.ts';

/** The tightest window decides how severe it is. What has expired is told by `server-certificate-expired`. */
export default defineControl({
  id: 'server-certificate-expiry',
  area: 'certificates',
  severity: 'medium',
  title: 'No certificate expires within the warning windows',
  rationale:
    'Nobody renews a certificate of IAM but a person, and a new one takes days where somebody must sign or approve it. A warning of weeks leaves that time.',
  risk: 'The site goes down on a date that was known for a year.',
  whenNotToFix: 'The certificate is to be given up on that date.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_server-certs_manage.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['SC-12'],
    'pci-dss-4.0': ['4.2.1'],
    'iso-27001-2022': ['A.8.24'],
  },
  reads: ['server-certificates'],
  parameters: z.object({
    /** Windows in days; a certificate is told in the tightest that it falls in. */
    warnDays: z.array(z.number().int().positive()).min(1).default([7, 30, 45]),
  }),
  messages: {
    far: 'Server certificate {name} is valid for {days} more days',
    near: 'Server certificate {name} expires on {expiresAt}, in {days} day(s), within the window of {window} days',
    over: 'Server certificate {name} expired on {expiresAt}',
  },
  *evaluate({ evidence, parameters, now, pass, fail, notApplicable }) {
    for (const item of evidence['server-certificates']) {
      const { name, expiresAt } = item;
      const resource = certificateResource(item);
      const expiry = judgeExpiry(expiresAt, parameters.warnDays, now);
      const facts = { name, expiresAt, days: expiry.days };
      if (expiry.status === 'within') {
        const severity = (['high', 'medium'] as const)[expiry.rank] ?? 'low';
        yield fail('near', resource, { ...facts, window: expiry.window }, { severity });
      } else if (expiry.status === 'over') yield notApplicable('over', resource, facts);
      else yield pass('far', resource, facts);
    }
  },
  remedies: [replaceCertificate],
});
