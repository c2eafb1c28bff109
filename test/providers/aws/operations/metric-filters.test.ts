import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  deleteMetricFilter,
  metricFilterOperations,
  putMetricFilter,
  toMetricFilter,
} from '../../../../src/providers/aws/operations/metric-filters.ts';
import { refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const address = (name: string, logGroup = 'cloudtrail') => ({ region: 'us-east-1', logGroup, name });
const counted = { pattern: '{ $.eventName = CreateUser }', metric: 'users', namespace: 'CISBenchmark', value: '1' };

testOperationLaws(metricFilterOperations, () => [
  write(putMetricFilter, address('new'), counted),
  write(putMetricFilter, address('new', 'application'), { ...counted, pattern: 'ERROR -DEBUG', defaultValue: 0 }),
  write(putMetricFilter, address('root-activity'), { ...counted, dimensions: { User: '$.user' }, unit: 'Count' }),
  write(deleteMetricFilter, address('root-activity'), null),
  write(deleteMetricFilter, address('unknown'), null),
]);

const full = account().monitoring((monitoring) => {
  for (let index = 0; index < 98; index++)
    monitoring['metric-filters'].push({ ...address(`z${String(index).padStart(2, '0')}`), ...counted });
});

test.each([
  ['the 101st filter', full, address('new'), counted, 'has 100 metric filters already'],
  ['a pattern that is not one', account(), address('new'), { ...counted, pattern: '{ $.a }' }, '$.a is compared with'],
])('CloudWatch Logs refuses %s', (_, given, at, value, reason) => {
  expect(refusalOf(given.build(), write(putMetricFilter, at, value))).toContain(reason);
});

test.each([
  ['a change of one of a hundred', address('z00')],
  ['a filter of another log group', address('new', 'application')],
])('it takes %s', (_, at) => {
  expect(refusalOf(full.build(), write(putMetricFilter, at, { ...counted, value: '2' }))).toBeUndefined();
});

test('what narrows a filter is told', () => {
  const transformation = { metricName: 'm', metricNamespace: 'n', metricValue: '1', unit: 'None' as const };
  const answer = { logGroupName: 'g', filterName: 'f', filterPattern: '', metricTransformations: [transformation] };
  const plain = { ...address('f', 'g'), pattern: '', metric: 'm', namespace: 'n', value: '1' };
  expect(toMetricFilter('us-east-1', answer)).toEqual(plain);
  expect(
    toMetricFilter('us-east-1', {
      ...answer,
      fieldSelectionCriteria: '@aws.region = "us-east-1"',
      emitSystemFieldDimensions: ['@aws.account'],
      applyOnTransformedLogs: true,
    }),
  ).toEqual({
    ...plain,
    selection: '@aws.region = "us-east-1"',
    dimensions: { '@aws.account': '@aws.account' },
    transformed: true,
  });
});
