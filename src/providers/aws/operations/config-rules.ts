import type { ConfigService } from '@aws-sdk/client-config-service';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toRule } from '../collect/config.ts';
import { type ConfigRule, configKey } from '../model/config.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type RuleAddress = Pick<ConfigRule, 'region' | 'name'> & Readonly<Record<string, string>>;
type RuleValue = Pick<ConfigRule, 'owner' | 'source' | 'parameters'> & Partial<Pick<ConfigRule, 'arn' | 'state'>>;

/** AWS Config takes this many rules in a region; the quota can be raised. */
const mostRules = 1000;

/** A rule of AWS Config in a region, by name. */
export const configRuleResource = defineResource<RuleAddress, RuleValue>({
  type: 'config-rule',
  collection: 'config',
  volatile: ['arn', 'state'],
  label: ({ region, name }) => `rule ${name} of ${region}`,
  read(snapshot, address) {
    const found = readable(snapshot, 'config')?.rules.find((rule) => configKey(rule) === configKey(address));
    return found === undefined ? null : ruleValue(found);
  },
  write(draft, { region, name }, value) {
    const config = editable(draft, 'config');
    if (config === undefined) return;
    const present = config.rules.find((rule) => configKey(rule) === configKey({ region, name }));
    if (present !== undefined && present.owner !== 'AWS')
      throw new Refusal(`rule ${name} of ${region} runs a check of your own, which plans leave alone`);
    if (value === null) {
      if (present === undefined) throw new Refusal(`there is no rule ${name} in ${region} to delete`);
      removeKeyed(config.rules, configKey(present), configKey);
      return;
    }
    if (present !== undefined) throw new Refusal(`${region} has a rule ${name} already`);
    if (!config.recorders.some((recorder) => recorder.region === region))
      throw new Refusal(`AWS Config takes no rules in ${region}: it has no recorder there`);
    if (config.rules.filter((rule) => rule.region === region).length >= mostRules)
      throw new Refusal(`${region} has ${mostRules} rules already, the most that AWS Config allows`);
    const { partition, id } = draft.account;
    const arn = `arn:${partition}:config:${region}:${id}:config-rule/(known after apply)`;
    putSorted(config.rules, { region, name, arn, state: 'ACTIVE', ...structuredClone(value) }, configKey);
  },
  requires: () => [],
  permissions: ['config:DescribeConfigRules'],
  async observe(live, { region, name }) {
    const config: ConfigService = await live.config(region);
    const answer = await absent(() => config.describeConfigRules({ ConfigRuleNames: [name] }));
    const [rule] = answer?.ConfigRules ?? [];
    if (rule === undefined || rule.ConfigRuleState?.startsWith('DELETING') === true) return null;
    return ruleValue(toRule(region, rule));
  },
});

export const putConfigRule = defineOperation({
  name: 'config:PutConfigRule',
  resource: configRuleResource,
  inverse: 'config:DeleteConfigRule',
  reversibility: 'reversible',
  permissions: ['config:PutConfigRule', 'config:DescribeConfigRules'],
  title: ({ region, name }, _, to) => `Create rule ${name} in ${region}, which checks ${to?.source}${settings(to)}`,
  command: ({ region, name }, _, to) => [
    ...['configservice', 'put-config-rule', '--region', region],
    ...(to === null ? [] : ['--config-rule', JSON.stringify(toLive(name, to))]),
  ],
  async perform(live, { address: { region, name }, to }) {
    if (to === null) throw new Error('a rule is removed by config:DeleteConfigRule');
    const config = await live.config(region);
    await config.putConfigRule({ ConfigRule: toLive(name, to) });
    return undefined;
  },
});

export const deleteConfigRule = defineOperation({
  name: 'config:DeleteConfigRule',
  resource: configRuleResource,
  inverse: 'config:PutConfigRule',
  // The rule comes back under another ARN, and what it found so far is gone.
  reversibility: 'recoverable',
  permissions: ['config:DeleteConfigRule', 'config:DescribeConfigRules'],
  title: ({ region, name }) => `Delete rule ${name} of ${region}`,
  command: ({ region, name }) => [
    ...['configservice', 'delete-config-rule', '--region', region, '--config-rule-name', name],
  ],
  async perform(live, { address: { region, name } }) {
    const config = await live.config(region);
    await absent(() => config.deleteConfigRule({ ConfigRuleName: name }));
    return undefined;
  },
});

export const configRuleOperations = [putConfigRule, deleteConfigRule];

function ruleValue({ region: _, name: __, ...value }: ConfigRule): RuleValue {
  return value;
}

function settings(value: RuleValue | null): string {
  const pairs = Object.entries(value?.parameters ?? {}).map(([name, text]) => `${name}=${text}`);
  return pairs.length === 0 ? '' : ` with ${pairs.join(', ')}`;
}

function toLive(name: string, { source, parameters }: RuleValue) {
  return {
    ConfigRuleName: name,
    Source: { Owner: 'AWS' as const, SourceIdentifier: source },
    ...(Object.keys(parameters).length === 0 ? {} : { InputParameters: JSON.stringify(parameters) }),
  };
}
