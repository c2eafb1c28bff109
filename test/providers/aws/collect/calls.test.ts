import { afterAll, beforeAll, expect, test } from 'vitest';
import { selectControls, wantedOf } from '../../../../src/cli/catalogue.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { callFloor } from '../../../../src/providers/aws/collect/floor.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import {
  type AwsSnapshot,
  type CollectionName,
  collectionNames,
} from '../../../../src/providers/aws/model/collections.ts';
import { onEndpoint } from '../../../support/collected.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { regionalAccount } from '../../../support/regional-account.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());
const { seeded } = onEndpoint(() => moto);

const floorOf = (snapshot: AwsSnapshot, scope = {}) =>
  Object.fromEntries(callFloor({ snapshot, scope, region: 'us-east-1' }));
const sum = (calls: Readonly<Record<string, number>>) =>
  Object.values(calls).reduce((total, count) => total + count, 0);

/** Reads collections of an account; the calls that arrived, and the fewest that could have. */
async function scanned(given: AccountBuilder, collections: readonly CollectionName[]) {
  await seeded(given);
  await moto.calls();
  const snapshot = await collectSnapshot({ live: openLive(), now: builtAt, collections });
  return { snapshot, made: await moto.calls(), floor: floorOf(snapshot) };
}

/** Users of every kind: who has keys, who has which devices, who has none of it. */
function mixed(given: AccountBuilder, users: number): AccountBuilder {
  for (let number = 0; number < users; number += 1)
    given.user(`user${number}`, (user) => {
      user.noGroups().noMfa();
      if (number % 5 > 0) user.noPassword();
      if (number % 5 === 0) user.virtualMfa();
      if (number % 20 === 1) user.securityKey();
      if (number % 4 === 0) user.key({ ageDays: 30 + (number % 400), usedDaysAgo: number % 25 });
      if (number % 8 === 0) user.key({ ageDays: 9, active: false, usedDaysAgo: 'never' });
      if (number % 10 === 0) user.attach(given.policyArn('engineering'));
    });
  return given;
}

test('a thousand users are judged by all controls in hardly more calls than the fewest', async () => {
  const controls = selectControls({}, defaultBaseline);
  const { made, floor } = await scanned(mixed(account(), 1000), wantedOf(controls, defaultBaseline).collections);
  expect(floor).toMatchObject({
    // 1,000 users besides the three of every account made here, with two groups, two roles and their policies.
    'iam:GetAccountAuthorizationDetails': 2,
    'iam:ListSSHPublicKeys': 1003,
    'iam:ListAccessKeys': 250,
    'iam:ListVirtualMFADevices': 1,
    'iam:GenerateCredentialReport': 1,
  });
  expect(floor).not.toHaveProperty('iam:GetAccessKeyLastUsed');
  expect(sum(made)).toBeGreaterThanOrEqual(sum(floor));
  expect(sum(made)).toBeLessThanOrEqual(1.5 * sum(floor));
});

test.each([
  ['a boring account', () => account()],
  ['one with something in every region', regionalAccount],
  ['one with users of every kind', () => mixed(account(), 40)],
])('%s is read in the fewest calls, but for waiting for the report', async (_, given) => {
  const { made, floor } = await scanned(given(), collectionNames);
  expect(made).toEqual({ ...floor, 'iam:GenerateCredentialReport': 2 });
});
