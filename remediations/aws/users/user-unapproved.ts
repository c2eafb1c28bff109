import { z } from 'zod';
import { accountResource, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { decideOnUser, deleteUser, quarantineMessages, quarantineOf, quarantineUser } from './retire-user.ts';

/**
 * Names are compared as IAM tells them apart, which is without regard to case: an account cannot have both `ada` and
 * `Ada`. Paths make no difference, for a name is unique in the whole account.
 */
export default defineControl({
  id: 'user-unapproved',
  area: 'users',
  severity: 'high',
  title: 'Only approved users exist',
  rationale:
    'IAM users are the credentials that last. A list of those that somebody decided to have makes each new one stand out, whether it came from a test, a tool or an intruder.',
  risk: 'A user that an intruder made is a door that stays open after the first one was found and shut.',
  whenNotToFix: 'The user is wanted: put the name on the list, with whoever reviews the list.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2'],
    'pci-dss-4.0': ['7.2.4', '8.2.4'],
    'iso-27001-2022': ['A.5.16', 'A.5.18'],
    'soc-2': ['CC6.2'],
  },
  reads: ['authorization-details'],
  parameters: z.object({
    /** The names of the users that may exist; while it is not set, nothing is assessed. */
    approvedUsers: z.array(z.string().min(1)).optional(),
    /** Days that a quarantined user may be kept, in case somebody misses it. */
    graceDays: z.number().int().positive().default(30),
  }),
  messages: {
    unset: 'Users are not assessed until the list approvedUsers is set',
    approved: 'User {user} is approved',
    unapproved: 'User {user}, made on {createdAt}, is not on the list of approved users',
    ...quarantineMessages,
  },
  *evaluate({ evidence, account, parameters: { approvedUsers, graceDays }, now, pass, fail, notApplicable }) {
    if (approvedUsers === undefined) return yield notApplicable('unset', accountResource(account), {});
    const approved = new Set(approvedUsers.map((name) => name.toLowerCase()));
    for (const entity of evidence['authorization-details'].users) {
      const { name: user, createdAt } = entity;
      const resource = iamResource('user', entity);
      const quarantine = quarantineOf(entity, graceDays, now);
      if (approved.has(user.toLowerCase())) yield pass('approved', resource, { user });
      else if (quarantine !== undefined)
        yield quarantine.overdue ? fail('overdue', resource, quarantine) : pass('quarantined', resource, quarantine);
      else yield fail('unapproved', resource, { user, createdAt });
    }
  },
  remedies: [quarantineUser, decideOnUser, deleteUser],
});
