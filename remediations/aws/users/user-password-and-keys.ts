import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { keepKeys, keepPassword, splitUser } from './password-or-keys.ts';

export default defineControl({
  id: 'user-password-and-keys',
  area: 'users',
  severity: 'medium',
  title: 'No user has both console access and access keys',
  rationale:
    'People sign in, programs use keys. A user who does both mixes the two: nobody can tell from a log who acted, neither side can be limited or taken away alone, and a person needs no key that lasts.',
  risk: 'A key that leaked from a program opens all that the person may do, and the password opens all that the program may do.',
  whenNotToFix:
    'A person works with the AWS CLI and has no other way in yet. Better is `aws login` or IAM Identity Center, whose credentials last hours.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-6'],
    'pci-dss-4.0': ['8.6.1'],
    'iso-27001-2022': ['A.5.16', 'A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report'],
  parameters: z.object({}),
  messages: {
    one: '{user} does not have both a console password and an active access key',
    both: '{user} has a console password, last used {passwordLastUsed}, and {active} active access key(s), last used {keysLastUsed}',
    untold:
      '{user} has {active} active access key(s), and the report does not tell whether there is a console password',
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const { user, arn, passwordEnabled, passwordLastUsed, keys } of evidence['credential-report'].rows) {
      if (user === rootUser) continue;
      const resource = iamResource('user', { name: user, arn });
      const active = keys.filter((key) => key.active);
      const keysLastUsed = active.map((key) => key.lastUsed);
      const facts = { user, passwordEnabled, passwordLastUsed, active: active.length, keysLastUsed };
      if (active.length === 0 || passwordEnabled === false) yield pass('one', resource, facts);
      else if (passwordEnabled === 'unknown') yield unknown('untold', resource, facts);
      else yield fail('both', resource, facts);
    }
  },
  remedies: [keepPassword, keepKeys, splitUser],
});
