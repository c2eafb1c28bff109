import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import {
  analyzerOperations,
  createAnalyzer,
  deleteAnalyzer,
  updateFindings,
} from '../../../../src/providers/aws/operations/analyzers.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const home = { region: 'us-east-1', name: 'external-access' };
const analyzer = account().analyzer(home).arn;
const first = { region: 'us-east-1', analyzer, id: 'f0000000-0000-4000-8000-000000000001' };
const found = {
  resource: 'arn:aws:s3:::example-shared',
  resourceType: 'AWS::S3::Bucket',
  ownerAccountId: '111122223333',
  principal: { AWS: '*' },
  actions: ['s3:GetObject'],
  isPublic: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-02T00:00:00.000Z',
};

testOperationLaws(analyzerOperations, () => [
  write(createAnalyzer, { region: 'eu-west-1', name: 'unused' }, { type: 'ACCOUNT_UNUSED_ACCESS' }),
  write(createAnalyzer, { region: 'eu-west-3', name: 'external-access' }, { type: 'ACCOUNT' }),
  write(deleteAnalyzer, home, null),
  write(updateFindings, first, found),
]);

const withFinding = (): AwsSnapshot => account().analyzerFinding().build();

test('a deleted analyzer comes back with what it had found', () => {
  const change = changeOf(withFinding(), write(deleteAnalyzer, home, null));
  expect(Object(change?.from)['findings']).toEqual([expect.stringContaining('arn:aws:s3:::example-shared')]);
});

test('a finding is archived by its id, and the title says what is meant to be reached', () => {
  const change = changeOf(withFinding(), write(updateFindings, first, null));
  expect(change?.title).toBe(`Archive finding ${first.id}: arn:aws:s3:::example-shared is meant to be reached`);
  expect(change?.command.slice(-4)).toEqual(['--ids', first.id, '--status', 'ARCHIVED']);
});

test.each([
  ['a second analyzer for access from outside', write(createAnalyzer, { ...home, name: 'b' }, { type: 'ACCOUNT' })],
  ['a name twice', write(createAnalyzer, home, { type: 'ACCOUNT_UNUSED_ACCESS' })],
  ['a finding of an analyzer that is gone', write(updateFindings, { ...first, analyzer: `${analyzer}-x` }, found)],
])('it refuses %s', (_, tried) => {
  expect(refusalOf(account().build(), tried)).toBeDefined();
});
