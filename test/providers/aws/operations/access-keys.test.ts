import { describe, expect, test } from 'vitest';
import { invert, simulate } from '../../../../src/engine/change.ts';
import { Steps } from '../../../../src/engine/remedy.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import {
  accessKeyOperations,
  accessKeyResource,
  createAccessKey,
  deleteAccessKey,
  newKeyId,
  updateAccessKey,
} from '../../../../src/providers/aws/operations/access-keys.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const keys = (snapshot: AwsSnapshot) => readable(snapshot, 'access-keys') ?? [];

testOperationLaws(accessKeyOperations, (snapshot) => [
  ...['ada', 'joan', 'Mary'].map((user) => write(createAccessKey, { user, id: newKeyId(user) }, { active: true })),
  ...keys(snapshot).flatMap(({ user, id }) => {
    const value = accessKeyResource.read(snapshot, { user, id }) ?? { active: true };
    return [
      write(updateAccessKey, { user, id }, { ...value, active: !value.active }),
      write(deleteAccessKey, { user, id }, null),
    ];
  }),
]);

describe('the model', () => {
  const rowOf = (snapshot: AwsSnapshot, user: string) =>
    readable(snapshot, 'credential-report')?.rows.find((row) => row.user === user);

  const written = (snapshot: AwsSnapshot, id: string, value: Parameters<typeof accessKeyResource.write>[2]) => {
    accessKeyResource.write(snapshot, { user: 'ci', id }, value);
    return rowOf(snapshot, 'ci')?.keys;
  };
  const two = () =>
    account()
      .user('ci', (user) => user.key({ id: 'AKIAONE', ageDays: 9 }).key({ id: 'AKIATWO', ageDays: 5 }))
      .build();

  test('refuses a third key', () => {
    const third = write(createAccessKey, { user: 'ci', id: newKeyId('ci') }, { active: true });
    expect(refusalOf(two(), third)).toBe('IAM does not give ci another access key: 2 is the most a user can have');
  });

  test('leaves the second key in its slot when the first is deleted, and gives the free slot to the next', () => {
    const snapshot = two();
    const [, second] = rowOf(snapshot, 'ci')?.keys ?? [];
    expect(written(snapshot, 'AKIAONE', null)).toEqual([
      { active: false, lastRotated: 'never', lastUsed: 'never' },
      second,
    ]);
    expect(written(snapshot, 'AKIANEXT', { active: true })).toEqual([
      { active: true, lastRotated: snapshot.collectedAt, lastUsed: 'never' },
      second,
    ]);
  });

  test('deactivates the slot of the key and of no other', () => {
    const snapshot = two();
    const value = accessKeyResource.read(snapshot, { user: 'ci', id: 'AKIATWO' });
    if (value === null) throw new Error('the key is there');
    expect(written(snapshot, 'AKIATWO', { ...value, active: false })?.map((slot) => slot.active)).toEqual([
      true,
      false,
    ]);
  });
});

test('undoing the making of a key deletes it, on condition that nobody has used it', () => {
  const made = changeOf(account().build(), write(createAccessKey, { user: 'ada', id: 'AKIANEW' }, { active: true }));
  if (made === undefined) throw new Error('the key is new');
  expect(invert(operations, made)).toMatchObject({ operation: 'iam:DeleteAccessKey', gate: { neverUsed: true } });
});

test('a key that is made and taken back beside its twin leaves the report as it was', () => {
  const given = account()
    .user('twin', (user) => user.noPassword().key({ id: 'AKIAZ', ageDays: 0, usedDaysAgo: 'never' }))
    .build();
  const steps = new Steps(given, []);
  steps.add(createAccessKey, { user: 'twin', id: 'AKIAA' }, { active: true });
  const after = simulate(operations, given, steps.changes);
  const undone = steps.changes.flatMap((change) => invert(operations, change) ?? []);
  expect(simulate(operations, after, undone)).toEqual(given);
});
