import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  alarmOperations,
  deleteAlarm,
  putMetricAlarm,
  toAlarm,
} from '../../../../src/providers/aws/operations/alarms.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const at = (name: string) => ({ region: 'us-east-1', name });
const topic = 'arn:aws:sns:us-east-1:111122223333:security-alarms';
const alarm = {
  metric: 'users',
  namespace: 'CISBenchmark',
  statistic: 'Sum',
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  periodSeconds: 300,
  evaluationPeriods: 1,
  actionsEnabled: true,
  actions: [topic],
};

testOperationLaws(alarmOperations, () => [
  write(putMetricAlarm, at('new'), alarm),
  write(putMetricAlarm, at('root-activity'), { ...alarm, okActions: [topic], dimensions: { A: 'b' }, unit: 'Count' }),
  write(putMetricAlarm, at('iam-changes'), { ...alarm, datapointsToAlarm: 1, statistic: 'p99', description: 'x' }),
  write(deleteAlarm, at('root-activity'), null),
  write(deleteAlarm, at('unknown'), null),
]);

test('CloudWatch takes five actions, not six', () => {
  const many = (count: number) => ({
    ...alarm,
    actions: Array.from({ length: count }, (_, index) => `${topic}${index}`),
  });
  expect(refusalOf(account().build(), write(putMetricAlarm, at('new'), many(5)))).toBeUndefined();
  expect(refusalOf(account().build(), write(putMetricAlarm, at('new'), many(6)))).toBe(
    'alarm new would have 6 actions; CloudWatch allows 5',
  );
});

test('an alarm needs the topics of its account, and nothing else of its actions', () => {
  const actions = [
    topic,
    'arn:aws:sns:us-east-1:444455556666:other',
    'arn:aws:lambda:us-east-1:111122223333:function:f',
  ];
  const needed = putMetricAlarm.resource.requires(
    at('new'),
    { ...alarm, actions },
    { id: '111122223333', partition: 'aws' },
  );
  expect(needed.map(({ address }) => address)).toEqual([{ region: 'us-east-1', name: 'security-alarms', arn: topic }]);
});

const before = { ...alarm, actions: [] };
test.each([
  ['Create alarm root-activity on the metric CISBenchmark/users', null, alarm],
  ['Have alarm root-activity notify security-alarms', before, alarm],
  ['Switch the actions of alarm root-activity on', { ...alarm, actionsEnabled: false }, alarm],
  ['Change alarm root-activity', alarm, { ...alarm, threshold: 2 }],
])('%s', (title, from, to) => {
  expect(putMetricAlarm.title(at('root-activity'), from, to)).toBe(title);
});

test('the command holds the whole alarm', () => {
  const change = changeOf(account().build(), write(putMetricAlarm, at('new'), { ...alarm, statistic: 'p99' }));
  expect(JSON.parse(change?.command.at(-1) ?? '')).toEqual({
    AlarmName: 'new',
    MetricName: 'users',
    Namespace: 'CISBenchmark',
    ExtendedStatistic: 'p99',
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    Threshold: 1,
    Period: 300,
    EvaluationPeriods: 1,
    ActionsEnabled: true,
    AlarmActions: [topic],
  });
});

test('alarms on mathematics are not alarms on a metric', () => {
  expect(toAlarm('us-east-1', { AlarmName: 'sum', Metrics: [{ Id: 'm1' }] })).toBeUndefined();
});
