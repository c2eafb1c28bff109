import { rootSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';
import { rootAgeControl } from './root-credential-age.ts';
import { openRootCredentials } from './root-user.ts';

const rotateByHand = byHand({
  id: 'rotate-by-hand',
  title: "Delete the root user's signing certificate, or replace it where it has to exist",
  reversibility: 'irreversible',
  guide: (_, { snapshot: { account } }) => ({
    title: "Replace the root user's signing certificate",
    steps: [
      "Find out what still signs with the certificate. Only a few old SOAP interfaces and EC2's AMI tools ever did; give what is left a signing certificate of an IAM user, and delete the root user's as root-signing-certificates tells. Go on only where that cannot be done.",
      ...openRootCredentials(account),
      rootSignInUrl(account) === undefined
        ? 'Run `aws iam upload-signing-certificate --certificate-body file://NEW.pem --profile root`, and give the new certificate to the program with its private key.'
        : 'Under "X.509 signing certificates", upload a new certificate, and give it to the program with its private key.',
      'See the program run, then make the old certificate inactive. Activating it takes that back.',
      'Wait a day in which nothing fails, then delete the old certificate.',
    ],
    expect:
      'The credential report, which IAM renews every four hours at most, shows a new cert_1_last_rotated or cert_2_last_rotated for <root_account>, and the old certificate as not active.',
  }),
});

export default rootAgeControl({
  id: 'root-signing-certificate-rotation',
  credential: 'signing certificate',
  renewed: ({ certificates }) => certificates.filter(({ active }) => active).map(({ lastRotated }) => lastRotated),
  severity: 'high',
  title: 'A root signing certificate that has to exist is rotated within the allowed days',
  rationale:
    "A signing certificate opens the account as a key does, and IAM does not look at the certificate's own expiry. Replacing it is what ends the copies of its private key.",
  risk: "Whoever holds an old copy of the private key signs requests with all the root user's power.",
  whenNotToFix: 'Never by waiting: a certificate that is not needed is deleted rather than rotated.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UploadSigningCertificate.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['IA-5'],
    'iso-27001-2022': ['A.5.17', 'A.8.2'],
    'soc-2': ['CC6.1'],
  },
  remedies: [rotateByHand],
});
