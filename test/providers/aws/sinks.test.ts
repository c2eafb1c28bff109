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

test('is proved without leaving anything behind', async () => {
  await secretsManagerSink(openLive(), 'iam/').prove();
  expect(await moto.calls()).toEqual({ 'secretsmanager:DescribeSecret': 1 });
});

test('is not proved where its permission is lacking', async () => {
  await moto.deny('secretsmanager:DescribeSecret');
  await expect(secretsManagerSink(openLive(), 'iam/').prove()).rejects.toMatchObject({
    code: 'Access',
    hint: 'no secret was made; allow secretsmanager:DescribeSecret and CreateSecret on iam/*',
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
