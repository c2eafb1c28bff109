import { z } from 'zod';
import { attestedControl } from './attested-control.ts';

/** Considering it once is enough: a signature counts until the day that it names, if it names one. */
export default attestedControl({
  id: 'cloudhsm-attested',
  area: 'account',
  severity: 'info',
  title: 'Key protection needs (CloudHSM) were considered',
  rationale:
    'Some rules and contracts ask for keys in hardware of one’s own; most needs are met by AWS KMS, whose hardware is validated as well. Which holds here is a decision that somebody should have made.',
  risk: 'An auditor asks where the keys live, and the answer turns out to break a contract, or a cluster is paid for that nobody needs.',
  whenNotToFix: 'The account holds no keys: then sign that.',
  references: [
    'https://docs.aws.amazon.com/cloudhsm/latest/userguide/introduction.html',
    'https://docs.aws.amazon.com/kms/latest/developerguide/keystore-cloudhsm.html',
  ],
  frameworks: { 'nist-800-53-r5': ['SC-12'], 'iso-27001-2022': ['A.8.24'] },
  parameters: z.object({}),
  countsFor: () => undefined,
  look: [
    'List what the account encrypts or signs with: `aws kms list-keys` in each region, certificates, keys of applications.',
    'Ask which law, standard or contract names how those keys are kept: single tenancy, FIPS 140 level 3, keys that the provider cannot reach.',
    'Decide between AWS KMS, KMS with a CloudHSM key store, and CloudHSM, and write down why.',
  ],
  statement: 'AWS KMS meets what is asked of our keys; CloudHSM is not needed',
});
