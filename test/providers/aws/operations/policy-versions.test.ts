import { expect, test } from 'vitest';
import { simulate } from '../../../../src/engine/change.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import type { PolicyVersion } from '../../../../src/providers/aws/model/authorization-details.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { policyResource } from '../../../../src/providers/aws/operations/policies.ts';
import {
  createPolicyVersion,
  policyVersionOperations,
} from '../../../../src/providers/aws/operations/policy-versions.ts';
import { changeOf, refusalOf, testOperationLaws, type Write, write } from '../../../support/operation-laws.ts';

const documentOf = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });

/** The write that gives a policy of an account another document. */
function rewriting(snapshot: AwsSnapshot, arn: string, document: string): Write {
  const { versions: _, ...value } = policyResource.read(snapshot, { arn }) ?? { name: 'none', path: '/' };
  return write(createPolicyVersion, { arn }, { ...value, document });
}

testOperationLaws(policyVersionOperations, function* (snapshot) {
  for (const { arn, versions } of readable(snapshot, 'authorization-details')?.policies ?? [])
    for (const document of [documentOf('sqs:*'), ...versions.map((version) => version.document)])
      yield rewriting(snapshot, arn, document);
});

const arn = 'arn:aws:iam::111122223333:policy/deploy';
const version = (id: string, action: string, isDefault = false): PolicyVersion => ({
  id,
  document: documentOf(action),
  isDefault,
  createdAt: account().daysAgo(10),
});
const withVersions = (...versions: PolicyVersion[]) =>
  account()
    .policy('deploy', {}, (policy) => {
      policy.versions = versions;
    })
    .build();
const five = withVersions(
  version('v2', 's3:Get*', true),
  version('v9', 's3:Put*'),
  version('v10', 's3:List*'),
  version('v3', 's3:Delete*'),
  version('v4', 's3:*'),
);

function after(given: AwsSnapshot, document: string): readonly [string, boolean][] {
  const change = changeOf(given, rewriting(given, arn, document));
  const snapshot = simulate(operations, given, change === undefined ? [] : [change]);
  const policy = readable(snapshot, 'authorization-details')?.policies.find((one) => one.arn === arn);
  return policy?.versions.map(({ id, isDefault }) => [id, isDefault]) ?? [];
}

test('a new version comes into force; of five, the oldest that is not in force makes room and is told of', () => {
  expect(after(withVersions(version('v1', 's3:*', true)), documentOf('s3:Get*'))).toEqual([
    ['v1', false],
    ['v2', true],
  ]);
  expect(after(five, documentOf('sqs:*')).map(([id]) => id)).toEqual(['v2', 'v9', 'v10', 'v4', 'v11']);
  const title = (document: string) => changeOf(five, rewriting(five, arn, document))?.title;
  expect(title(documentOf('sqs:*'))).toBe('Change policy deploy; its oldest version, v3, makes room');
  expect(title(documentOf('s3:*'))).toBe('Change policy deploy');
});

test('a version that says so already comes into force instead of a new one', () => {
  expect(after(five, documentOf('s3:*')).filter(([, isDefault]) => isDefault)).toEqual([['v4', true]]);
});

test.each([
  ['its description', { description: 'Other' }],
  ['its path', { path: '/other/' }],
  ['its tags', { tags: { owner: 'joan' } }],
])('IAM changes nothing but the document: not %s', (_, other) => {
  const given = withVersions(version('v1', 's3:*', true));
  const value = { name: 'deploy', path: '/', document: documentOf('s3:Get*'), ...other };
  expect(refusalOf(given, write(createPolicyVersion, { arn }, value))).toContain(
    'changes nothing of it but its document',
  );
});

test('what AWS refuses is refused: its own policies, and documents that are too large', () => {
  const given = withVersions(version('v1', 's3:*', true));
  const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
  expect(refusalOf(given, rewriting(given, administrator, documentOf('s3:*')))).toContain('belongs to AWS');
  const large = documentOf(`s3:${'x'.repeat(6144)}`);
  expect(refusalOf(given, rewriting(given, arn, large))).toContain('PolicySizeQuota is 6144');
});
