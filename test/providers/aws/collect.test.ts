import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { collectSnapshot } from '../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../src/providers/aws/live.ts';
import { account } from '../../../src/providers/aws/model/builder.ts';
import { type Moto, startMoto } from '../../support/moto.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
beforeEach(() => moto.reset());
afterAll(() => moto.stop());

test('x', async () => {
  const built = account().build();
  await moto.seed(built);
  const snapshot = await collectSnapshot({ live: openLive(), now: new Date(built.collectedAt), onProgress: (e) => process.stdout.write(JSON.stringify(e)+'\n') });
  expect(snapshot).toEqual(built);
});
