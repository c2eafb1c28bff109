import { expect, test } from 'vitest';
import configRules from '../../../../remediations/aws/monitoring/config-rules.ts';
import { controls } from '../../../../remediations/index.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { ConfigRecorder } from '../../../../src/providers/aws/model/config.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const iamTypes = ['AWS::IAM::Group', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::IAM::User'];
const onlyHome = (recorder: ConfigRecorder) => recorder.region === 'us-east-1';

/** The boring account with each recorder changed. */
const recorders = (change: Partial<ConfigRecorder>) =>
  account().config((config) => {
    config.recorders = config.recorders.map((recorder) => ({ ...recorder, ...change }));
  });
const failing = (reason: string, discriminator: string) => ({ resource: '111122223333', reason, discriminator });
const required = configRules.parameters.parse({})['rules'] as string[];
const everyRule = (reason: string) => required.map((rule) => failing(reason, rule));

testRemediation(configRules, {
  compliant: {
    'the boring account': account(),
    'one region is enough': account().config((config) => {
      config.recorders = config.recorders.filter(onlyHome);
      config.rules = config.rules.filter(({ region }) => region === 'us-east-1');
    }),
    'the IAM types one by one': recorders({ allSupported: false, globalTypes: false, types: iamTypes }),
    'a rule that is evaluating, and nothing delivered yet': account().config((config) => {
      for (const rule of config.rules) rule.state = 'EVALUATING';
      for (const recorder of config.recorders) delete recorder.lastStatus;
    }),
    'a region that was not read': account().coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
  },
  violating: {
    'no recorder': {
      given: account().config((config) => config.recorders.splice(0)),
      expect: [failing('noRecorder', 'recorder'), ...everyRule('missing')],
    },
    'a recorder that is stopped': {
      given: recorders({ recording: false }),
      expect: [failing('noRecorder', 'recorder'), ...everyRule('missing')],
    },
    'a recorder that cannot deliver': {
      given: recorders({ lastStatus: 'FAILURE' }),
      expect: [failing('noRecorder', 'recorder'), ...everyRule('missing')],
    },
    'without the global types': {
      given: recorders({ globalTypes: false }),
      expect: [failing('noIam', 'recorder')],
    },
    'three of four IAM types': {
      given: recorders({ allSupported: false, types: iamTypes.slice(1) }),
      expect: [failing('noIam', 'recorder')],
    },
    'all types but users': {
      given: recorders({ excludedTypes: ['AWS::IAM::User'] }),
      expect: [failing('noIam', 'recorder')],
    },
    'one rule is missing, another on its way out, a third of one’s own': {
      given: account().config((config) => {
        config.rules = config.rules.filter(({ source }) => source !== 'ACCESS_KEYS_ROTATED');
        for (const rule of config.rules) {
          if (rule.source === 'IAM_PASSWORD_POLICY') rule.state = 'DELETING_RESULTS';
          if (rule.source === 'ROOT_ACCOUNT_MFA_ENABLED') rule.owner = 'CUSTOM_LAMBDA';
        }
      }),
      expect: ['ACCESS_KEYS_ROTATED', 'IAM_PASSWORD_POLICY', 'ROOT_ACCOUNT_MFA_ENABLED'].map((rule) =>
        failing('missing', rule),
      ),
    },
    'a rule where nothing is recorded': {
      given: account().config((config) => {
        config.recorders = config.recorders.filter(onlyHome);
        config.rules = config.rules.filter(
          ({ region, source }) => source !== 'ACCESS_KEYS_ROTATED' || region === 'eu-west-1',
        );
      }),
      expect: [failing('missing', 'ACCESS_KEYS_ROTATED')],
    },
  },
  unknown: {
    'the recorder and the rules may be where nobody could look': {
      given: account()
        .coverage({ regions: [], gaps: [{ reason: 'the enabled regions could not be listed' }] })
        .config((config) => Object.assign(config, { recorders: [], rules: [] })),
      expect: [failing('unseen', 'recorder'), ...everyRule('unseen')],
    },
  },
});

/** The boring account without rules on keys, passwords and unused credentials in any region. */
const bare = () =>
  account().config((config) => {
    config.rules = config.rules.filter(({ source }) => !/KEYS_ROTATED|PASSWORD_POLICY|UNUSED/.test(source));
  });

test('the rules ask for what the baseline asks for, where IAM is recorded', () => {
  const given = bare();
  const snapshot = given.build();
  const baseline = baselineSchema.parse({
    version: 1,
    controls: {
      'access-key-rotation': { maxAgeDays: [60, 120] },
      'credentials-unused': { unusedDays: 30 },
      'password-policy': { minimumLength: 16, requireSymbols: false },
    },
  });
  const chosen = evaluate([configRules], snapshot, baseline, given.now).filter(({ status }) => status === 'fail');
  const { changes } = assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now: given.now,
    chosen,
    via: 'api',
    declarative: () => false,
  });
  expect(changes.map(({ resource, to }) => [resource.address['region'], Object(to)['parameters']])).toEqual([
    ['us-east-1', { maxAccessKeyAge: '60' }],
    [
      'us-east-1',
      {
        RequireUppercaseCharacters: 'true',
        RequireLowercaseCharacters: 'true',
        RequireSymbols: 'false',
        RequireNumbers: 'true',
        MinimumPasswordLength: '16',
        PasswordReusePrevention: '24',
        MaxPasswordAge: '90',
      },
    ],
    ['us-east-1', { maxCredentialUsageAge: '30' }],
  ]);
});

test('a rule that would need a name that is taken gets another', () => {
  const given = account().config((config) => {
    for (const rule of config.rules) if (rule.source === 'ROOT_ACCOUNT_MFA_ENABLED') rule.owner = 'CUSTOM_LAMBDA';
  });
  expect(proposalsOf(configRules, 'add-rules', given)).toMatchObject([
    { changes: [{ resource: { address: { region: 'us-east-1', name: 'root-account-mfa-enabled-2' } } }] },
  ]);
});
