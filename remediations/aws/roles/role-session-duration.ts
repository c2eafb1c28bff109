import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineControl, defineRemedy, iamResource } from '../../../src/providers/aws/model/control.ts';
import { updateRole } from '../../../src/providers/aws/operations/role-sessions.ts';
import { changeableRoles } from './roles.ts';

const shortenSessions = defineRemedy({
  id: 'shorten-sessions',
  via: ['terraform', 'api'],
  title: 'Let sessions of the role last as long as is allowed',
  reversibility: 'reversible',
  *propose(context) {
    const { maxSessionHours } = context.parameters('role-session-duration') as { maxSessionHours: number };
    yield* eachFinding(context, ({ resource: { id: role } }, steps) => {
      const now = steps.value(updateRole, { role });
      steps.add(updateRole, { role }, { ...now, maxSessionSeconds: Math.floor(maxSessionHours * 3600) });
      return { title: `Let sessions of role ${role} last up to ${maxSessionHours} hour(s)` };
    });
  },
});

/** IAM lets the longest session of a role be of one to twelve hours; the limit itself is allowed. */
export default defineControl({
  id: 'role-session-duration',
  area: 'roles',
  severity: 'low',
  title: 'Sessions of roles end within the allowed hours',
  rationale:
    'The credentials of a session cannot be called back one by one: who has a copy of them is in until they expire. A short session makes a stolen one worth little.',
  risk: 'Credentials that leaked in the morning still work in the evening, when the theft is noticed.',
  whenNotToFix:
    'A job under the role runs for longer and cannot ask for new credentials in between; except that role and give it little else to do.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_update-role-settings.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateRole.html',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-12'], 'iso-27001-2022': ['A.8.5'], 'soc-2': ['CC6.1'] },
  reads: ['authorization-details'],
  parameters: z.object({ maxSessionHours: z.number().min(1).max(12).default(4) }),
  messages: {
    short: 'Sessions of role {role} last up to {hours} hour(s)',
    long: 'Sessions of role {role} may last {hours} hours, and {maxSessionHours} hour(s) are allowed',
    untold: 'How long sessions of role {role} may last is not in the evidence',
  },
  *evaluate({ evidence, parameters: { maxSessionHours }, pass, fail, unknown }) {
    for (const { name: role, arn, maxSessionSeconds } of changeableRoles(evidence['authorization-details'])) {
      const resource = iamResource('role', { name: role, arn });
      if (maxSessionSeconds === undefined) yield unknown('untold', resource, { role });
      else {
        const facts = { role, hours: Math.round(maxSessionSeconds / 36) / 100, maxSessionSeconds, maxSessionHours };
        if (maxSessionSeconds > maxSessionHours * 3600) yield fail('long', resource, facts);
        else yield pass('short', resource, facts);
      }
    }
  },
  remedies: [shortenSessions],
});
