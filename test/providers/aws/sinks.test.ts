import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../../src/engine/secrets.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { secretsManagerSink } from '../../../src/providers/aws/sinks.ts';
import { type Moto, startMoto } from '../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(() => moto.reset());

const key = { aws_access_key_id: 'AKIANEW', aws_secret_access_key: new Secret('s3cr3t/+value') };

test('is proved by a probe that it leaves nothing of', async () => {
  const live = openLive();
  await secretsManagerSink(live, 'iam/').prove();
  expect(await moto.calls()).toEqual({ 'secretsmanager:CreateSecret': 1, 'secretsmanager:DeleteSecret': 1 });
  const manager = await live.secretsManager('us-east-1');
  expect((await manager.listSecrets({ IncludePlannedDeletion: true })).SecretList).toEqual([]);
});

test('is not proved where nothing can be made in it', async () => {
  await moto.deny('secretsmanager:CreateSecret');
  await expect(secretsManagerSink(openLive(), 'iam/').prove()).rejects.toMatchObject({
    code: 'Access',
    message: expect.stringMatching(/^no secret can be made in AWS Secrets Manager in us-east-1: /),
    hint: 'no secret was made; allow secretsmanager:CreateSecret on iam/*',
  });
});

test('tells of a probe that it cannot take away again', async () => {
  await moto.deny('secretsmanager:DeleteSecret');
  await expect(secretsManagerSink(openLive(), 'iam/').prove()).rejects.toMatchObject({
    code: 'Access',
    message: expect.stringMatching(/^the probe iam\/remediate-probe-[\w-]+ cannot be deleted in AWS Secrets Manager/),
    hint: 'no secret was made; delete the probe, and allow secretsmanager:DeleteSecret on iam/remediate-probe-*',
  });
});

test('stores a key under the prefix, as JSON, and tells its ARN', async () => {
  const live = openLive();
  const arn = await secretsManagerSink(live, 'iam/').put('dev,ops/AKIANEW', key);
  expect(arn).toMatch(/^arn:aws:secretsmanager:us-east-1:111122223333:secret:iam\/dev_ops\/AKIANEW-/);
  const stored = await (await live.secretsManager('us-east-1')).getSecretValue({ SecretId: arn });
  expect(JSON.parse(stored.SecretString ?? '')).toEqual({
    aws_access_key_id: 'AKIANEW',
    aws_secret_access_key: 's3cr3t/+value',
  });
});

test('never writes over a secret', async () => {
  const sink = secretsManagerSink(openLive(), 'iam/');
  await sink.put('alice/AKIANEW', key);
  await expect(sink.put('alice/AKIANEW', { ...key, aws_secret_access_key: new Secret('other') })).rejects.toThrow(
    /already exists/,
  );
});
