import { z } from 'zod';
import { daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { isTime } from '../../../src/providers/aws/model/credential-report.ts';
import { decideOnUser, deleteUser, quarantineMessages, quarantineOf, quarantineUser } from './retire-user.ts';

/**
 * A use is a sign-in with the password or a call signed with a key, also one that was deactivated since. Days are
 * whole days: 90 days without use are too many, 89 are not. A user younger than that is too young to be unused, and
 * one who has no credential at all is as unused as one who never touched theirs. A user in quarantine is given its days of
 * grace: who missed it has come by then.
 */
export default defineControl({
  id: 'user-unused',
  area: 'users',
  severity: 'medium',
  title: 'No user stands unused: neither password nor keys used within the allowed days',
  rationale:
    'A user whom nobody is any more keeps groups, policies and a name that other policies trust. Whoever gives that user a new key takes all of it over, and nobody looks twice at a name that was always there.',
  risk: 'Somebody who left comes back through a forgotten user, or an intruder makes a key for one and passes as an old colleague.',
  whenNotToFix:
    'The user is for emergencies, or is used in ways that the credential report does not tell of: SSH keys and Git passwords of CodeCommit, SMTP or Keyspaces passwords, signing certificates.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#remove-credentials',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_finding-unused.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_remove.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-2(3)', 'AC-6'],
    'pci-dss-4.0': ['8.2.6'],
    'iso-27001-2022': ['A.5.16', 'A.5.18'],
    'soc-2': ['CC6.2', 'CC6.3'],
  },
  reads: ['credential-report', 'authorization-details'],
  parameters: z.object({
    unusedDays: z.number().int().positive().default(90),
    /** Days that a quarantined user may be kept, in case somebody misses it. */
    graceDays: z.number().int().positive().default(30),
  }),
  messages: {
    used: '{user} was last used {days} day(s) ago',
    young: '{user} was made {days} day(s) ago',
    unused: '{user} has not been used for {days} days',
    neverUsed: '{user} was made {days} days ago; no password or key that {user} has was ever used',
    ...quarantineMessages,
    untold: 'AWS does not tell when {user} was last used',
    unreported: 'User {user} is not in the credential report; a newer report will tell',
  },
  *evaluate({ evidence, parameters: { unusedDays, graceDays }, now, pass, fail, unknown }) {
    const rows = new Map(evidence['credential-report'].rows.map((row) => [row.user, row]));
    for (const entity of evidence['authorization-details'].users) {
      const { name: user, createdAt } = entity;
      const resource = iamResource('user', entity);
      const quarantine = quarantineOf(entity, graceDays, now);
      const row = rows.get(user);
      const age = daysBetween(createdAt, now);
      if (quarantine !== undefined)
        yield quarantine.overdue ? fail('overdue', resource, quarantine) : pass('quarantined', resource, quarantine);
      else if (age < unusedDays) yield pass('young', resource, { user, days: age });
      else if (row === undefined) yield unknown('unreported', resource, { user });
      else {
        const uses = [row.passwordLastUsed, ...row.keys.map((key) => key.lastUsed)];
        const [lastUsed] = uses.filter(isTime).sort((a, b) => Date.parse(b) - Date.parse(a));
        const days = daysBetween(lastUsed ?? createdAt, now);
        const facts = { user, days, lastUsed: lastUsed ?? 'never', createdAt };
        if (days < unusedDays) yield pass('used', resource, facts);
        else if (uses.includes('unknown')) yield unknown('untold', resource, { user });
        else yield fail(lastUsed === undefined ? 'neverUsed' : 'unused', resource, facts);
      }
    }
  },
  remedies: [quarantineUser, decideOnUser, deleteUser],
});
