import { z } from 'zod';
import { daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { quarantinedSince, quarantineStanding } from '../../../src/providers/aws/policy/quarantine.ts';
import { decideOnRole, deleteRole, quarantineRole } from './retire-role.ts';
import { changeableRoles } from './roles.ts';

/**
 * Days are whole days, and the last one counts: a role that was last used 90 days ago passes, one of 91 does not. One
 * that was never used is judged by its age. IAM tells uses of the last 400 days, some hours late; where it did not tell
 * at all, the answer is unknown. A role in quarantine is given its days of grace: who missed it has come by then.
 */
export default defineControl({
  id: 'role-unused',
  area: 'roles',
  severity: 'medium',
  title: 'Every role was used within the allowed days',
  rationale:
    'A role outlives the program that it was made for. Nobody watches what it may do any more, and whoever its trust policy lets in can still take it.',
  risk: 'Permissions that everybody has forgotten are found by somebody who looks for them.',
  whenNotToFix:
    'The role is for emergencies, for disaster recovery, or for a job that runs once a year; except it with that reason.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(3)', 'AC-6'],
    'pci-dss-4.0': ['7.2.5.1'],
    'iso-27001-2022': ['A.5.18'],
    'soc-2': ['CC6.3'],
  },
  reads: ['authorization-details'],
  parameters: z.object({
    unusedDays: z.number().int().positive().default(90),
    /** Days that a quarantined role may be kept, in case somebody misses it. */
    graceDays: z.number().int().positive().default(30),
  }),
  messages: {
    used: 'Role {role} was used {days} day(s) ago',
    young: 'Role {role} was made {age} day(s) ago and not used yet',
    unused: 'Role {role} has not been used for {days} days',
    neverUsed: 'Role {role} was made {age} days ago and not used since',
    quarantined: 'Role {role} is in quarantine until {until}',
    overdue: 'Role {role} was quarantined {days} days ago and still exists',
    untold: 'When role {role} was last used is not in the evidence',
  },
  *evaluate({ evidence, parameters: { unusedDays, graceDays }, now, pass, fail, unknown }) {
    for (const { name: role, arn, createdAt, lastUsed, trust } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      const age = daysBetween(createdAt, now);
      const since = quarantinedSince(trust);
      if (since !== undefined) {
        const { days, until, overdue } = quarantineStanding(since, graceDays, now);
        const facts = { role, since, days, until };
        yield overdue ? fail('overdue', resource, facts) : pass('quarantined', resource, facts);
      } else if (lastUsed === undefined) yield unknown('untold', resource, { role, createdAt });
      else if (lastUsed === null) {
        if (age > unusedDays) yield fail('neverUsed', resource, { role, age, createdAt });
        else yield pass('young', resource, { role, age, createdAt });
      } else {
        const facts = {
          role,
          days: daysBetween(lastUsed.at, now),
          lastUsed: lastUsed.at,
          region: lastUsed.region ?? null,
        };
        if (facts.days > unusedDays) yield fail('unused', resource, facts);
        else yield pass('used', resource, facts);
      }
    }
  },
  remedies: [quarantineRole, decideOnRole, deleteRole],
});
