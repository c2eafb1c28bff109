import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Change, simulate } from '../../../../src/engine/change.ts';
import type { Secret, SecretSink } from '../../../../src/engine/secrets.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { type Live, openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import {
  accessKeyResource,
  createAccessKey,
  deleteAccessKey,
  newKeyId,
  updateAccessKey,
} from '../../../../src/providers/aws/operations/access-keys.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import {
  createLoginProfile,
  deleteLoginProfile,
  loginProfileResource,
} from '../../../../src/providers/aws/operations/login-profiles.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { changeOf, type Write, write } from '../../../support/operation-laws.ts';

let moto: Moto;
let live: Live;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  await moto.reset();
  await moto.seed(
    account()
      .user('ci', (user) => user.noPassword().key({ id: 'AKIAOLD', ageDays: 100, usedDaysAgo: 2 }))
      .build(),
  );
  live = openLive({ pace: { shownMs: 1000, doubtMs: 200 } });
});

/** A sink that keeps what it is given in memory. */
class MemorySink implements SecretSink {
  readonly kept = new Map<string, Readonly<Record<string, string | Secret>>>();
  async prove() {}
  async put(name: string, content: Readonly<Record<string, string | Secret>>) {
    this.kept.set(name, content);
    return `memory:${name}`;
  }
}

const brokenAt = (step: 'prove' | 'put'): SecretSink => {
  const sink = new MemorySink();
  const refuse = () => Promise.reject(new Error('the disk is full'));
  if (step === 'prove') sink.prove = refuse;
  else sink.put = refuse;
  return sink;
};

const collect = () =>
  collectSnapshot({ live, now: new Date(), collections: ['access-keys', 'credential-report', 'password-policy'] });
const evidence = ({ collections }: AwsSnapshot) => {
  const report = collections['credential-report'];
  return [collections['access-keys'], report.status === 'read' ? report.data.rows : report];
};

const newKey = { user: 'ci', id: newKeyId('ci') };
const wanted = { active: true, beside: ['AKIAOLD'] };
const making = (sink: SecretSink | undefined) =>
  createAccessKey.perform(live, { address: newKey, from: null, to: wanted, sink });
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as Error,
  );
const keyIds = async () =>
  ((await (await live.iam()).listAccessKeys({ UserName: 'ci' })).AccessKeyMetadata ?? []).map((key) => key.AccessKeyId);

function planned(snapshot: AwsSnapshot, tried: Write): Change {
  const change = changeOf(snapshot, tried);
  if (change === undefined) throw new Error('there is nothing to change');
  return change;
}

describe('the model and the endpoint agree', () => {
  test('on a new key, whose secret is in the sink and nowhere else', async () => {
    const sink = new MemorySink();
    const before = await collect();
    const performed = await making(sink);
    const resource = performed?.resource;
    const { id = '' } = resource?.address ?? {};
    const secret = sink.kept.get(`ci/${id}`)?.['aws_secret_access_key'];
    expect(performed).toEqual({
      resource: { type: 'iam-access-key', address: { user: 'ci', id } },
      handedTo: `memory:ci/${id}`,
    });
    expect(inspect(secret)).toBe('[secret]');

    const seen = await accessKeyResource.observe(live, { user: 'ci', id });
    const at = { ...before, collectedAt: seen?.createdAt ?? '' };
    const change = planned(at, write(createAccessKey, { user: 'ci', id }, wanted));
    expect(evidence(await collect())).toEqual(evidence(simulate(operations, at, [change])));
    expect(await accessKeyResource.lastUsed?.(live, { user: 'ci', id })).toBe('never');
  });

  test('on a key that is deactivated, and deleted', async () => {
    const address = { user: 'ci', id: 'AKIAOLD' };
    const before = await collect();
    const from = accessKeyResource.read(before, address);
    if (from === null) throw new Error('the key is there');
    const off = { ...from, active: false };

    await updateAccessKey.perform(live, { address, from, to: off, sink: undefined });
    const inactive = await collect();
    const deactivation = planned(before, write(updateAccessKey, address, off));
    expect(evidence(inactive)).toEqual(evidence(simulate(operations, before, [deactivation])));

    await deleteAccessKey.perform(live, { address, from: off, to: null, sink: undefined });
    const deletion = planned(inactive, write(deleteAccessKey, address, null));
    expect(evidence(await collect())).toEqual(evidence(simulate(operations, inactive, [deletion])));
  });

  test('on a console password that is taken away and given anew', async () => {
    const sink = new MemorySink();
    const [before, address] = [await collect(), { user: 'ada' }];
    await deleteLoginProfile.perform(live, { address, from: {}, to: null, sink });
    const without = await collect();
    const deletion = planned(before, write(deleteLoginProfile, address, null));
    expect(evidence(without)).toEqual(evidence(simulate(operations, before, [deletion])));
    expect(await loginProfileResource.observe(live, address)).toBeNull();

    expect((await createLoginProfile.perform(live, { address, from: null, to: {}, sink }))?.handedTo).toMatch(
      /^memory:ada\/console-password-\d+$/,
    );
    const seen = await loginProfileResource.observe(live, address);
    const at = { ...without, collectedAt: seen?.createdAt ?? '' };
    const creation = planned(at, write(createLoginProfile, address, {}));
    expect(evidence(await collect())).toEqual(evidence(simulate(operations, at, [creation])));
  });
});

