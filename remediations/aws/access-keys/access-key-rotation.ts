import { z } from 'zod';
import { daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import { passedWindow } from '../age-windows.ts';
import { gapMessages, keysByUser } from './key-evidence.ts';
import { deactivateKey } from './retire-key.ts';
import { rotateKey } from './rotate-key.ts';

/**
 * Ages are whole days since the key was made: "every 90 days or less" passes a key of 90 days and fails one of 91.
 * Being deactivated and activated again does not make a key younger.
 */
export default defineControl({
  id: 'access-key-rotation',
  area: 'access-keys',
  severity: 'high',
  title: 'Active access keys are rotated within the allowed days',
  rationale:
    'An access key works until somebody ends it. The longer one lives, the more places hold a copy of it: laptops, build servers, backups, chat logs. Rotation makes every copy but the newest worthless.',
  risk: 'A key that leaked long ago still opens the account, and nobody knows how many copies there are.',
  whenNotToFix:
    'The key belongs to a device or a partner that cannot take a new one in time; better, give the program a role and no key at all.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3',
    'https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.14'],
    'cis-aws-1.5': ['1.14'],
    'cis-aws-2.0': ['1.14'],
    'cis-aws-3.0': ['1.14'],
    'cis-aws-4.0': ['1.14'],
    'cis-aws-5.0': ['1.13'],
    'cis-aws-6.0': ['2.13'],
    'cis-aws-7.0': ['2.12'],
    'aws-fsbp': ['IAM.3'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-2(3)', 'AC-3(15)'],
    'pci-dss-4.0': ['8.3.9', '8.6.3'],
    'iso-27001-2022': ['A.5.15', 'A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report', 'access-keys'],
  parameters: z.object({
    /** Windows in days; the strictest decides, and the severity rises with each wider one that is passed. */
    maxAgeDays: z.array(z.number().int().positive()).min(1).default([30, 45, 90]),
    /** Days between deactivating a key and deleting it. */
    graceDays: z.number().int().nonnegative().default(7),
  }),
  messages: {
    young: 'Access key {key} of {user} is {age} day(s) old',
    old: 'Access key {key} of {user} is {age} days old, past the window of {window} days',
    ...gapMessages,
  },
  *evaluate({ evidence, parameters, now, pass, fail, unknown }) {
    for (const { user, resource, keys, gap } of keysByUser(evidence)) {
      if (gap !== undefined) yield unknown(gap, resource, { user });
      for (const key of keys.filter((item) => item.active)) {
        const age = daysBetween(key.createdAt, now);
        const facts = { user, key: key.id, age, createdAt: key.createdAt, lastUsed: key.lastUsed };
        const passed = passedWindow(age, parameters.maxAgeDays, 'high');
        const discriminator = key.id;
        if (passed === undefined) yield pass('young', resource, facts, { discriminator });
        else {
          const { window, severity } = passed;
          yield fail('old', resource, { ...facts, window }, { discriminator, severity });
        }
      }
    }
  },
  remedies: [rotateKey, deactivateKey],
});
