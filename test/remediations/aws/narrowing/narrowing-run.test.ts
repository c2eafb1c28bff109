import { afterAll, beforeAll, expect, test } from 'vitest';
import policyUnusedServices from '../../../../remediations/aws/policies/policy-unused-services.ts';
import { type ApplyInput, applyPlan } from '../../../../src/engine/apply.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { simulate } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { Journal, parseRecord } from '../../../../src/engine/journal.ts';
import { rollbackRun } from '../../../../src/engine/rollback.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { liveAccount } from '../../../../src/providers/aws/account.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { allow, ownArn } from '../../../support/policy-documents.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());

const queues = 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess';
const queue = 'arn:aws:sqs:us-east-1:111122223333:jobs';
const given = account()
  .policy('work', allow(['s3:GetObject', 'sqs:SendMessage'], queue))
  .awsPolicy('AmazonSQSReadOnlyAccess', allow('sqs:ReceiveMessage', queue))
  .role('build', (role) => role.attached.push(ownArn('work'), queues))
  .lastAccessed('role', 'build', { s3: 1, sqs: 'never' });
const seeded = given.build();

/** Who has which documents in the live account, ids and dates aside. */
async function grants() {
  const snapshot = await collectSnapshot({ live: openLive(), now: new Date(), collections: ['authorization-details'] });
  const details = readable(snapshot, 'authorization-details');
  return {
    roles: details?.roles.map(({ name, attached }) => [name, attached]),
    own: details?.policies
      .filter(({ arn }) => !arn.startsWith('arn:aws:iam::aws:'))
      .map(({ name, versions }) => [name, versions.map(({ id, document, isDefault }) => [id, document, isDefault])]),
  };
}

test('a run narrows what a plan says, and its rollback gives back the very versions and attachments', async () => {
  await moto.reset();
  await moto.seed(seeded);
  const before = await grants();
  const chosen = evaluate([policyUnusedServices], seeded, defaultBaseline, given.now).filter(
    ({ status }) => status === 'fail',
  );
  const plan = assemblePlan({
    provider: awsProvider,
    controls: [policyUnusedServices],
    snapshot: seeded,
    baseline: defaultBaseline,
    now: given.now,
    chosen,
    remedies: Object.fromEntries(chosen.map(({ fingerprint }) => [fingerprint, 'narrow-policies'])),
    via: 'api',
    declarative: () => false,
  });
  expect(plan.changes.map(({ operation }) => operation).sort()).toEqual([
    'iam:CreatePolicyVersion',
    'iam:DetachRolePolicy',
  ]);

  let record = '';
  const input = (): ApplyInput<AwsCollections> => {
    const earlier = record === '' ? [] : parseRecord(record, 'memory').lines;
    const store = {
      append: (line: string) => {
        record += line;
      },
    };
    return {
      ...{ plan, operations, earlier, now: () => given.now, run: '1', batch: undefined, onEvent: () => {} },
      account: liveAccount(openLive()),
      journal: new Journal(store, () => given.now, earlier),
      sink: undefined,
      allowed: new Set(),
      signal: new AbortController().signal,
    };
  };
  expect((await applyPlan(input())).outcome).toBe('complete');
  const after = readable(simulate(operations, seeded, plan.changes), 'authorization-details');
  expect((await grants()).roles).toEqual(after?.roles.map(({ name, attached }) => [name, attached]));
  expect((await grants()).own?.find(([name]) => name === 'work')?.[1]).toEqual([
    ['v1', expect.stringContaining('sqs:SendMessage'), false],
    ['v2', expect.not.stringContaining('sqs:SendMessage'), true],
  ]);

  const { lines } = parseRecord(record, 'memory');
  record = '';
  expect((await rollbackRun({ ...input(), lines, run: '2' })).outcome).toBe('complete');
  expect(await grants()).toEqual(before);
});