describe('a key is not made', () => {
  test.each([
    ['there is no sink', () => undefined, 'there is no place to hand the new access key of ci to, so it was not made'],
    ['the sink cannot be written', () => brokenAt('prove'), 'the disk is full'],
  ])('where %s', async (_, sink, message) => {
    expect((await failureOf(making(sink())))?.message).toBe(message);
    expect((await moto.calls())['iam:CreateAccessKey']).toBeUndefined();
  });

  test('where the user has got another one since the plan was made', async () => {
    const stranger = (await (await live.iam()).createAccessKey({ UserName: 'ci' })).AccessKey?.AccessKeyId;
    expect(await failureOf(making(new MemorySink()))).toMatchObject({
      code: 'StalePlan',
      message: `ci has the access key ${stranger}, which the plan does not know`,
    });
    expect(await keyIds()).toEqual(['AKIAOLD', stranger]);
  });
});

describe('a key whose secret could not be stored', () => {
  test('is withdrawn again', async () => {
    const failure = await failureOf(making(brokenAt('put')));
    expect(failure?.message).toMatch(
      /^the secret of the new access key AKIA\w+ of ci could not be stored: the disk is full; it was withdrawn again$/,
    );
    expect(await keyIds()).toEqual(['AKIAOLD']);
  });

  test('is told, with the command, where it cannot be withdrawn', async () => {
    await moto.deny('iam:DeleteAccessKey');
    const failure = await failureOf(making(brokenAt('put')));
    const [, made] = await keyIds();
    expect(failure).toMatchObject({
      message: expect.stringContaining('it could not be withdrawn either, so it still stands'),
      hint: `withdraw it: aws iam delete-access-key --user-name ci --access-key-id ${made}`,
    });
    expect(await accessKeyResource.observe(live, { user: 'ci', id: made ?? '' })).toMatchObject({ active: false });
  });
});

describe('a lost answer', () => {
  test('is settled when the run goes on: the unknown key goes, the known one stays', async () => {
    await (await live.iam()).createAccessKey({ UserName: 'ci' });
    await createAccessKey.settle?.(live, { address: newKey, from: null, to: wanted });
    expect(await keyIds()).toEqual(['AKIAOLD']);
  });

  test('does not cost anybody a key that is in use', async () => {
    const stranger = (await (await live.iam()).createAccessKey({ UserName: 'ci' })).AccessKey?.AccessKeyId ?? '';
    await moto.age({ keys: { [stranger]: { lastUsed: '2026-01-02T03:04:05Z', service: 's3', region: 'us-east-1' } } });
    const settled = failureOf(
      Promise.resolve(createAccessKey.settle?.(live, { address: newKey, from: null, to: wanted })),
    );
    expect((await settled)?.message).toBe(
      `ci has the access key ${stranger}, which the plan does not know and somebody uses`,
    );
    expect(await keyIds()).toEqual(['AKIAOLD', stranger]);
  });
});

describe('a console password that could not be stored', () => {
  test('is taken away again', async () => {
    const call = { address: { user: 'ci' }, from: null, to: {}, sink: brokenAt('put') };
    expect((await failureOf(createLoginProfile.perform(live, call)))?.message).toBe(
      'the new console password of ci could not be stored: the disk is full; it was withdrawn again',
    );
    expect(await loginProfileResource.observe(live, { user: 'ci' })).toBeNull();
  });

  test('is taken away when its answer was lost, and one that was there before is not', async () => {
    await (await live.iam()).createLoginProfile({ UserName: 'ci', Password: 'Lost-1-to-everybody' });
    for (const [user, from] of [
      ['ci', null],
      ['ada', {}],
    ] as const)
      await createLoginProfile.settle?.(live, { address: { user }, from, to: {} });
    expect(await loginProfileResource.observe(live, { user: 'ada' })).not.toBeNull();
    expect(await loginProfileResource.observe(live, { user: 'ci' })).toBeNull();
  });
});
