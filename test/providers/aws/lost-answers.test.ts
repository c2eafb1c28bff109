import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Change, changeId, type ResourceRef, type Value } from '../../../src/engine/change.ts';
import type { Json } from '../../../src/engine/json.ts';
import { Uncertain, Unseen } from '../../../src/engine/provider.ts';
import { liveAccount } from '../../../src/providers/aws/account.ts';
import type { Live } from '../../../src/providers/aws/live.ts';
import { account } from '../../../src/providers/aws/model/builder.ts';
import { newKeyId } from '../../../src/providers/aws/operations/access-keys.ts';
import { operations } from '../../../src/providers/aws/operations/index.ts';
import { type FaultProxy, startFaultProxy } from '../../support/fault-proxy.ts';
import { type Moto, startMoto } from '../../support/moto.ts';
import { allow, ownArn } from '../../support/policy-documents.ts';
import { MemorySink, swiftLive } from '../../torture/faults-judge.ts';

let moto: Moto;
let proxy: FaultProxy;
let live: Live;
beforeAll(async () => {
  moto = await startMoto();
  proxy = await startFaultProxy(moto.endpoint);
});
beforeEach(async () => {
  proxy.begin();
  await moto.reset();
  await moto.seed(
    account()
      .user('ci', (user) => user.noPassword().key({ id: 'AKIAOLD', ageDays: 100, usedDaysAgo: 2 }))
      .build(),
  );
  live = swiftLive(proxy.endpoint);
});
afterAll(async () => {
  await proxy?.stop();
  await moto?.stop();
});

const group: ResourceRef = { type: 'iam-group', address: { group: 'fresh' } };
const newKey: ResourceRef = { type: 'iam-access-key', address: { user: 'ci', id: newKeyId('ci') } };

function change(name: string, resource: ResourceRef, from: Json, to: Json): Change {
  const operation = operations.get(name);
  return {
    ...{ id: changeId(name, resource, from, to), operation: name, resource, from, to, via: 'api' },
    reversibility: operation.reversibility,
    title: operation.title(resource.address, from as null, to as null),
    ...{ command: [], dependsOn: [], facts: [], closes: [] },
  };
}

const making = change('iam:CreateGroup', group, null, { path: '/' });
const makingKey = change('iam:CreateAccessKey', newKey, null, { active: true, beside: ['AKIAOLD'] });
const actions = () => proxy.calls.map(({ action }) => action);
const keys = async () => ((await (await live.iam()).listAccessKeys({ UserName: 'ci' })).AccessKeyMetadata ?? []).length;

describe('what makes something is never repeated unseen', () => {
  test.each(['error-after', 'reset-after', 'silence-after'] as const)(
    '%s: it is looked up and found done',
    async (kind) => {
      proxy.begin({ kind, seed: 0, aim: { from: 0, calls: 1 } });
      expect(await liveAccount(live).perform(making, undefined)).toEqual({ resource: group });
      expect(actions().filter((action) => action === 'CreateGroup')).toHaveLength(1);
    },
  );

  test.each(['error-before', 'reset-before', 'silence-before'] as const)(
    '%s: it is looked up, and made',
    async (kind) => {
      proxy.begin({ kind, seed: 0, aim: { from: 0, calls: 1 } });
      await liveAccount(live).perform(making, undefined);
      const [first, ...rest] = actions();
      expect(first).toBe('CreateGroup');
      expect(rest[0]).toBe('GetGroup');
      expect(rest).toContain('CreateGroup');
    },
  );

  test('a key whose answer was lost is withdrawn before another is made', async () => {
    // The first call looks which keys there are.
    proxy.begin({ kind: 'silence-after', seed: 0, aim: { from: 1, calls: 1 } });
    const sink = new MemorySink();
    const { resource } = await liveAccount(live).perform(makingKey, sink);
    const writes = proxy.calls.filter((call) => call.writes && call.answered === 200).map(({ action }) => action);
    expect(writes).toEqual(['CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey', 'CreateAccessKey']);
    expect(sink.ids()).toEqual([resource.address['id']]);
    expect(await keys()).toBe(2);
  });

  test('nor is a quota that is used up taken for throttling', async () => {
    const iam = await live.iam();
    await iam.createAccessKey({ UserName: 'ci' });
    proxy.begin();
    await expect(iam.createAccessKey({ UserName: 'ci' })).rejects.toMatchObject({ name: 'LimitExceededException' });
    expect(actions()).toEqual(['CreateAccessKey']);
  });

  test('throttled, it was not taken, and is made again at once', async () => {
    proxy.begin({ kind: 'throttling', seed: 0, aim: { from: 0, calls: 3 } });
    await liveAccount(live).perform(making, undefined);
    expect(actions().slice(0, 4)).toEqual(Array.from({ length: 4 }, () => 'CreateGroup'));
  });
});

