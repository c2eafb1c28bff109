import { z } from 'zod';
import { defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { CredentialReport } from '../../../src/providers/aws/model/credential-report.ts';
import { gapMessages, keysByUser, type UserKeys } from '../access-keys/key-evidence.ts';
import { deactivateKey } from '../access-keys/retire-key.ts';
import { type Credential, passwordsOf, useOf } from './credential-use.ts';
import { passwordDiscriminator, removePassword } from './remove-password.ts';

/** Here the control itself has found the key unused, by the days that the baseline allows. */
const deactivateUnusedKey = defineRemedy({
  ...deactivateKey,
  suits: (finding) => finding.discriminator !== passwordDiscriminator,
});

function* activeKeys(users: readonly UserKeys[]): Iterable<Credential & { readonly discriminator: string }> {
  for (const { user, resource, keys } of users)
    for (const { id, active, lastUsed, createdAt: made } of keys)
      if (active) yield { user, resource, discriminator: id, credential: `access key ${id}`, lastUsed, made };
}

function* passwords(report: CredentialReport): Iterable<Credential & { readonly discriminator: string }> {
  for (const password of passwordsOf(report)) yield { ...password, discriminator: passwordDiscriminator };
}

export default defineControl({
  id: 'credentials-unused',
  area: 'users',
  severity: 'medium',
  title: 'No password or access key that stands unused stays enabled',
  rationale: 'A credential that nobody uses is missed by nobody when it is stolen, and opens the account all the same.',
  risk: 'The password or key of somebody who left, or of a program that was shut down, is used by a stranger unnoticed.',
  whenNotToFix:
    'The credential is for emergencies and is tested on a schedule longer than the window; except it with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-22',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.12'],
    'cis-aws-1.5': ['1.12'],
    'cis-aws-2.0': ['1.12'],
    'cis-aws-3.0': ['1.12'],
    'cis-aws-4.0': ['1.12'],
    'cis-aws-5.0': ['1.11'],
    'cis-aws-6.0': ['2.11'],
    'cis-aws-7.0': ['2.11'],
    'aws-fsbp': ['IAM.8'],
    'nist-800-53-r5': ['AC-2', 'AC-2(1)', 'AC-2(3)', 'AC-3', 'AC-3(7)', 'AC-3(15)', 'AC-6'],
    'pci-dss-4.0': ['8.2.6'],
    'iso-27001-2022': ['A.5.15', 'A.5.18'],
    'soc-2': ['CC6.1', 'CC6.2'],
  },
  reads: ['credential-report', 'access-keys'],
  parameters: z.object({ unusedDays: z.number().int().positive().default(45) }),
  messages: {
    used: 'The {credential} of {user} was used or made {days} day(s) ago',
    unused: 'The {credential} of {user} has not been used for {days} days',
    neverUsed: 'The {credential} of {user} was made {days} days ago and never used',
    untold: 'When the {credential} of {user} was last used cannot be told',
    ...gapMessages,
  },
  *evaluate({ evidence, parameters: { unusedDays }, now, pass, fail, unknown }) {
    const users = [...keysByUser(evidence)];
    for (const { user, resource, gap } of users) if (gap !== undefined) yield unknown(gap, resource, { user });
    for (const found of [...passwords(evidence['credential-report']), ...activeKeys(users)]) {
      const { resource, discriminator, user, credential, lastUsed, made } = found;
      const judged = useOf(found, unusedDays, now);
      if (judged.use === 'untold') {
        yield unknown('untold', resource, { user, credential, lastUsed, made }, { discriminator });
        continue;
      }
      const facts = { user, credential, lastUsed, made, days: judged.days };
      if (judged.use === 'used') yield pass('used', resource, facts, { discriminator });
      else yield fail(judged.use, resource, facts, { discriminator });
    }
  },
  remedies: [deactivateUnusedKey, removePassword],
});
