import { expect, test } from 'vitest';
import { sameValue, type Value } from '../../../../src/engine/change.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  rotateSecret,
  rotationResource,
  secretRotationOperations,
} from '../../../../src/providers/aws/operations/secret-rotation.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const lambda = 'arn:aws:lambda:us-east-1:111122223333:function:rotate';
const at = (name: string) => ({
  region: 'us-east-1',
  id: `arn:aws:secretsmanager:us-east-1:111122223333:secret:${name}-AbCdEf`,
});
const on = { enabled: true, function: lambda, everyDays: 30, lastRotatedAt: '2026-03-01T12:00:00.000Z' };

testOperationLaws(secretRotationOperations, () => [
  write(rotateSecret, at('idle'), on),
  write(rotateSecret, at('turning'), { ...on, schedule: 'rate(10 days)', window: '3h' }),
]);

const given = account().secrets([
  { name: 'idle', rotationFunction: lambda },
  { name: 'copy', primaryRegion: 'eu-west-1' },
]);

test('the command starts the rotation by its schedule, or cancels it', () => {
  const change = changeOf(given.build(), write(rotateSecret, at('idle'), on));
  expect(change?.title).toBe('Rotate secret idle at once and every 30 days, by rotate');
  expect(change?.command.slice(-4)).toEqual([
    '--rotation-lambda-arn',
    lambda,
    '--rotation-rules',
    '{"AutomaticallyAfterDays":30}',
  ]);
  const off = account().secrets([{ name: 'idle', rotationEnabled: true, rotationFunction: lambda }]);
  const cancelled = changeOf(off.build(), write(rotateSecret, at('idle'), { enabled: false, function: lambda }));
  expect(cancelled?.command.slice(0, 2)).toEqual(['secretsmanager', 'cancel-rotate-secret']);
  expect(cancelled?.title).toBe('Switch the rotation of secret idle off; its value stays');
});

test.each([
  ['a secret that is not there', write(rotateSecret, at('gone'), on), 'as long as the secret exists'],
  ['a replica', write(rotateSecret, at('copy'), on), 'it rotates in eu-west-1'],
  ['a secret that nothing could rotate', write(rotateSecret, at('idle'), { enabled: true }), 'has no function'],
])('the model refuses %s', (_, tried, reason) => {
  expect(refusalOf(given.build(), tried)).toContain(reason);
});

test('a schedule that is kept while rotation is off makes no difference', () => {
  const resource = rotationResource as unknown as Parameters<typeof sameValue>[0];
  const same = (a: Value, b: Value) => sameValue(resource, a, b);
  expect(same({ enabled: false, everyDays: 30 }, { enabled: false })).toBe(true);
  expect(same({ enabled: true, everyDays: 30 }, { enabled: true, everyDays: 31 })).toBe(false);
});
