import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { gapsOf } from '../regions.ts';
import { addConfigRules, isRecording, recordsIam, setUpRecorder } from './add-config-rules.ts';

/**
 * IAM is one for all regions, so one region is enough: AWS advises to record it, and to check it, in one alone. What
 * a region that was not read may hold is unknown, never missing.
 */
export default defineControl({
  id: 'config-rules',
  area: 'monitoring',
  severity: 'low',
  title: 'AWS Config records and the IAM managed rules are on',
  rationale:
    'A scan shows the account of today. AWS Config keeps what each user, role and policy was like at any time, and its rules notice a drift on the day that it begins.',
  risk: 'Nobody can tell since when a permission was there, and drift between two scans goes unseen.',
  whenNotToFix: 'Scans run daily and their results are kept; AWS Config is billed by the item that it records.',
  references: [
    'https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html',
    'https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['CA-7', 'CM-6', 'CM-8'],
    'iso-27001-2022': ['A.8.9', 'A.8.16'],
    'soc-2': ['CC7.1'],
  },
  reads: ['config'],
  parameters: z.object({
    /** Identifiers of the managed rules that must be on. */
    rules: z
      .array(z.string().regex(/^[A-Z0-9_]+$/))
      .default([
        'ACCESS_KEYS_ROTATED',
        'IAM_PASSWORD_POLICY',
        'IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS',
        'IAM_ROOT_ACCESS_KEY_CHECK',
        'IAM_USER_NO_POLICIES_CHECK',
        'IAM_USER_UNUSED_CREDENTIALS_CHECK',
        'MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS',
        'ROOT_ACCOUNT_MFA_ENABLED',
      ]),
  }),
  messages: {
    records: 'AWS Config records IAM in {regions}',
    noRecorder: 'AWS Config records in no region',
    noIam: 'AWS Config records in {regions}, and all of IAM in none of them',
    on: 'The rule {rule} is on in {regions}',
    missing: 'The rule {rule} is on in no region where AWS Config records',
    unseen: 'AWS Config could not be read everywhere: {why}',
  },
  *evaluate({ evidence: { config }, account, parameters, pass, fail, unknown }) {
    const resource = accountResource(account);
    const why = gapsOf(config, account).map((gap) => gap.why);
    const recording = config.recorders.filter(isRecording);
    const iam = recording.filter(recordsIam);
    const discriminator = 'recorder';
    if (iam.length > 0) yield pass('records', resource, { regions: regionsOf(iam) }, { discriminator });
    else if (why.length > 0) yield unknown('unseen', resource, { why }, { discriminator });
    else if (recording.length > 0) yield fail('noIam', resource, { regions: regionsOf(recording) }, { discriminator });
    else yield fail('noRecorder', resource, {}, { discriminator });

    const where = new Set(regionsOf(recording));
    const on = config.rules.filter(
      ({ owner, state, region }) => owner === 'AWS' && !state.startsWith('DELETING') && where.has(region),
    );
    for (const rule of new Set(parameters.rules)) {
      const regions = regionsOf(on.filter(({ source }) => source === rule));
      if (regions.length > 0) yield pass('on', resource, { rule, regions }, { discriminator: rule });
      else if (why.length > 0) yield unknown('unseen', resource, { rule, why }, { discriminator: rule });
      else yield fail('missing', resource, { rule }, { discriminator: rule });
    }
  },
  remedies: [addConfigRules, setUpRecorder],
});

function regionsOf(items: readonly { readonly region: string }[]): string[] {
  return [...new Set(items.map(({ region }) => region))].sort();
}
