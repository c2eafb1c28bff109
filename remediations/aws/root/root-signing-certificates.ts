import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';
import { centralDeletion } from './central-root.ts';
import { openRootCredentials, presenceOf, rootUserResource } from './root-user.ts';

const deleteByHand = byHand({
  id: 'delete-by-hand',
  title: "Deactivate the root user's signing certificates, watch, then delete them",
  reversibility: 'irreversible',
  guide: (_, { snapshot: { account } }) => ({
    title: "Delete the root user's signing certificates",
    steps: [
      "Find out what signs with them: old SOAP interfaces and EC2's AMI tools are all that ever did. Give what is left a signing certificate of an IAM user, or better an access by role.",
      ...openRootCredentials(account),
      ...(rootSignInUrl(account) === undefined
        ? [
            'Run `aws iam list-signing-certificates --profile root`, then `aws iam update-signing-certificate --status Inactive --certificate-id ID --profile root` for each active one. `--status Active` takes that back.',
            'Wait 14 days. If something fails, activate the certificate again and move what needs it first.',
            'Run `aws iam delete-signing-certificate --certificate-id ID --profile root` for each.',
          ]
        : [
            'Under "X.509 signing certificates", choose "Actions", "Deactivate" for each active one. "Activate" takes that back.',
            'Wait 14 days. If something fails, activate the certificate again and move what needs it first.',
            'Choose "Actions", "Delete" for each.',
          ]),
    ],
    expect:
      'AccountSigningCertificatesPresent of the account summary is 0, and the credential report, which IAM renews every four hours at most, shows cert_1_active and cert_2_active false for <root_account>.',
  }),
});

const deleteCertificatesCentrally = centralDeletion({
  kind: 'signing-certificates',
  words: 'signing certificates',
  list: 'aws iam list-signing-certificates',
  remove: 'aws iam delete-signing-certificate --certificate-id ID',
  expect: 'AccountSigningCertificatesPresent of the account summary is 0',
});

export default defineControl({
  id: 'root-signing-certificates',
  area: 'root',
  severity: 'high',
  title: 'The root user has no active X.509 signing certificate',
  rationale:
    'A signing certificate is a second kind of key: whoever holds its private key signs requests as root, without a password and without MFA. Nothing that AWS offers today needs one.',
  risk: 'A private key that lies forgotten in an old image or on an old server opens the whole account.',
  whenNotToFix: 'Never for good; while a program still signs with one, plan its move to an IAM role or user.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteSigningCertificate.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-6', 'AC-6(2)'],
    'pci-dss-4.0': ['7.2.2', '8.2.2'],
    'iso-27001-2022': ['A.5.15', 'A.8.2'],
    'soc-2': ['CC6.1', 'CC6.3'],
  },
  reads: ['credential-report', 'account-summary'],
  parameters: z.object({}),
  messages: {
    none: 'The root user has no active signing certificate',
    present: 'The root user has {active} active signing certificate(s)',
    unlisted:
      'The account summary counts a root signing certificate that the credential report of {generatedAt} does not show as active: it is deactivated, newer than the report, or the report lacks the root user',
    stale:
      'The credential report of {generatedAt} shows {active} active root signing certificate(s), though the account summary counts none: the report may be stale, scan again after four hours',
    unseen: 'Neither the account summary nor the credential report tells of root signing certificates',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { generatedAt } = evidence['credential-report'];
    const counted = evidence['account-summary']['AccountSigningCertificatesPresent'];
    const active = rootRow(evidence['credential-report'])?.certificates.filter((slot) => slot.active).length;
    const resource = rootUserResource(account);
    const facts = { counted: counted ?? null, active: active ?? 0, generatedAt };
    const presence = presenceOf(counted, active);
    if (presence === 'none') yield pass(presence, resource, facts);
    else if (presence === 'unseen') yield unknown(presence, resource, facts);
    else yield fail(presence, resource, facts);
  },
  remedies: [...deleteCertificatesCentrally, deleteByHand],
});
