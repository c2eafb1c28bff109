import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { deactivateOlderKeys } from './retire-ssh-key.ts';

export default defineControl({
  id: 'ssh-key-unnecessary',
  area: 'ssh-keys',
  severity: 'low',
  title: 'Every user has at most one active SSH public key',
  rationale:
    'A second key exists so that the first can be replaced. Each one more is one more private key to guard, and AWS does not tell which of them is still used.',
  risk: 'The forgotten one of several keys leaks, and nobody notices that it still opens the repositories.',
  whenNotToFix:
    'The user works from several machines, each with a key of its own, or a replacement is under way: except it with the end of that.',
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_ssh-keys.html'],
  frameworks: { 'nist-800-53-r5': ['AC-6', 'IA-5'], 'iso-27001-2022': ['A.5.17'], 'soc-2': ['CC6.1'] },
  reads: ['ssh-keys'],
  parameters: z.object({}),
  messages: {
    single: 'User {user} has {active} active SSH key(s)',
    several: 'User {user} has {active} active SSH keys: {keys}',
  },
  *evaluate({ evidence, pass, fail }) {
    const activeOf = new Map<string, string[]>();
    for (const { user, id, active } of evidence['ssh-keys'])
      activeOf.set(user, [...(activeOf.get(user) ?? []), ...(active ? [id] : [])]);
    for (const [user, keys] of activeOf) {
      const resource = { type: 'iam-user', id: user };
      const facts = { user, active: keys.length, keys: keys.sort() };
      if (keys.length > 1) yield fail('several', resource, facts);
      else yield pass('single', resource, facts);
    }
  },
  remedies: [deactivateOlderKeys],
});