describe('where nothing can be found out', () => {
  test('the failure says that what was done is not known, and that the run goes no further', async () => {
    proxy.begin({ kind: 'silence-before', seed: 0, aim: { from: 0, calls: Number.POSITIVE_INFINITY } });
    const failure = await liveAccount(live)
      .perform(making, undefined)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Uncertain);
    expect(failure).toMatchObject({
      code: 'Unreachable',
      message:
        'cannot create group fresh: AWS cannot be reached: iam:CreateGroup: the request socket timed out after 200 ms of inactivity; what it did is looked up when the run goes on',
      hint: 'check the network, the proxy and AWS_ENDPOINT_URL',
    });
  });

  test('a write that was taken and that cannot be looked at is told as made', async () => {
    proxy.begin({ kind: 'expired-credentials', seed: 0, aim: { from: 1, calls: Number.POSITIVE_INFINITY } });
    const failure = await liveAccount(live)
      .perform(making, undefined)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Unseen);
    expect(failure).toMatchObject({ code: 'Unreachable', message: expect.stringContaining('have expired') });
  });
});

describe('a change of several calls that broke off between them', () => {
  const arn = ownArn('work');
  const policy: ResourceRef = { type: 'iam-policy', address: { arn } };
  const [first, second] = [allow('s3:GetObject'), allow('s3:ListBucket')].map((document) => JSON.stringify(document));
  const versions = async () => {
    const value = await liveAccount(live).observe(policy);
    return (value?.['versions'] as { document: string; isDefault: boolean }[] | undefined)?.map(
      ({ document, isDefault }) => [document, isDefault],
    );
  };
  const breakOff = async (broken: Change, action: string) => {
    proxy.begin({ kind: 'access-denied', seed: 0, aim: { action } });
    const failure = await liveAccount(live)
      .perform(broken, undefined)
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Uncertain);
    proxy.begin();
  };

  beforeEach(async () => {
    const iam = await live.iam();
    await iam.createPolicy({ PolicyName: 'work', PolicyDocument: first });
    await iam.createPolicyVersion({ PolicyArn: arn, PolicyDocument: second, SetAsDefault: true });
  });

  test('is brought to its end where it is seen already', async () => {
    const made = (await liveAccount(live).observe(policy)) as Json;
    const earlier = {
      ...(made as object),
      document: first ?? '',
      versions: [{ id: 'v1', document: first ?? '', isDefault: true, createdAt: '' }],
    };
    const undo = change('iam:CreatePolicyVersion', policy, made, earlier);
    await breakOff(undo, 'DeletePolicyVersion');
    expect(await versions()).toHaveLength(2);
    await liveAccount(live).settle(undo, made as Value);
    expect(await versions()).toEqual([[first, true]]);
  });

  test('is taken back where it is not', async () => {
    const before = (await liveAccount(live).observe(policy)) as Json;
    const deletion = change('iam:DeletePolicy', policy, before, null);
    await breakOff(deletion, 'DeletePolicy');
    expect(await versions()).toEqual([[second, true]]);
    await liveAccount(live).settle(deletion, before as Value);
    expect(await versions()).toEqual(
      expect.arrayContaining([
        [first, false],
        [second, true],
      ]),
    );
  });
});

describe('a look that is late', () => {
  test('does not make undone what was done', async () => {
    const before = liveAccount(live);
    expect(await before.observe(group)).toBeNull();
    proxy.begin({ kind: 'flickering-reads', seed: 5, lagMs: 250, aim: { rate: 0.5 } });
    const late = liveAccount(live);
    expect(await late.observe(group)).toBeNull();
    await late.perform(making, undefined);
    for (let looks = 0; looks < 10; looks += 1) expect(await late.observe(group)).toMatchObject({ path: '/' });
    expect(proxy.calls.some(({ fault }) => fault !== undefined)).toBe(true);
  });

  test('nor in a process that knows it from the record alone', async () => {
    proxy.begin({ kind: 'late-reads', seed: 5, lagMs: 250, aim: { rate: 1 } });
    const first = liveAccount(live);
    await first.observe(group);
    await (await live.iam()).createGroup({ GroupName: 'fresh' });
    const second = liveAccount(live);
    second.recall?.(group, { path: '/' }, new Date().toISOString());
    expect(await second.observe(group)).toMatchObject({ path: '/' });
    expect(proxy.calls.some(({ fault }) => fault !== undefined)).toBe(true);
  });
});
