import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { passwordsOf, useOf } from './credential-use.ts';
import { passwordDiscriminator, removePassword } from './remove-password.ts';

/** Like credentials-unused, of people alone: signing in with a password never counts for a key, nor the other way round. */
export default defineControl({
  id: 'user-console-inactive',
  area: 'users',
  severity: 'medium',
  title: 'Console users signed in within the allowed days',
  rationale:
    'A password that its owner does not use is not missed when somebody else does. People who come back get a new one in a minute.',
  risk: 'Somebody who left the company, or who reused the password elsewhere, opens the console with it unnoticed.',
  whenNotToFix:
    'The user is for emergencies and is tested on a schedule longer than the window, or is away for a known time; except it with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html',
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
    'nist-800-53-r5': ['AC-2', 'AC-2(3)'],
    'pci-dss-4.0': ['8.2.6'],
    'iso-27001-2022': ['A.5.15', 'A.5.18'],
    'soc-2': ['CC6.1', 'CC6.2'],
  },
  reads: ['credential-report'],
  parameters: z.object({ unusedDays: z.number().int().positive().default(45) }),
  messages: {
    used: '{user} signed in to the console, or got the password, {days} day(s) ago',
    unused: '{user} has not signed in to the console for {days} days',
    neverUsed: '{user} has had a console password for {days} days and never signed in',
    untold: 'AWS does not tell when {user} last signed in to the console',
    unclear: 'The credential report does not tell whether {user} has a console password',
  },
  *evaluate({ evidence, parameters: { unusedDays }, now, pass, fail, unknown }) {
    const report = evidence['credential-report'];
    const discriminator = passwordDiscriminator;
    for (const { user, arn, passwordEnabled } of report.rows)
      if (user !== rootUser && passwordEnabled === 'unknown')
        yield unknown('unclear', iamResource('user', { name: user, arn }), { user }, { discriminator });
    for (const password of passwordsOf(report)) {
      const { resource, user, credential, lastUsed, made } = password;
      const judged = useOf(password, unusedDays, now);
      if (judged.use === 'untold') {
        yield unknown('untold', resource, { user, credential, lastUsed, made }, { discriminator });
        continue;
      }
      const facts = { user, credential, lastUsed, made, days: judged.days };
      if (judged.use === 'used') yield pass('used', resource, facts, { discriminator });
      else yield fail(judged.use, resource, facts, { discriminator });
    }
  },
  remedies: [removePassword],
});
