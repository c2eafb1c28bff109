import { z } from 'zod';
import { daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { replaceByOwner, retireCertificate } from './retire-signing-certificate.ts';

/**
 * Ages are whole days since the upload, and the window is kept on its last day; the certificate's own dates say
 * nothing, for IAM does not look at them. The list decides; the report shows users whose certificates were not listed.
 */
export default defineControl({
  id: 'signing-certificate-rotation',
  area: 'certificates',
  severity: 'medium',
  title: "Users' signing certificates are rotated within the allowed days",
  rationale:
    'A signing certificate opens the account as an access key does, and IAM accepts it after its own expiry date too. Replacing it is what ends the copies of its private key.',
  risk: "Whoever holds an old copy of the private key signs requests with the user's permissions.",
  whenNotToFix:
    'Better than a new certificate is none: what still signs with one, mostly old SOAP clients and AMI tools, can move to roles.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateSigningCertificate.html',
  ],
  frameworks: { 'nist-800-53-r5': ['IA-5'], 'iso-27001-2022': ['A.5.17'], 'soc-2': ['CC6.1'] },
  reads: ['signing-certificates', 'credential-report'],
  parameters: z.object({
    maxAgeDays: z.number().int().positive().default(90),
    /** Days between the deactivation of a certificate and its deletion. */
    graceDays: z.number().int().positive().default(7),
  }),
  messages: {
    young: 'Signing certificate {certificate} of {user} is {age} day(s) old',
    old: 'Signing certificate {certificate} of {user} is {age} days old, past the {maxAgeDays} days allowed',
    unlisted:
      'The credential report shows {reported} active signing certificate(s) of {user}, but the list has {listed}',
  },
  *evaluate({ evidence, parameters: { maxAgeDays }, now, pass, fail, unknown }) {
    const listedOf = new Map<string, number>();
    for (const { user, id: certificate, active, uploadedAt } of evidence['signing-certificates']) {
      if (!active) continue;
      listedOf.set(user, (listedOf.get(user) ?? 0) + 1);
      const resource = { type: 'iam-user', id: user };
      const age = daysBetween(uploadedAt, now);
      const facts = { user, certificate, age, uploadedAt, maxAgeDays };
      const options = { discriminator: certificate };
      if (age > maxAgeDays) yield fail('old', resource, facts, options);
      else yield pass('young', resource, facts, options);
    }
    for (const { user, arn, certificates } of evidence['credential-report'].rows) {
      const reported = certificates.filter((slot) => slot.active).length;
      const listed = listedOf.get(user) ?? 0;
      const resource = iamResource('user', { name: user, arn });
      if (user !== rootUser && reported > listed) yield unknown('unlisted', resource, { user, reported, listed });
    }
  },
  remedies: [replaceByOwner, retireCertificate],
});
