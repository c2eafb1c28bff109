import { IAM } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Change, changeId, type ResourceRef } from '../../../src/engine/change.ts';
import type { Json } from '../../../src/engine/json.ts';
import { liveAccount } from '../../../src/providers/aws/account.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { account } from '../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../src/providers/aws/operations/index.ts';
import { type Moto, startMoto } from '../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
beforeEach(() => moto.reset());
afterAll(() => moto.stop());

const group: ResourceRef = { type: 'iam-group', address: { group: 'fresh' } };

function change(name: string, resource: ResourceRef, from: Json, to: Json): Change {
  const operation = operations.get(name);
  return {
    id: changeId(name, resource, from, to),
    operation: name,
    resource,
    from,
    to,
    via: 'api',
    reversibility: operation.reversibility,
    title: operation.title(resource.address, from as null, to as null),
    command: [],
    dependsOn: [],
    facts: [],
    closes: [],
  };
}

test('a change is made and the account shows it', async () => {
  const live = liveAccount(openLive());
  expect(await live.observe(group)).toBeNull();
  expect(await live.perform(change('iam:CreateGroup', group, null, { path: '/team/' }), undefined)).toEqual({
    resource: group,
  });
  expect(await live.observe(group)).toMatchObject({ path: '/team/' });
  await live.perform(change('iam:DeleteGroup', group, { path: '/team/' }, null), undefined);
  expect(await live.observe(group)).toBeNull();
});

test('who is asking is found out once', async () => {
  await moto.seed(account().build());
  const live = liveAccount(openLive());
  const identity = {
    account: { id: '111122223333', partition: 'aws', alias: 'example' },
    caller: 'arn:aws:iam::111122223333:user/ada',
  };
  expect(await live.identify()).toEqual(identity);
  expect(await live.identify()).toEqual(identity);
  expect(await moto.calls()).toMatchObject({ 'sts:GetCallerIdentity': 1 });
});

test('a write that the account does not show in time is no success', async () => {
  await new IAM({}).createGroup({ GroupName: 'fresh', Path: '/other/' });
  const live = liveAccount(openLive({ pace: { shownMs: 300, doubtMs: 100 } }));
  // A deletion that is meant to leave the group there: whatever is done, the account never shows it.
  const impossible = change('iam:DeleteGroup', group, { path: '/other/' }, { path: '/other/' });
  await expect(live.perform(impossible, undefined)).rejects.toMatchObject({
    code: 'Provider',
    message: expect.stringContaining('and does not show it after 0 s: group fresh is still different'),
  });
});

test('what AWS refuses is said with the call and the reason', async () => {
  const live = liveAccount(openLive({ maxAttempts: 1, pace: { shownMs: 300, doubtMs: 100 } }));
  await live.perform(change('iam:CreateGroup', group, null, { path: '/' }), undefined);
  const elsewhere = change('iam:CreateGroup', group, null, { path: '/other/' });
  await expect(live.perform(elsewhere, undefined)).rejects.toMatchObject({
    code: 'Provider',
    exitCode: 3,
    message: expect.stringMatching(/^cannot create group fresh: AWS refused iam:CreateGroup: .*exists/),
  });
});

test('a lacking permission is said with the caller and the call', async () => {
  const live = liveAccount(openLive());
  await moto.deny('iam:CreateGroup');
  await expect(live.perform(change('iam:CreateGroup', group, null, { path: '/' }), undefined)).rejects.toMatchObject({
    code: 'Access',
    message: expect.stringMatching(/^cannot create group fresh: .* may not call iam:CreateGroup: /),
  });
  await moto.deny('iam:GetGroup');
  await expect(live.observe(group)).rejects.toMatchObject({
    code: 'Access',
    message: expect.stringContaining('cannot look at group fresh'),
  });
});

test('when a resource was used is told where AWS keeps it', async () => {
  const built = account().user('robot', (user) =>
    user
      .noPassword()
      .key({ id: 'AKIAROBOT00000000001', usedDaysAgo: 7 })
      .key({ id: 'AKIAROBOT00000000002', usedDaysAgo: 'never' }),
  );
  await moto.seed(built.build());
  const live = liveAccount(openLive());
  const key = (id: string): ResourceRef => ({ type: 'iam-access-key', address: { user: 'robot', id } });
  expect(await live.lastUsed(key('AKIAROBOT00000000001'))).toBe(built.daysAgo(7));
  expect(await live.lastUsed(key('AKIAROBOT00000000002'))).toBe('never');
  expect(await live.lastUsed(group)).toBe('unknown');
});

test('a change whose answer was lost is settled', async () => {
  await moto.seed(
    account()
      .user('robot', (user) => user.noPassword())
      .build(),
  );
  const iam = new IAM({});
  await iam.createAccessKey({ UserName: 'robot' });
  const live = liveAccount(openLive());
  const resource: ResourceRef = { type: 'iam-access-key', address: { user: 'robot', id: '(new key of robot)' } };
  await live.settle(change('iam:CreateAccessKey', resource, null, { active: true, beside: [] }), null);
  expect((await iam.listAccessKeys({ UserName: 'robot' })).AccessKeyMetadata).toEqual([]);
  await live.settle(change('iam:CreateGroup', group, null, { path: '/' }), null);
});
