import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineControl, defineRemedy, iamResource } from '../../../src/providers/aws/model/control.ts';
import { isTime, type ReportRow, rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { pairSlots } from '../../../src/providers/aws/model/key-slots.ts';
import { deactivate } from '../access-keys/retire-key.ts';

/** How a key slot stands: made with the user and never used, or too little told to say so; undefined where all is well. */
function suspicionOf(
  row: ReportRow,
  slot: ReportRow['keys'][number],
  windowMinutes: number,
): 'initial' | 'untold' | undefined {
  if (!slot.active || isTime(slot.lastUsed)) return undefined;
  if (!isTime(slot.lastRotated) || !isTime(row.createdAt)) return 'untold';
  if (Date.parse(slot.lastRotated) - Date.parse(row.createdAt) > windowMinutes * 60_000) return undefined;
  return slot.lastUsed === 'never' && row.passwordEnabled === true ? 'initial' : 'untold';
}

const deactivateInitialKeys = defineRemedy({
  id: 'deactivate-initial-keys',
  via: ['api'],
  title: 'Deactivate the access keys that came with the user and were never used',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      const keys = initialKeys(context.snapshot, user, Number(finding.evidence['initialWindowMinutes']));
      const title = `Deactivate the access keys that ${user} got at first and never used`;
      if (keys.length !== finding.evidence['keys'])
        return { title, blocked: `which of the access keys of ${user} they are cannot be told` };
      // The report may be hours old: a key that was used since stays.
      for (const key of keys) deactivate(steps, key, { neverUsed: true });
      return { title };
    });
  },
});

/** The keys behind the report's slots; one that could be meant by either slot is left out. */
function initialKeys(snapshot: AwsSnapshot, user: string, windowMinutes: number) {
  const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
  const keys = readable(snapshot, 'access-keys')?.filter((key) => key.user === user) ?? [];
  if (row === undefined) return [];
  const slots = pairSlots(row, keys);
  return keys.filter(({ id, lastUsed }) => {
    const slot = slots.get(id);
    return slot !== undefined && lastUsed === 'never' && suspicionOf(row, row.keys[slot], windowMinutes) === 'initial';
  });
}

/** The window ends with its last second: a key made five minutes after the user is one made during the set-up. */
export default defineControl({
  id: 'user-initial-access-keys',
  area: 'users',
  severity: 'medium',
  title: 'No access key was made while a console user was set up and never used',
  rationale:
    'Somebody ticked a box: the user got a key together with the password, and nobody needed it. A key that was asked for is used within days.',
  risk: 'The secret lies in a download folder or a mail, opens the account, and no owner misses it.',
  whenNotToFix: 'The user was made an hour ago, and the key is on its way to the program that will use it.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users_create.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.11'],
    'cis-aws-1.5': ['1.11'],
    'cis-aws-2.0': ['1.11'],
    'cis-aws-3.0': ['1.11'],
    'cis-aws-4.0': ['1.11'],
    'cis-aws-5.0': ['1.10'],
    'cis-aws-6.0': ['2.10'],
    'nist-800-53-r5': ['AC-2', 'AC-6'],
    'iso-27001-2022': ['A.5.15', 'A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report'],
  parameters: z.object({ initialWindowMinutes: z.number().int().positive().default(5) }),
  messages: {
    none: '{user} has no key that came with the user and was never used',
    initial: '{user} has {keys} access key(s) made within {initialWindowMinutes} minutes of the user and never used',
    untold: 'The credential report tells too little of the keys of {user}: when they were made, whether they were used',
    'no-password': '{user} has no console password',
  },
  *evaluate({ evidence, parameters: { initialWindowMinutes }, pass, fail, unknown, notApplicable }) {
    for (const row of evidence['credential-report'].rows) {
      const { user, arn, createdAt } = row;
      if (user === rootUser) continue;
      const resource = iamResource('user', { name: user, arn });
      const found = row.keys.map((slot) => suspicionOf(row, slot, initialWindowMinutes));
      const keys = found.filter((each) => each === 'initial').length;
      const facts = { user, keys, initialWindowMinutes, createdAt };
      if (row.passwordEnabled === false) yield notApplicable('no-password', resource, facts);
      else if (keys > 0) yield fail('initial', resource, facts);
      else if (found.includes('untold')) yield unknown('untold', resource, facts);
      else yield pass('none', resource, facts);
    }
  },
  remedies: [deactivateInitialKeys],
});
