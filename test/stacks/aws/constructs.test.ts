import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider/index.js';
import { TerraformStack } from 'cdktf';
import { RootConstruct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { alarmFault, filterFault, watches } from '../../../src/providers/aws/monitoring/alarm.ts';
import { plain } from '../../../stacks/aws/literal.ts';
import * as examples from '../../../stacks/examples.ts';
import * as constructs from '../../../stacks/index.ts';
import { providerVersions } from '../../../stacks/index.ts';
import { hasTerraform, terraformPlace } from '../../support/terraform.ts';

const ada = 'arn:aws:iam::111122223333:user/ada';
type Resources = Readonly<Record<string, Readonly<Record<string, Record<string, unknown>>>>>;

/** A stack of one's own that holds every example. */
function ownStack(): TerraformStack {
  const stack = new TerraformStack(new RootConstruct(), 'own');
  stack.addOverride('terraform.required_providers.aws.version', providerVersions);
  new AwsProvider(stack, 'aws', { region: 'eu-west-1' });
  for (const write of Object.values(examples)) write(stack);
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
      { name: 'mfa-required', path: '/' },
    ]);
    const [group] = Object.keys(written.resource['aws_iam_group'] ?? {});
    expect(of('aws_iam_user_group_membership')).toMatchObject([
      { user: 'ada', groups: ['readers'], depends_on: [`aws_iam_group.${group}`] },
      { user: 'alan', groups: ['readers'] },
      { user: 'ada', groups: ['writers'] },
      { user: 'alan', groups: ['mfa-required'] },
      { user: 'grace', groups: ['mfa-required'] },
    ]);
    expect(of('aws_iam_group_policy_attachment')).toMatchObject([{ group: 'readers' }, { group: 'mfa-required' }]);
  });

  test('whoever signs in without MFA may register a device for oneself, and do nothing else', () => {
    const [guard] = of('aws_iam_policy').filter(({ name }) => name === 'mfa-required');
    const { Statement: statements } = JSON.parse(plain(String(guard?.['policy'])));
    const denied = statements.at(-1);
    expect(denied).toMatchObject({
      Effect: 'Deny',
      Resource: '*',
      Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
    });
    const given = statements.filter(({ Effect }: { Effect: string }) => Effect === 'Allow');
    for (const action of given.flatMap(({ Action }: { Action: string | string[] }) => Action))
      expect(denied.NotAction).toContain(action);
    expect(given[0].Resource).toEqual([
      `arn:aws:iam::111122223333:user/\${aws:username}`,
      `arn:aws:iam::111122223333:user/*/\${aws:username}`,
    ]);
  });

  test('roles for people ask for MFA, and get their policies once they stand', () => {
    expect(of('aws_iam_role').map(({ name }) => name)).toEqual([
      ...['aws-support', 'identity-master', 'identity-manager', 'shop', 'shop-deployment'],
      'cloudtrail-to-cloudwatch-logs',
    ]);
    expect(JSON.parse(String(of('aws_iam_role')[0]?.['assume_role_policy']))).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: [ada] },
          Action: 'sts:AssumeRole',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        },
      ],
    });
    const [support] = Object.keys(written.resource['aws_iam_role'] ?? {});
    expect(of('aws_iam_role_policy_attachment')).toMatchObject([
      {
        role: 'aws-support',
        policy_arn: 'arn:aws:iam::aws:policy/AWSSupportAccess',
        depends_on: [`aws_iam_role.${support}`],
      },
      { role: 'identity-master', policy_arn: 'arn:aws:iam::111122223333:policy/identity-master-duty' },
      { role: 'identity-manager', policy_arn: 'arn:aws:iam::111122223333:policy/identity-manager-duty' },
      { role: 'shop', policy_arn: 'arn:aws:iam::111122223333:policy/shop' },
      { role: 'shop-deployment' },
      { role: 'cloudtrail-to-cloudwatch-logs' },
    ]);
  });

  test('roles for workloads admit one service, or the named jobs of a provider that vouches for them', () => {
    const [shop, deployment] = of('aws_iam_role').filter(({ name }) => String(name).startsWith('shop'));
    const statement = (of?: Record<string, unknown>) => JSON.parse(String(of?.['assume_role_policy'])).Statement;
    expect(statement(shop)).toEqual([
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    expect(statement(deployment)).toEqual([
      {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: {
          StringEquals: { 'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com' },
          StringLike: { 'token.actions.githubusercontent.com:sub': ['repo:example/shop:ref:refs/heads/main'] },
        },
      },
    ]);
    expect([shop, deployment].map((made) => made?.['permissions_boundary'])).toEqual([
      'arn:aws:iam::111122223333:policy/boundary',
      undefined,
    ]);
    expect(of('aws_iam_instance_profile')).toMatchObject([{ name: 'shop', role: 'shop' }]);
  });

  test('monitoring is what the controls ask for: each alarm goes off on one event and tells the topic', () => {
    const [alarms, filters] = [of('aws_cloudwatch_metric_alarm'), of('aws_cloudwatch_log_metric_filter')];
    expect(alarms.map(({ alarm_name }) => alarm_name)).toEqual([
      ...['root-activity-monitored', 'monitor-iam-changes', 'monitor-unauthorized-calls'],
      ...['monitor-sign-in-without-mfa', 'monitor-sign-in-failures', 'monitor-cloudtrail-changes'],
      ...['root-activity-monitored', 'monitor-iam-changes', 'new-access-keys'],
    ]);
    const [topic, ownTopic] = Object.keys(written.resource['aws_sns_topic'] ?? {});
    alarms.forEach((given, at) => {
      const { name, namespace, value } = Object(filters[at])['metric_transformation'] as Record<string, string>;
      const region = 'eu-west-1';
      const filter = {
        region,
        logGroup: String(filters[at]?.['log_group_name']),
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
      expect(given).toMatchObject({
        actions_enabled: true,
        alarm_actions: [`\${aws_sns_topic.${at < 6 ? topic : ownTopic}.arn}`],
      });
    });
    expect(of('aws_sns_topic_subscription')).toMatchObject([
      { protocol: 'email', endpoint: 'security@example.com' },
      { protocol: 'email', endpoint: 'soc@example.com' },
    ]);
  });

  test('a trail has all that the controls ask for, and is made once its bucket lets it in', () => {
    const [made] = of('aws_cloudtrail');
    expect(made).toMatchObject({
      is_multi_region_trail: true,
      include_global_service_events: true,
      enable_log_file_validation: true,
      s3_bucket_name: 'aws-cloudtrail-logs-111122223333',
      cloud_watch_logs_group_arn: 'arn:aws:logs:eu-west-1:111122223333:log-group:cloudtrail:*',
      cloud_watch_logs_role_arn: 'arn:aws:iam::111122223333:role/cloudtrail-to-cloudwatch-logs',
    });
    const kinds = (Object(made)['depends_on'] as string[]).map((address) => address.split('.')[0]);
    expect(kinds).toEqual([
      'aws_s3_bucket_logging',
      'aws_cloudwatch_log_group',
      'aws_iam_role',
      'aws_iam_policy',
      'aws_iam_role_policy_attachment',
    ]);
    expect(of('aws_s3_bucket')).toHaveLength(2);
    expect(of('aws_s3_bucket_logging')).toMatchObject([
      { bucket: 'aws-cloudtrail-logs-111122223333', target_bucket: 'access-logs-111122223333-eu-west-1' },
    ]);
    for (const block of of('aws_s3_bucket_public_access_block'))
      expect(block).toMatchObject({ block_public_policy: true });
    const policies = of('aws_s3_bucket_policy').map(({ policy }) => String(policy));
    expect(policies[1]).toContain(
      '"aws:SourceArn":"arn:aws:cloudtrail:eu-west-1:111122223333:trail/management-events"',
    );
  });

  test('an analyzer stands in the region of its provider, and people are named', () => {
    expect(of('aws_accessanalyzer_analyzer')).toMatchObject([{ type: 'ACCOUNT', provider: 'aws.us-east-1' }]);
    expect(of('aws_account_alternate_contact')).toMatchObject([{ alternate_contact_type: 'SECURITY' }]);
    expect(of('aws_budgets_budget')).toMatchObject([{ limit_amount: '500', limit_unit: 'USD', time_unit: 'MONTHLY' }]);
  });

  test('each starter policy denies, and is attached to each target', () => {
    for (const { content, type } of of('aws_organizations_policy')) {
      expect(type).toBe('SERVICE_CONTROL_POLICY');
      expect(JSON.parse(String(content))['Statement']).toMatchObject([{ Effect: 'Deny', Resource: '*' }]);
    }
    expect(of('aws_organizations_policy_attachment').map(({ target_id }) => target_id)).toEqual([
      ...['r-ab12', 'ou-ab12-11111111'],
      ...['r-ab12', 'ou-ab12-11111111'],
    ]);
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

describe('the page of the constructs', () => {
  const source = readFileSync(new URL('../../../stacks/examples.ts', import.meta.url), 'utf8');
  const sections = source
    .split(/^\/\*\* /m)
    .slice(1)
    .map((part) => {
      const [about = '', ...lines] = part.split(' */\n');
      const code = lines.join('').split('\n');
      const body = code.slice(1, code.indexOf('}')).map((line) => line.replace(/^ {2}/, ''));
      const names = Object.keys(constructs).filter((name) => body.some((line) => line.includes(`new ${name}(`)));
      return {
        about,
        names,
        text: [`## ${names.join(', ')}`, about, `\`\`\`ts\n${body.join('\n')}\n\`\`\``].join('\n\n'),
      };
    });

  test('has every construct that can be imported', () => {
    const all = Object.keys(constructs).filter((name) => !['providerVersions', 'RemediationStack'].includes(name));
    expect(sections.flatMap(({ names }) => names).sort()).toEqual(all.sort());
  });

  test('is current', async () => {
    const page = new URL('../../../docs/constructs.md', import.meta.url);
    const intro = [
      '# The constructs',
      'What plans are rendered to can be used in CDKTF stacks of your own too: import it from `stacks/index.ts`. Each of these is',
      'tried by the tests, which write all of them out and have Terraform validate them; `scope` is your stack.',
    ];
    const [title = '', ...words] = intro;
    const text = [title, words.join('\n'), ...sections.map((section) => section.text)].join('\n\n');
    await expect(`${text}\n`).toMatchFileSnapshot(fileURLToPath(page));
  });
});
