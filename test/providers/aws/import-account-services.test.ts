import { describe, expect, test } from 'vitest';
import { account } from '../../../src/providers/aws/model/builder.ts';
import { data, elsewhere, given, imported, inRegion } from '../../support/imported.ts';

describe('AWS Config', () => {
  const recorders = {
    ConfigurationRecorders: [
      { name: 'default', roleARN: 'r', recordingGroup: { allSupported: true, includeGlobalResourceTypes: true } },
    ],
  };
  const status = { ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }] };
  const rules = {
    ConfigRules: [
      {
        ConfigRuleName: 'keys',
        ConfigRuleArn: inRegion('config', 'config-rule/config-rule-1'),
        Source: { Owner: 'AWS', SourceIdentifier: 'ACCESS_KEYS_ROTATED' },
        InputParameters: '{"maxAccessKeyAge":90}',
        ConfigRuleState: 'ACTIVE',
      },
    ],
  };

  test('recorders with their status, and rules with their parameters', () => {
    expect(data('config', recorders, status, rules)).toEqual({
      regions: ['eu-west-1'],
      gaps: [elsewhere],
      recorders: [
        {
          region: 'eu-west-1',
          name: 'default',
          recording: true,
          lastStatus: 'SUCCESS',
          allSupported: true,
          globalTypes: true,
          types: [],
          excludedTypes: [],
        },
      ],
      rules: [
        {
          region: 'eu-west-1',
          name: 'keys',
          arn: inRegion('config', 'config-rule/config-rule-1'),
          owner: 'AWS',
          source: 'ACCESS_KEYS_ROTATED',
          state: 'ACTIVE',
          parameters: { maxAccessKeyAge: '90' },
        },
      ],
    });
  });

  test.each([
    [[rules], 'describe-configuration-recorders prints'],
    [[recorders, rules], 'describe-configuration-recorder-status prints'],
    [[recorders, status], 'describe-config-rules prints'],
  ])('is refused where a part is missing', (files, message) => {
    expect(() => data('config', ...files)).toThrow(message);
  });
});

test('budgets', () => {
  const Budgets = [
    { BudgetName: 'b', BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: '10', Unit: 'USD' } },
    { BudgetName: 'a', BudgetType: 'USAGE', TimeUnit: 'DAILY' },
  ];
  expect(data('budgets', { Budgets })).toEqual([
    { name: 'a', type: 'USAGE', timeUnit: 'DAILY' },
    { name: 'b', type: 'COST', timeUnit: 'MONTHLY', limit: { amount: '10', unit: 'USD' } },
  ]);
  expect(data('budgets', {})).toEqual([]);
});

describe('buckets', () => {
  const trail = {
    Name: 'main',
    TrailARN: inRegion('cloudtrail', 'trail/main'),
    S3BucketName: 'logs',
    HasCustomEventSelectors: false,
  };
  const trails = given('trails', [{ trailList: [trail] }, { IsLogging: true }]);

  test.each([
    [
      'on',
      { Bucket: 'logs', LoggingEnabled: { TargetBucket: 'access', TargetPrefix: 'a/' } },
      { status: 'on', bucket: 'access', prefix: 'a/' },
    ],
    ['off', { Bucket: 'logs' }, { status: 'off' }],
    ['of another', { Bucket: 'other' }, { status: 'unknown', reason: 'no file of it was given' }],
  ])('with the access log %s', (_, answer, logging) => {
    const { buckets } = imported({ ...trails, ...given('buckets', [answer]) });
    if (buckets.status !== 'read') throw new Error(buckets.reason);
    expect(buckets.data.items.find(({ name }) => name === 'logs')).toEqual({
      name: 'logs',
      trails: [trail.TrailARN],
      logging,
    });
  });

  test('are refused where their names or the trails are not told', () => {
    expect(() => imported({ ...trails, ...given('buckets', [{}]) })).toThrow(
      'file1: does not say of which bucket it is',
    );
    expect(() => imported(given('buckets', [{ Bucket: 'logs' }]))).toThrow('give --trails as well');
  });
});

test('events of the last days, once each, with what their records say', () => {
  const record = {
    userIdentity: { type: 'Root', accountId: '111122223333' },
    sourceIPAddress: '203.0.113.9',
    errorMessage: 'Failed authentication',
    additionalEventData: { MFAUsed: 'No' },
  };
  const event = (EventId: string, EventTime: string, CloudTrailEvent: string) => ({
    EventId,
    EventName: 'ConsoleLogin',
    EventSource: 'signin.amazonaws.com',
    EventTime,
    Username: 'root',
    Resources: [],
    CloudTrailEvent,
  });
  const recent = event('1', account().daysAgo(1), JSON.stringify(record));
  const old = event('2', account().daysAgo(8), '{}');
  const odd = event('3', account().daysAgo(2), '{"userIdentity":"?","additionalEventData":7');
  expect(data('cloudtrail-events', { Events: [odd, recent] }, { Events: [old, recent] })).toEqual({
    region: 'us-east-1',
    since: account().daysAgo(7),
    more: expect.arrayContaining(['ConsoleLogin', 'CreateUser']),
    events: [
      {
        id: '1',
        name: 'ConsoleLogin',
        source: 'signin.amazonaws.com',
        at: account().daysAgo(1),
        user: 'root',
        userType: 'Root',
        userAccount: '111122223333',
        sourceIp: '203.0.113.9',
        resources: [],
        errorMessage: 'Failed authentication',
        mfaUsed: false,
      },
      {
        id: '3',
        name: 'ConsoleLogin',
        source: 'signin.amazonaws.com',
        at: account().daysAgo(2),
        user: 'root',
        resources: [],
      },
    ],
  });
});
