import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { gapMessages, keysByUser } from './key-evidence.ts';
import { chooseKey, deactivateIdleKey } from './surplus-key.ts';

export default defineControl({
  id: 'access-key-unnecessary',
  area: 'access-keys',
  severity: 'medium',
  title: 'Every user has at most one active access key',
  rationale:
    'A second key exists so that the first can be rotated. Where both stay active, there are two secrets to guard, and nobody can tell which program stops when one is taken away.',
  risk: 'The forgotten one of two keys leaks, and its use hides among the calls of the other.',
  whenNotToFix: 'A rotation is under way: the new key is being handed out and the old one still answers.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id-credentials-access-keys-update.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.13'],
    'cis-aws-1.5': ['1.13'],
    'cis-aws-2.0': ['1.13'],
    'cis-aws-3.0': ['1.13'],
    'cis-aws-4.0': ['1.13'],
    'cis-aws-5.0': ['1.12'],
    'cis-aws-6.0': ['2.12'],
    'nist-800-53-r5': ['AC-2', 'AC-6'],
    'iso-27001-2022': ['A.5.15', 'A.5.17'],
    'soc-2': ['CC6.1'],
  },
  reads: ['credential-report', 'access-keys'],
  parameters: z.object({}),
  messages: {
    single: 'User {user} has {active} active access key(s)',
    several: 'User {user} has {active} active access keys: {keys}',
    ...gapMessages,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    for (const { user, resource, keys, gap } of keysByUser(evidence)) {
      const ids = keys
        .filter((key) => key.active)
        .map((key) => key.id)
        .sort();
      const facts = { user, active: ids.length, keys: ids };
      if (gap !== undefined) yield unknown(gap, resource, { user });
      else if (ids.length > 1) yield fail('several', resource, facts);
      else yield pass('single', resource, facts);
    }
  },
  remedies: [deactivateIdleKey, chooseKey],
});
