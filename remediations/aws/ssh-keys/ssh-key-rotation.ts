import { z } from 'zod';
import { daysBetween, defineControl } from '../../../src/providers/aws/model/control.ts';
import { passedWindow } from '../age-windows.ts';
import { byHand } from '../by-hand.ts';
import { retireSshKey } from './retire-ssh-key.ts';

const replaceByHand = byHand({
  id: 'replace-by-owner',
  title: 'Have the owner upload a new SSH key, then retire the old one',
  reversibility: 'reversible',
  guide: ({ resource: { id: user }, discriminator: id }) => ({
    title: `Have ${user} replace SSH key ${id}`,
    steps: [
      `Ask ${user} to make a new key pair where the old one is kept (ssh-keygen -t rsa -b 4096) and to send the public half only; the private half never leaves the machine.`,
      `Upload it: aws iam upload-ssh-public-key --user-name ${user} --ssh-public-key-body file://NEW.pub`,
      `Have ${user} put the new key's id as User into ~/.ssh/config, and fetch from CodeCommit with it.`,
      `Deactivate the old key: aws iam update-ssh-public-key --user-name ${user} --ssh-public-key-id ${id} --status Inactive`,
      `A week later, when nothing has failed, delete it: aws iam delete-ssh-public-key --user-name ${user} --ssh-public-key-id ${id}`,
    ],
    expect: `aws iam list-ssh-public-keys --user-name ${user} shows ${id} as Inactive, or no more`,
  }),
});

/** Ages are whole days since the upload. AWS does not tell whether an SSH key is used, so age is all that counts. */
export default defineControl({
  id: 'ssh-key-rotation',
  area: 'ssh-keys',
  severity: 'medium',
  title: 'Active SSH public keys are rotated within the allowed days',
  rationale:
    'The private half of an SSH key lies on a laptop or a build server and works until its public half is taken away. AWS does not tell when one was last used, so only replacing it ends the copies.',
  risk: 'A lost laptop or an old backup still reads and writes the source code in CodeCommit.',
  whenNotToFix: 'A program cannot take a new key in time; better, let it use a role with the Git credential helper.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html',
    'https://docs.aws.amazon.com/codecommit/latest/userguide/setting-up-ssh-unixes.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['IA-5'],
    'iso-27001-2022': ['A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['ssh-keys'],
  parameters: z.object({
    /** Windows in days; the strictest decides, and the severity rises with each wider one that is passed. */
    maxAgeDays: z.array(z.number().int().positive()).min(1).default([30, 45, 90]),
    /** Days between the deactivation of a key and its deletion. */
    graceDays: z.number().int().positive().default(7),
  }),
  messages: {
    young: 'SSH key {key} of {user} is {age} day(s) old',
    old: 'SSH key {key} of {user} is {age} days old, past the window of {window} days',
  },
  *evaluate({ evidence, parameters: { maxAgeDays }, now, pass, fail }) {
    for (const { user, id: key, active, uploadedAt } of evidence['ssh-keys']) {
      if (!active) continue;
      const resource = { type: 'iam-user', id: user };
      const age = daysBetween(uploadedAt, now);
      const facts = { user, key, age, uploadedAt };
      const passed = passedWindow(age, maxAgeDays, 'medium');
      const discriminator = key;
      if (passed === undefined) yield pass('young', resource, facts, { discriminator });
      else {
        const { window, severity } = passed;
        yield fail('old', resource, { ...facts, window }, { discriminator, severity });
      }
    }
  },
  remedies: [replaceByHand, retireSshKey],
});
