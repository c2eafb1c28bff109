import { z } from 'zod';
import { daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import { isTime, type Moment } from '../../../src/providers/aws/model/credential-report.ts';
import { idleDays } from '../users/password-or-keys.ts';
import { gapMessages, keysByUser } from './key-evidence.ts';
import { moveToRole } from './move-to-role.ts';

/**
 * A program's user is one who has keys and no password that anybody signs in with. What counts is a key that was used
 * within 45 days: idle ones are the business of credentials-unused, and nothing is gained by a role for them.
 */
export default defineControl({
  id: 'access-key-preferred-roles',
  area: 'access-keys',
  severity: 'low',
  title: 'Applications use roles, not users with access keys',
  rationale:
    'A role gives a program credentials that end within hours and that nobody has to store, hand over or rotate. A user with a key gives it a secret that works until somebody ends it.',
  risk: 'The key lies in a file, an image or a pipeline, and works from anywhere in the world for whoever finds it.',
  whenNotToFix:
    'The program runs where no role reaches it: a device, or a product of a partner that takes nothing but keys. Try IAM Roles Anywhere first.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#bp-workloads-use-roles',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_use-resources.html',
    'https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'IA-5'],
    'pci-dss-4.0': ['8.6.3'],
    'iso-27001-2022': ['A.5.16', 'A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report', 'access-keys'],
  parameters: z.object({}),
  messages: {
    program: '{user} is a program with access keys, last used {lastUsed} with {services}; a role would serve it',
    person: '{user} signs in with a password',
    idle: '{user} has no access key in use',
    untold: 'Whether {user} is a program cannot be told: AWS does not tell the last use of the password or of a key',
    ...gapMessages,
  },
  *evaluate({ evidence, now, pass, fail, unknown, notApplicable }) {
    const lately = (moment: Moment) => isTime(moment) && daysBetween(moment, now) < idleDays;
    const rows = new Map(evidence['credential-report'].rows.map((row) => [row.user, row]));
    for (const { user, resource, keys, gap } of keysByUser(evidence)) {
      const row = rows.get(user);
      if (gap !== undefined || row === undefined) {
        yield unknown(gap ?? 'unreported', resource, { user });
        continue;
      }
      const active = keys.filter((key) => key.active);
      // A key that was never used is no program's yet, however young it is.
      const used = active.filter((key) => lately(key.lastUsed));
      const signIn = row.passwordEnabled === false ? 'never' : row.passwordLastUsed;
      const services = [...new Set(used.map((key) => key.lastUsedService ?? 'an unknown service'))].sort();
      const facts = {
        user,
        keys: used.map(({ id }) => id).sort(),
        lastUsed: used.map((key) => key.lastUsed),
        services,
      };
      const untold = used.length > 0 ? signIn === 'unknown' : active.some((key) => key.lastUsed === 'unknown');
      if (lately(signIn)) yield notApplicable('person', resource, facts);
      else if (untold) yield unknown('untold', resource, facts);
      else if (used.length > 0) yield fail('program', resource, facts);
      else yield pass('idle', resource, facts);
    }
  },
  remedies: [moveToRole],
});
