import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { TerraformStack } from 'cdktf';
import { RootConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { alarmFault, filterFault, watches } from '../../../src/providers/aws/monitoring/alarm.ts';
import { CisMonitoring, PasswordPolicy, providerVersions, UserGroups } from '../../../stacks/index.ts';
import { hasTerraform, terraformPlace } from '../../support/terraform.ts';

const logGroup = 'trail';
type Resources = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** A stack of one's own that uses every construct. */
function ownStack(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'own');
  stack.addOverride('terraform.required_providers.aws.version', providerVersions);
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  new PasswordPolicy(stack, 'password', { maxAgeDays: 90 });
  new UserGroups(stack, 'groups', {
    readers: { members: ['ada', 'alan'], policyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] },
    writers: { path: '/teams/', members: ['ada'], policyArns: [] },
  });
  new CisMonitoring(stack, 'cis', { logGroup, topicName: 'alarms', emails: ['security@example.com'] });
  return stack;
}

describe('the constructs', () => {
  const written = ownStack().toTerraform() as { resource: Resources };
  const of = (type: string) => Object.values(written.resource[type] ?? {});

  test('a password policy is the benchmark’s but for what is told', () => {
    expect(of('aws_iam_account_password_policy')).toMatchObject([
      { minimum_password_length: 14, password_reuse_prevention: 24, max_password_age: 90, require_symbols: true },
    ]);
  });

  test('groups hold their members one by one, after the group itself', () => {
    expect(of('aws_iam_group')).toMatchObject([
      { name: 'readers', path: '/' },
      { name: 'writers', path: '/teams/' },
    ]);
    const [group] = Object.keys(written.resource['aws_iam_group'] ?? {});
    expect(of('aws_iam_user_group_membership')).toMatchObject([
      { user: 'ada', groups: ['readers'], depends_on: [`aws_iam_group.${group}`] },
      { user: 'alan', groups: ['readers'] },
      { user: 'ada', groups: ['writers'] },
    ]);
    expect(of('aws_iam_group_policy_attachment')).toMatchObject([{ group: 'readers' }]);
  });

  test('monitoring is what the controls ask for: each alarm goes off on one event and tells the topic', () => {
    const [alarms, filters] = [of('aws_cloudwatch_metric_alarm'), of('aws_cloudwatch_log_metric_filter')];
    expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual(['root-activity-monitored', 'monitor-iam-changes']);
    const [topic] = Object.keys(written.resource['aws_sns_topic'] ?? {});
    alarms.forEach((given, at) => {
      const { name, namespace, value } = Object(filters[at])['metric_transformation'] as Record<string, string>;
      const region = 'eu-west-1';
      const filter = {
        region,
        logGroup,
        name: '',
        pattern: '',
        metric: `${name}`,
        namespace: `${namespace}`,
        value: `${value}`,
      };
      const alarm = {
        region,
        name: '',
        metric: String(given['metric_name']),
        namespace: String(given['namespace']),
        statistic: String(given['statistic']),
        comparison: String(given['comparison_operator']),
        threshold: Number(given['threshold']),
        periodSeconds: Number(given['period']),
        evaluationPeriods: Number(given['evaluation_periods']),
        treatMissingData: String(given['treat_missing_data']),
        actionsEnabled: true,
        actions: [],
      };
      expect([watches(alarm, filter), filterFault(filter), alarmFault(alarm, filter)]).toEqual([
        true,
        undefined,
        undefined,
      ]);
      expect(given).toMatchObject({ actions_enabled: true, alarm_actions: [`\${aws_sns_topic.${topic}.arn}`] });
    });
    expect(of('aws_sns_topic_subscription')).toMatchObject([{ protocol: 'email', endpoint: 'security@example.com' }]);
  });

  test.skipIf(!hasTerraform)('Terraform takes them', { timeout: 120_000 }, async () => {
    const place = await terraformPlace();
    const folder = await place.folder('constructs');
    const { '//': _, ...configuration } = written as Record<string, unknown>;
    await writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration));
    await place.run(folder, 'init', '-backend=false', '-input=false');
    expect(JSON.parse(await place.run(folder, 'validate', '-json'))).toMatchObject({ valid: true, error_count: 0 });
  });
});
