import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { daysBetween, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { isTime } from '../../../src/providers/aws/model/credential-report.ts';
import { deleteAccessKey } from '../../../src/providers/aws/operations/access-keys.ts';

const deleteInactiveKey = defineRemedy({
  id: 'delete-inactive-key',
  via: ['api'],
  title: 'Delete the deactivated access key',
  reversibility: 'irreversible',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: user }, discriminator: id = '', control }, steps) => {
      const quietDays = Number(context.parameters(control)['graceDays']);
      // A key that somebody activated and used since the evidence was read is not deleted.
      steps.add(deleteAccessKey, { user, id }, null, { quietDays });
      return { title: `Delete the deactivated access key ${id} of ${user}` };
    });
  },
});

/**
 * AWS does not tell when a key was deactivated. What it tells is since when the key has been of no use: its last use,
 * or its making where there was none. Thirty days of that are the days of grace, and on the last one they are over.
 */
export default defineControl({
  id: 'access-key-inactive',
  area: 'access-keys',
  severity: 'low',
  title: 'Deactivated access keys are deleted after the days of grace',
  rationale:
    'A deactivated key is kept so that it can be activated again when something fails. Once that has not happened for weeks, it serves nobody, takes one of the two places that a user has, and one call makes it work again.',
  risk: 'Whoever holds an old copy of the secret and may call UpdateAccessKey, or talks somebody into it, has the access back.',
  whenNotToFix:
    'The key was deactivated lately after a long idle time, and the days of grace since then are not over: wait for them.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2', 'AC-6'],
    'iso-27001-2022': ['A.5.17', 'A.5.18'],
    'soc-2': ['CC6.1', 'CC6.2'],
  },
  reads: ['access-keys'],
  parameters: z.object({ graceDays: z.number().int().positive().default(30) }),
  messages: {
    grace: 'Deactivated access key {key} of {user} was used or made {days} day(s) ago',
    idle: 'Deactivated access key {key} of {user} has been of no use for {days} days, last used {lastUsed}',
    untold: 'When deactivated access key {key} of {user} was last used cannot be told',
  },
  *evaluate({ evidence, parameters: { graceDays }, now, pass, fail, unknown }) {
    for (const { user, id: key, active, createdAt, lastUsed } of evidence['access-keys']) {
      if (active) continue;
      const resource = { type: 'iam-user', id: user };
      const days = daysBetween(isTime(lastUsed) ? lastUsed : createdAt, now);
      const facts = { user, key, days, createdAt, lastUsed };
      const options = { discriminator: key };
      if (days < graceDays) yield pass('grace', resource, facts, options);
      else if (lastUsed === 'unknown') yield unknown('untold', resource, facts, options);
      else yield fail('idle', resource, facts, options);
    }
  },
  remedies: [deleteInactiveKey],
});
