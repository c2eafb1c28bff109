import type { Change } from '../../../src/engine/change.ts';
import { toJson } from '../../../src/engine/json.ts';
import { strongPasswordPolicy } from '../../../src/providers/aws/model/builder.ts';
import { change } from '../../support/change.ts';

export const number = '111122223333';
export const arn = `arn:aws:iam::${number}:policy/deploy`;
export const topicArn = `arn:aws:sns:eu-west-1:${number}:alarms`;
export const alarm = {
  metric: 'm',
  namespace: 'n',
  statistic: 'Sum',
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  periodSeconds: 300,
  evaluationPeriods: 1,
  actionsEnabled: true,
  actions: [topicArn],
};
export const [document, inline] = [
  '{"Statement":[],"Version":"2012-10-17"}',
  '{"Version":"2012-10-17","Statement":[]}',
];

/** One change of every kind that makes something, with the Terraform resource and the attributes that it must come to. */
export const every: readonly (readonly [Change, string, object])[] = [
  [change('iam-group', { group: 'dev' }, null, { path: '/' }), 'aws_iam_group', { name: 'dev', path: '/' }],
  [
    change('iam-group-membership', { group: 'dev', user: 'ada' }, null, {}),
    'aws_iam_user_group_membership',
    { user: 'ada', groups: ['dev'] },
  ],
  [
    change('iam-policy', { arn }, null, { name: 'deploy', path: '/', document, tags: { team: 'a' }, id: 'x' }),
    'aws_iam_policy',
    { name: 'deploy', path: '/', policy: document, tags: { team: 'a' } },
  ],
  [
    change('iam-user-policy-attachment', { user: 'ada', policyArn: arn }, null, {}),
    'aws_iam_user_policy_attachment',
    { user: 'ada', policy_arn: arn },
  ],
  [
    change('iam-group-policy-attachment', { group: 'dev', policyArn: arn }, null, {}),
    'aws_iam_group_policy_attachment',
    { group: 'dev', policy_arn: arn },
  ],
  [
    change('iam-role-policy-attachment', { role: 'ci', policyArn: arn }, null, {}),
    'aws_iam_role_policy_attachment',
    { role: 'ci', policy_arn: arn },
  ],
  [
    change('iam-role', { role: 'ci' }, null, { path: '/jobs/', trust: document, maxSessionSeconds: 3600 }),
    'aws_iam_role',
    { name: 'ci', path: '/jobs/', assume_role_policy: document, max_session_duration: 3600 },
  ],
  [
    change('iam-role-session', { role: 'ci' }, null, { maxSessionSeconds: 3600, trust: document }),
    'aws_iam_role',
    { name: 'ci', assume_role_policy: document, max_session_duration: 3600 },
  ],
  [
    change('iam-group-inline-policy', { group: 'dev', name: 'own' }, null, { document: inline }),
    'aws_iam_group_policy',
    { group: 'dev', name: 'own', policy: inline },
  ],
  [
    change('iam-account-password-policy', {}, null, toJson({ ...strongPasswordPolicy, maxAgeDays: 90 })),
    'aws_iam_account_password_policy',
    {
      minimum_password_length: 14,
      require_symbols: true,
      require_numbers: true,
      require_uppercase_characters: true,
      require_lowercase_characters: true,
      allow_users_to_change_password: true,
      max_password_age: 90,
      password_reuse_prevention: 24,
      hard_expiry: false,
    },
  ],
  [
    change('logs-metric-filter', { region: 'eu-west-1', logGroup: 'trail', name: 'root' }, null, {
      pattern: '{ $.a = "b" }',
      metric: 'm',
      namespace: 'n',
      value: '1',
      defaultValue: 0,
      unit: 'Count',
    }),
    'aws_cloudwatch_log_metric_filter',
    {
      name: 'root',
      log_group_name: 'trail',
      pattern: '{ $.a = "b" }',
      metric_transformation: { name: 'm', namespace: 'n', value: '1', default_value: '0', unit: 'Count' },
    },
  ],
  [
    change('cloudwatch-alarm', { region: 'eu-west-1', name: 'root' }, null, {
      ...alarm,
      description: 'd',
      statistic: 'p99',
      unit: 'Count',
      dimensions: { a: 'b' },
      datapointsToAlarm: 1,
      treatMissingData: 'ignore',
      okActions: ['arn:o'],
      insufficientDataActions: ['arn:i'],
    }),
    'aws_cloudwatch_metric_alarm',
    {
      alarm_name: 'root',
      alarm_description: 'd',
      namespace: 'n',
      metric_name: 'm',
      extended_statistic: 'p99',
      unit: 'Count',
      dimensions: { a: 'b' },
      comparison_operator: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      period: 300,
      evaluation_periods: 1,
      datapoints_to_alarm: 1,
      treat_missing_data: 'ignore',
      actions_enabled: true,
      alarm_actions: [topicArn],
      ok_actions: ['arn:o'],
      insufficient_data_actions: ['arn:i'],
    },
  ],
  [
    change('sns-topic', { region: 'eu-west-1', name: 'alarms', arn: topicArn }, null, {}),
    'aws_sns_topic',
    { name: 'alarms' },
  ],
  [
    change('sns-subscription', { topicArn, protocol: 'email', endpoint: 'a@example.com' }, null, { confirmed: true }),
    'aws_sns_topic_subscription',
    { topic_arn: topicArn, protocol: 'email', endpoint: 'a@example.com' },
  ],
  [change('s3-bucket', { region: 'eu-west-1', name: 'logs' }, null, {}), 'aws_s3_bucket', { bucket: 'logs' }],
  [
    change('s3-bucket-policy', { region: 'eu-west-1', bucket: 'logs' }, null, { document }),
    'aws_s3_bucket_policy',
    { bucket: 'logs', policy: document },
  ],
  [
    change('s3-public-access-block', { region: 'eu-west-1', bucket: 'logs' }, null, {
      blockPublicAcls: true,
      ignorePublicAcls: true,
      blockPublicPolicy: true,
      restrictPublicBuckets: false,
    }),
    'aws_s3_bucket_public_access_block',
    {
      bucket: 'logs',
      block_public_acls: true,
      ignore_public_acls: true,
      block_public_policy: true,
      restrict_public_buckets: false,
    },
  ],
  [
    change('s3-bucket-logging', { region: 'eu-west-1', bucket: 'trail' }, null, { target: 'logs', prefix: 'trail/' }),
    'aws_s3_bucket_logging',
    { bucket: 'trail', target_bucket: 'logs', target_prefix: 'trail/' },
  ],
  [
    change('logs-log-group', { region: 'eu-west-1', name: 'cloudtrail' }, null, {}),
    'aws_cloudwatch_log_group',
    { name: 'cloudtrail' },
  ],
  [
    change('cloudtrail-trail', { region: 'eu-west-1', name: 'main', arn: 'arn:trail' }, null, {
      multiRegion: true,
      organization: false,
      globalServiceEvents: true,
      logFileValidation: true,
      bucket: 'trail',
      logGroupArn: 'arn:group',
      logRoleArn: 'arn:role',
      kmsKey: 'arn:key',
    }),
    'aws_cloudtrail',
    {
      name: 'main',
      s3_bucket_name: 'trail',
      is_multi_region_trail: true,
      is_organization_trail: false,
      include_global_service_events: true,
      enable_log_file_validation: true,
      cloud_watch_logs_group_arn: 'arn:group:*',
      cloud_watch_logs_role_arn: 'arn:role',
      kms_key_id: 'arn:key',
    },
  ],
  [
    change('account-alternate-contact', { type: 'security' }, null, {
      name: 'Lena',
      title: 'On duty',
      email: 'lena@example.com',
      phone: '+49 30 555 0100',
    }),
    'aws_account_alternate_contact',
    {
      alternate_contact_type: 'SECURITY',
      name: 'Lena',
      title: 'On duty',
      email_address: 'lena@example.com',
      phone_number: '+49 30 555 0100',
    },
  ],
  [
    change('access-analyzer', { region: 'eu-west-1', name: 'external-access' }, null, { type: 'ACCOUNT' }),
    'aws_accessanalyzer_analyzer',
    { analyzer_name: 'external-access', type: 'ACCOUNT' },
  ],
  [
    change('budgets-budget', { account: number, name: 'monthly-cost' }, null, {
      type: 'COST',
      timeUnit: 'MONTHLY',
      limit: { amount: '500', unit: 'USD' },
      emails: ['a@example.com'],
    }),
    'aws_budgets_budget',
    {
      name: 'monthly-cost',
      budget_type: 'COST',
      time_unit: 'MONTHLY',
      limit_amount: '500',
      limit_unit: 'USD',
      notification: ['ACTUAL', 'FORECASTED'].map((notification_type) => ({
        notification_type,
        comparison_operator: 'GREATER_THAN',
        threshold: 100,
        threshold_type: 'PERCENTAGE',
        subscriber_email_addresses: ['a@example.com'],
      })),
    },
  ],
  [
    change('config-rule', { region: 'eu-west-1', name: 'keys' }, null, {
      owner: 'AWS',
      source: 'ACCESS_KEYS_ROTATED',
      parameters: { maxAccessKeyAge: '30' },
    }),
    'aws_config_config_rule',
    {
      name: 'keys',
      source: { owner: 'AWS', source_identifier: 'ACCESS_KEYS_ROTATED' },
      input_parameters: '{"maxAccessKeyAge":"30"}',
    },
  ],
  [
    change('organizations-policy', { name: 'deny-leaving' }, null, { description: 'Nobody leaves', document }),
    'aws_organizations_policy',
    { name: 'deny-leaving', description: 'Nobody leaves', content: document, type: 'SERVICE_CONTROL_POLICY' },
  ],
  [
    change('organizations-policy-attachment', { policy: 'deny-leaving', target: 'r-ab12' }, null, { id: 'p-12345678' }),
    'aws_organizations_policy_attachment',
    { policy_id: 'p-12345678', target_id: 'r-ab12' },
  ],
];
