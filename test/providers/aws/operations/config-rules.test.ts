import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  configRuleOperations,
  deleteConfigRule,
  putConfigRule,
} from '../../../../src/providers/aws/operations/config-rules.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const at = (name: string, region = 'us-east-1') => ({ region, name });
const wanted = { owner: 'AWS', source: 'ACCESS_KEYS_ROTATED', parameters: { maxAccessKeyAge: '30' } };

testOperationLaws(configRuleOperations, () => [
  write(putConfigRule, at('keys'), wanted),
  write(putConfigRule, at('root', 'eu-west-1'), { ...wanted, source: 'ROOT_ACCOUNT_MFA_ENABLED', parameters: {} }),
  write(deleteConfigRule, at('iam-password-policy'), null),
]);

test('the rule is told with its parameters', () => {
  const change = changeOf(account().build(), write(putConfigRule, at('keys'), wanted));
  expect(change?.title).toBe('Create rule keys in us-east-1, which checks ACCESS_KEYS_ROTATED with maxAccessKeyAge=30');
  expect(JSON.parse(change?.command.at(-1) ?? '')).toEqual({
    ConfigRuleName: 'keys',
    Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
    InputParameters: '{"maxAccessKeyAge":"30"}',
  });
});

test.each([
  ['where it has no recorder', account(), at('keys', 'eu-west-3'), 'it has no recorder there'],
  ['under a name that is taken', account(), at('access-keys-rotated'), 'has a rule access-keys-rotated already'],
  [
    'in the place of one of the account’s own',
    account().config(({ rules }) => Object.assign(rules[0] ?? {}, { region: 'us-east-1', owner: 'CUSTOM_POLICY' })),
    at('access-keys-rotated'),
    'runs a check of your own',
  ],
])('AWS Config takes no rule %s', (_, given, address, reason) => {
  expect(refusalOf(given.build(), write(putConfigRule, address, wanted))).toContain(reason);
});
