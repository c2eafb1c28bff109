import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/engine/change.ts';
import { toJson } from '../../../src/engine/json.ts';
import { strongPasswordPolicy } from '../../../src/providers/aws/model/builder.ts';
import { providerPermissions } from '../../../src/providers/aws/permissions-terraform.ts';
import { declarativeTypes, isDeclarative } from '../../../stacks/aws/declarative.ts';
import { renderStack } from '../../../stacks/aws/synthesize.ts';
import { change } from '../../support/change.ts';
import { alarm, arn, document, every, inline, number } from './every-change.ts';

const render = (changes: readonly Change[], region?: string) => {
  const stack = renderStack({ changes, account: number, ...(region === undefined ? {} : { region }) });
  return { ...stack, json: JSON.parse(stack.main) as Record<string, unknown> };
};

describe('a stack of changes', () => {
  test('every declarative kind of resource has its case here', () => {
    expect(every.map(([{ resource }]) => resource.type).sort()).toEqual([...declarativeTypes].sort());
  });

  test('what the provider calls for each kind is known, by the names that policies have for it', () => {
    expect(Object.keys(providerPermissions).sort()).toEqual([...declarativeTypes].sort());
    for (const actions of Object.values(providerPermissions)) {
      expect(actions).toEqual([...new Set(actions)].sort());
      for (const action of actions) expect(action).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
    }
  });

  test.each(every)('writes $resource.type', (given, type, attributes) => {
    expect(isDeclarative(given)).toBe(true);
    const { resources, json } = render([given]);
    expect(resources).toEqual([
      { change: given.id, address: expect.stringMatching(`^${type}\\.[a-z][\\w-]*$`), before: null, after: attributes },
    ]);
    expect(json).not.toHaveProperty('import');
  });

  test('never emits what detaches everybody else', () => {
    const { main } = render(every.map(([given]) => given));
    expect(main).not.toMatch(/aws_iam_policy_attachment|aws_iam_group_membership|exclusive/);
  });

  test('leaves to the API what Terraform cannot state, or could not take back', () => {
    const policy = { name: 'deploy', path: '/', document };
    expect(isDeclarative(change('iam-group', { group: 'dev' }, { path: '/' }, null))).toBe(false);
    expect(isDeclarative(change('iam-access-key', { user: 'a', id: 'b' }, null, {}))).toBe(false);
    expect(isDeclarative(change('iam-policy', { arn }, policy, { ...policy, document: '{}' }))).toBe(false);
    // The provider would hand these on as other texts than the plan shows.
    for (const other of [inline, '{"Statement": []}', '{"Id":"a&b"}', 'no JSON'])
      expect(isDeclarative(change('iam-policy', { arn }, null, { ...policy, document: other }))).toBe(false);
    expect(isDeclarative(change('iam-group-inline-policy', { group: 'g', name: 'n' }, null, { document }))).toBe(false);
    const filter = { pattern: '', metric: 'm', namespace: 'n', value: '1' };
    const address = { region: 'eu-west-1', logGroup: 'trail', name: 'root' };
    expect(isDeclarative(change('logs-metric-filter', address, { ...filter, selection: 'x' }, filter))).toBe(false);
  });

  test('takes over what exists, and keeps of it what no change is about', () => {
    const address = { region: 'eu-west-1', name: 'root' };
    const { json, resources } = render([
      change('cloudwatch-alarm', address, { ...alarm, actionsEnabled: false }, alarm),
    ]);
    expect(json['import']).toEqual([{ id: 'root', to: 'aws_cloudwatch_metric_alarm.root_eu-west-1_75c401c3' }]);
    expect(json).toHaveProperty(
      'resource.aws_cloudwatch_metric_alarm.root_eu-west-1_75c401c3.lifecycle.ignore_changes',
      ['evaluate_low_sample_count_percentiles', 'tags', 'tags_all'],
    );
    expect(resources[0]).toMatchObject({
      importId: 'root',
      before: { actions_enabled: false },
      after: { actions_enabled: true },
    });
  });

  test('writes off as 0, which the provider would otherwise keep', () => {
    const { maxAgeDays: _, reusePrevention: __, hardExpiry: ___, ...off } = strongPasswordPolicy;
    const { resources } = render([
      change('iam-account-password-policy', {}, toJson(strongPasswordPolicy), toJson(off)),
    ]);
    expect(resources[0]?.after).toMatchObject({
      max_password_age: 0,
      password_reuse_prevention: 0,
      hard_expiry: false,
    });
  });

  test('leaves out what is not wanted, and says what that destroys', () => {
    const { json, resources } = render([change('iam-group', { group: 'dev' }, { path: '/' }, null)]);
    expect(json).not.toHaveProperty('resource');
    expect(json).not.toHaveProperty('import');
    expect(resources).toMatchObject([
      { address: 'aws_iam_group.dev', before: { name: 'dev', path: '/' }, after: null },
    ]);
  });

  test('orders what needs one another, whichever comes first', () => {
    const group = change('iam-group', { group: 'dev' }, null, { path: '/' });
    const member = change('iam-group-membership', { group: 'dev', user: 'ada' }, null, {}, [group]);
    for (const changes of [
      [group, member],
      [member, group],
    ])
      expect(Object.values(Object(render(changes).json['resource'])['aws_iam_user_group_membership'])).toMatchObject([
        { depends_on: ['aws_iam_group.dev'] },
      ]);
  });

  test('names alike what is alike, and nothing else', () => {
    const member = (user: string, group: string) => change('iam-group-membership', { group, user }, null, {});
    const addressOf = (one: Change) => render([one]).resources[0]?.address;
    expect(addressOf(member('a_b', 'c'))).not.toBe(addressOf(member('a', 'b_c')));
    expect(addressOf(member('a.b', 'c'))).not.toBe(addressOf(member('a-b', 'c')));
    expect(addressOf(member('a', 'b'))).toBe(addressOf(member('a', 'b')));
    expect(addressOf(change('iam-group', { group: '1st.line' }, null, { path: '/' }))).toMatch(
      /^aws_iam_group\._1st_line_\w{8}$/,
    );
  });

  test('has one account, a provider for each region, and the same one at home whatever the caller’s region is', () => {
    const topic = (region: string) =>
      change('sns-topic', { region, name: 't', arn: `arn:aws:sns:${region}:${number}:t` }, null, {});
    const changes = [topic('eu-west-1'), topic('us-east-1'), ...every.slice(0, 1).map(([given]) => given)];
    for (const region of [undefined, 'us-east-1', 'eu-west-1'])
      expect(render(changes, region).json['provider']).toEqual({
        aws: [
          { allowed_account_ids: [number], region: 'eu-west-1' },
          { allowed_account_ids: [number], region: 'us-east-1', alias: 'us-east-1' },
        ],
      });
    const { json } = render(changes);
    const topics = Object.values(Object(json['resource'])['aws_sns_topic'] as Record<string, { provider?: string }>);
    expect(topics.map(({ provider }) => provider)).toEqual([undefined, 'aws.us-east-1']);
    expect(render(changes.slice(2), 'us-west-2').json['provider']).toEqual({
      aws: [{ allowed_account_ids: [number], region: 'us-west-2' }],
    });
    // What is left out still has its provider, without which Terraform could not destroy it.
    const leaving = changes.map((one) => ({ ...one, from: one.to, to: null }));
    expect(render(leaving).json['provider']).toEqual(json['provider']);
  });

  test('keeps its state beside itself, by a path that moves with it, and holds nothing of cdktf', () => {
    const { json, main } = render(every.map(([given]) => given));
    expect(json['terraform']).toEqual({
      backend: { local: { path: 'terraform.tfstate' } },
      required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' } },
    });
    expect(main).not.toMatch(/cdktf|"\/\/"/);
  });
});
