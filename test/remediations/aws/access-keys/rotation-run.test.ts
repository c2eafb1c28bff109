import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import accessKeyRotation from '../../../../remediations/aws/access-keys/access-key-rotation.ts';
import { fileSink } from '../../../../src/cli/file-sink.ts';
import { type ApplyInput, applyPlan } from '../../../../src/engine/apply.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { Journal, type Line, parseRecord } from '../../../../src/engine/journal.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import { rollbackRun } from '../../../../src/engine/rollback.ts';
import type { RunResult } from '../../../../src/engine/runner.ts';
import { liveAccount } from '../../../../src/providers/aws/account.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsCollections } from '../../../../src/providers/aws/model/collections.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const given = account().user('ci', (user) => user.noPassword().key({ id: 'AKIAOLD', ageDays: 100, usedDaysAgo: 0 }));

let moto: Moto;
let folder: string;
let plan: Plan;
/** The run's record, as it would stand in a file. */
let record: string;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  await moto.reset();
  await moto.seed(given.build());
  folder = temporaryFolder();
  record = '';
  const snapshot = given.build();
  plan = assemblePlan({
    provider: awsProvider,
    controls: [accessKeyRotation],
    snapshot,
    baseline: defaultBaseline,
    now: builtAt,
    chosen: evaluate([accessKeyRotation], snapshot, defaultBaseline, builtAt).filter(({ status }) => status === 'fail'),
    via: 'recommended',
    declarative: () => false,
  });
});

const daysOn = (days: number) => new Date(builtAt.getTime() + days * 86_400_000);
const earlierLines = (): readonly Line[] => (record === '' ? [] : parseRecord(record, 'memory').lines);

function inputAt(days: number, allowed: readonly string[] = []): ApplyInput<AwsCollections> {
  const earlier = earlierLines();
  const now = () => daysOn(days);
  const store = {
    append: (line: string) => {
      record += line;
    },
  };
  return {
    ...{ plan, operations, earlier, now, run: '1', batch: undefined, onEvent: () => {} },
    account: liveAccount(openLive()),
    journal: new Journal(store, now, earlier),
    sink: fileSink(folder),
    allowed: new Set(allowed),
    signal: new AbortController().signal,
  };
}

const told = ({ states }: RunResult) => [...states.values()].map(({ status, detail }) => detail ?? status);
const keys = async () => {
  const iam = await openLive().iam();
  const listed = (await iam.listAccessKeys({ UserName: 'ci' })).AccessKeyMetadata ?? [];
  return listed.map((key) => [key.AccessKeyId, key.Status]);
};
const madeKey = async () => (await keys()).map(([id]) => id).find((id) => id !== 'AKIAOLD') ?? '';
const usedAt = (id: string, days: number) =>
  moto.age({ keys: { [id]: { lastUsed: daysOn(days).toISOString(), service: 's3', region: 'us-east-1' } } });

test('a rotation lives for days, each phase on its proof, and the secret is in its file alone', async () => {
  expect(told(await applyPlan(inputAt(0)))).toEqual([
    'done',
    'the new key has not been seen in use yet',
    'a step that it depends on is not done',
  ]);
  const made = await madeKey();
  const file = readFileSync(join(folder, `ci.${made}.credentials`), 'utf8');
  expect(file).toMatch(new RegExp(`^\\[ci\\]\naws_access_key_id = ${made}\naws_secret_access_key = \\S{40}\n$`));
  const secret = file.split(' = ')[2]?.trim() ?? '';

  await usedAt(made, 2);
  await usedAt('AKIAOLD', 2);
  expect(told(await applyPlan(inputAt(2.5)))[1]).toContain('still in use');
  expect(await keys()).toEqual([
    ['AKIAOLD', 'Active'],
    [made, 'Active'],
  ]);

  expect(told(await applyPlan(inputAt(3)))).toEqual(['done', 'done', 'due 7 days after the step before it']);
  expect(told(await applyPlan(inputAt(9.9)))[2]).toContain('due 7 days');
  expect(told(await applyPlan(inputAt(10)))[2]).toContain('cannot be undone: allow it');
  expect(await keys()).toEqual([
    ['AKIAOLD', 'Inactive'],
    [made, 'Active'],
  ]);

  expect((await applyPlan(inputAt(10, ['access-key-rotation']))).outcome).toBe('complete');
  expect(await keys()).toEqual([[made, 'Active']]);
  expect(record).toContain(made);
  for (const written of [record, JSON.stringify(plan)]) expect(written).not.toContain(secret);
});

test('undone before the new key was used, the old key is as it was and the new one is gone', async () => {
  await applyPlan(inputAt(0));
  const lines = earlierLines();
  record = '';
  expect((await rollbackRun({ ...inputAt(1), lines, run: '2' })).outcome).toBe('complete');
  expect(await keys()).toEqual([['AKIAOLD', 'Active']]);
});

test('undone after it was used, the old key works again and the new one is left to those who use it', async () => {
  await applyPlan(inputAt(0));
  const made = await madeKey();
  await usedAt(made, 2);
  await applyPlan(inputAt(3));
  const lines = earlierLines();
  record = '';
  const undone = await rollbackRun({ ...inputAt(4), lines, run: '2' });
  expect(undone.outcome).toBe('partial');
  expect(told(undone)).toEqual(['done', expect.stringContaining('it has been in use since it was made')]);
  expect(await keys()).toEqual([
    ['AKIAOLD', 'Active'],
    [made, 'Active'],
  ]);
});
