import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { type PasswordBaseline, passwordBaseline, strengthen, strengthenPolicy } from './strengthen-policy.ts';

export default defineControl({
  id: 'password-policy',
  area: 'password',
  severity: 'high',
  title: 'The account password policy is strong',
  rationale:
    "Without a policy of its own an account accepts IAM's default: eight characters, no expiry, and old passwords again.",
  risk: 'Short and reused passwords are guessed, or replayed from the leaks of other sites, until one opens the console.',
  whenNotToFix:
    'Nobody signs in with an IAM password, because all people come through a federation that sets its own rules.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.8', '1.9'],
    'cis-aws-1.5': ['1.8', '1.9'],
    'cis-aws-2.0': ['1.8', '1.9'],
    'cis-aws-3.0': ['1.8', '1.9'],
    'cis-aws-4.0': ['1.8', '1.9'],
    'cis-aws-5.0': ['1.7', '1.8'],
    'cis-aws-6.0': ['2.7', '2.8'],
    'cis-aws-7.0': ['2.8', '2.9'],
    'aws-fsbp': ['IAM.7'],
    'nist-800-53-r5': ['AC-2(1)', 'AC-2(3)', 'AC-3(15)', 'IA-5(1)'],
    'pci-dss-4.0': ['8.3.6', '8.3.7', '8.3.9'],
    'iso-27001-2022': ['A.5.17', 'A.8.5'],
    'soc-2': ['CC6.1'],
  },
  reads: ['password-policy'],
  parameters: passwordBaseline,
  messages: {
    strong: 'The account password policy meets the baseline',
    weak: 'The account password policy is weaker than the baseline in {weak}',
    absent: 'The account has no password policy of its own',
  },
  *evaluate({ evidence, account, parameters: wanted, pass, fail }) {
    const live = evidence['password-policy'];
    const strong = strengthen(live, wanted);
    const attributes = (Object.keys(wanted) as (keyof PasswordBaseline)[]).map((attribute) => ({
      attribute,
      live: live?.[attribute] ?? null,
      wanted: wanted[attribute],
      strong: live?.[attribute] === strong[attribute],
    }));
    const weak = attributes
      .filter((item) => !item.strong)
      .map((item) => `${item.attribute} (${item.live ?? 'off'} instead of ${item.wanted})`);
    const resource = accountResource(account);
    if (live === null) yield fail('absent', resource, { attributes });
    else if (weak.length > 0) yield fail('weak', resource, { attributes, weak });
    else yield pass('strong', resource, { attributes });
  },
  remedies: [strengthenPolicy],
});
