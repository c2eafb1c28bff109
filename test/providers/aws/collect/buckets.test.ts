import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { collect, onEndpoint, read } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const { seeded, calls } = onEndpoint(() => moto);

describe('buckets', () => {
  test('of another account are unknown, and not asked about', async () => {
    const foreign = account().buckets(({ items }) => {
      for (const bucket of items) {
        delete bucket.region;
        bucket.logging = {
          status: 'unknown',
          reason: 'it is not among the buckets of this account, so that only its owner can tell',
        };
      }
    });
    const model = await seeded(foreign);
    expect((await collect(['buckets'])).collections.buckets).toEqual(model.collections.buckets);
    expect(await calls()).not.toHaveProperty('s3:GetBucketLogging');
  });

  test('are those that a plan would make too, with or without a trail', async () => {
    const model = await seeded(
      account()
        .monitoring(({ trails }) => trails.splice(0))
        .buckets(({ items }) => {
          const left = { region: 'us-east-1', trails: [], logging: { status: 'off' } } as const;
          items.push(
            { ...left, name: 'access-logs-111122223333-us-east-1', trails: [], policy: '{"Statement":[]}' },
            { ...left, name: 'aws-cloudtrail-logs-111122223333', trails: [] },
          );
        }),
    );
    expect((await collect(['buckets'])).collections.buckets).toEqual(model.collections.buckets);
  });

  test('are all of the account when asked, with those of the trails named', async () => {
    const model = await seeded(
      account().buckets((buckets) => {
        buckets.scope = 'all';
        buckets.items.push({ name: 'assets', region: 'eu-west-1', trails: [], logging: { status: 'off' } });
      }),
    );
    const snapshot = await collect(['buckets'], { scope: { allBuckets: true } });
    expect(snapshot.collections.buckets).toEqual(model.collections.buckets);
    expect(await calls()).toMatchObject({ 's3:ListAllMyBuckets': 1, 's3:GetBucketLogging': 2 });
  });

  test('that refuse are unknown while another tells', async () => {
    await seeded(
      account().buckets(({ items }) =>
        items.push({ name: 'assets', region: 'eu-west-1', trails: [], logging: { status: 'off' } }),
      ),
    );
    await moto.deny('s3:GetBucketLogging@eu-west-1');
    expect(read(await collect(['buckets'], { scope: { allBuckets: true } }), 'buckets').items).toMatchObject([
      { name: 'assets', logging: { status: 'unknown', reason: expect.stringContaining('s3:GetBucketLogging') } },
      { name: 'trail-111122223333', logging: { status: 'on' } },
    ]);
  });

  test('rest on the trails', async () => {
    await seeded(account());
    await moto.deny('cloudtrail:DescribeTrails');
    expect((await collect(['buckets'])).collections.buckets).toMatchObject({
      cause: 'denied',
      permission: 'cloudtrail:DescribeTrails',
    });
  });
});
