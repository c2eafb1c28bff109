import { afterAll, beforeAll, expect, test } from 'vitest';
import { invert, type Value } from '../../../../src/engine/change.ts';
import { type Live, openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { putRolePolicy, putUserPolicy } from '../../../../src/providers/aws/operations/inline-policies.ts';
import { listVersions, policyResource } from '../../../../src/providers/aws/operations/policies.ts';
import { createPolicyVersion } from '../../../../src/providers/aws/operations/policy-versions.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { changeOf, write } from '../../../support/operation-laws.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const arn = 'arn:aws:iam::111122223333:policy/deploy';
const statement = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const documentOf = (action: string) => JSON.stringify(statement(action));
const to = (action: string) => ({ name: 'deploy', path: '/', document: documentOf(action) });
const withVersions = (...older: string[]): AwsSnapshot =>
  account()
    .policy('deploy', statement('s3:*'), (policy) => {
      for (const [at, action] of older.entries())
        policy.versions.push({
          id: `v${at + 2}`,
          document: documentOf(action),
          isDefault: false,
          createdAt: policy.createdAt,
        });
    })
    .build();

test('documents are changed in place, and put back', () =>
  expectModelEqualsEndpoint(
    moto,
    account()
      .policy('deploy', statement('s3:*'))
      .user('joan', (user) => user.inline('own', statement('s3:*')))
      .role('build', (role) => role.inline.push({ name: 'own', document: documentOf('s3:*') }))
      .build(),
    [
      write(createPolicyVersion, { arn }, to('s3:Get*')),
      write(putUserPolicy, { user: 'joan', name: 'own' }, { document: documentOf('s3:Get*') }),
      write(putRolePolicy, { role: 'build', name: 'own' }, { document: documentOf('s3:Get*') }),
    ],
  ));

/** Seeds an account and gives its policy another document. */
async function given(snapshot: AwsSnapshot) {
  await moto.reset();
  await moto.seed(snapshot);
  const live = openLive({ maxAttempts: 1 });
  const before = await policyResource.observe(live, { arn });
  const perform = (value: Value) =>
    createPolicyVersion.perform(live, { address: { arn }, from: before, to: value as never, sink: undefined });
  return { live, before, perform };
}

async function actions(live: Live): Promise<readonly string[]> {
  const versions = await listVersions(await live.iam(), arn);
  return versions.map(
    ({ document, isDefault }) => `${JSON.parse(document).Statement[0].Action}${isDefault ? ' in force' : ''}`,
  );
}

test('of five versions the oldest makes room, and undoing brings its document back', async () => {
  const { live, before, perform } = await given(withVersions('s3:Put*', 's3:List*', 's3:Delete*', 's3:Tag*'));
  await perform(to('s3:Get*'));
  expect(await actions(live)).toEqual(['s3:*', 's3:List*', 's3:Delete*', 's3:Tag*', 's3:Get* in force']);
  if (before === null) throw new Error('the policy was not seeded');
  await perform(before);
  expect((await actions(live)).toSorted()).toEqual(['s3:* in force', 's3:Delete*', 's3:List*', 's3:Put*', 's3:Tag*']);
});

test('done again after a lost answer, it makes no second version, and is undone as if done once', async () => {
  const { live, before, perform } = await given(withVersions());
  await perform(to('s3:Get*'));
  await perform(to('s3:Get*'));
  expect(await actions(live)).toEqual(['s3:*', 's3:Get* in force']);
  if (before === null) throw new Error('the policy was not seeded');
  await perform(before);
  await perform(before);
  expect(await actions(live)).toEqual(['s3:* in force']);
});

test('what a run undoes is what it captured', async () => {
  const snapshot = withVersions();
  const change = changeOf(snapshot, write(createPolicyVersion, { arn }, to('s3:Get*')));
  const inverse = change && invert(operations, { ...change, from: (await given(snapshot)).before as never });
  expect(inverse?.title).toBe('Put the earlier version of policy deploy in force again');
  expect(inverse?.command).toEqual(['iam', 'set-default-policy-version', '--policy-arn', arn, '--version-id', 'v1']);
});

test('of a policy of AWS the version in force is read, and no other', async () => {
  const { live } = await given(withVersions());
  const iam = await live.iam();
  const forbidden = () => Promise.reject(new Error('it has a hundred versions'));
  const watched = {
    ...live,
    iam: async () => Object.assign(Object.create(iam) as typeof iam, { listPolicyVersions: forbidden }),
  };
  const observed = await policyResource.observe(watched, { arn: 'arn:aws:iam::aws:policy/AdministratorAccess' });
  expect(observed?.document).toContain('"Action"');
  expect(observed?.versions).toBeUndefined();
});
