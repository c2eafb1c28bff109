import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { covers, equalPermissions, minus, permissionSet } from '../../../../src/providers/aws/policy/permissions.ts';
import { regionTexts } from '../../../../src/providers/aws/policy/wording.ts';
import { naivelyAllows } from '../../../support/naive-evaluator.ts';
import { allow, deny, doc } from './support/accounts.ts';
import { policyText, request } from './support/arbitrary.ts';

const some = fc.array(policyText, { minLength: 1, maxLength: 3 });
const limit = fc.option(policyText, { nil: undefined, freq: 2 });
const side = fc.record({ policies: some, boundary: limit });
const requests = fc.array(request, { minLength: 8, maxLength: 8 });

/** Two sides that often hold the same statements, so that covering happens and is put to the test. */
const sides = fc.oneof(
  fc.tuple(side, side),
  side.map((one) => [one, { ...one, policies: one.policies.slice(1) }] as const),
  fc.tuple(side, policyText).map(([one, extra]) => [one, { ...one, policies: [...one.policies, extra] }] as const),
  fc.tuple(some, policyText).map(
    ([policies, boundary]) =>
      [
        { policies, boundary: undefined },
        { policies, boundary },
      ] as const,
  ),
);

type Side = { readonly policies: readonly string[]; readonly boundary: string | undefined };

function allows({ policies, boundary }: Side, one: Parameters<typeof naivelyAllows>[0]): boolean {
  return naivelyAllows(one, [policies, boundary === undefined ? undefined : [boundary]]);
}

it('covers only what deciding covers, over random policies and requests', () => {
  let covered = 0;
  fc.assert(
    fc.property(sides, requests, ([a, b], asked) => {
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        if (!covers(permissionSet(one), permissionSet(other))) continue;
        covered++;
        for (const each of asked) if (allows(other, each)) expect(allows(one, each)).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
  expect(covered).toBeGreaterThan(500);
});

it('calls equal only what decides alike', () => {
  let equal = 0;
  fc.assert(
    fc.property(sides, requests, ([a, b], asked) => {
      if (!equalPermissions(permissionSet(a), permissionSet(b))) return;
      equal++;
      for (const each of asked) expect(allows(a, each)).toBe(allows(b, each));
    }),
    { numRuns: 1500 },
  );
  expect(equal).toBeGreaterThan(100);
});

test.each<[string, string[], string[], string[]]>([
  ['nothing from nothing', [], [], []],
  ['all less one service', [allow('*')], [allow('s3:*')], ['* on every resource']],
  ['one service less all', [allow('s3:*')], [allow('*')], []],
  [
    'two actions less one',
    [allow(['s3:GetObject', 's3:PutObject'])],
    [allow('s3:GetObject')],
    ['s3:PutObject on every resource'],
  ],
  ['what is denied is not there to take', [allow('s3:*'), deny('*')], [], []],
  ['what the other denies', [allow('s3:*')], [allow('s3:*'), deny('s3:DeleteBucket')], ['s3:* on every resource']],
  ['what both deny', [allow('s3:*'), deny('s3:Delete*')], [allow('s3:*'), deny('s3:DeleteBucket')], []],
  [
    'a stricter condition',
    [allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })],
    [allow('s3:*', '*', { StringLike: { 'aws:RequestedRegion': 'eu-*' } })],
    [],
  ],
  [
    'a looser condition',
    [allow('s3:*', '*', { StringLike: { 'aws:RequestedRegion': 'eu-*' } })],
    [allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })],
    ['s3:* on every resource when aws:requestedregion is like eu-*'],
  ],
  [
    'a condition that also holds without its key',
    [allow('s3:*', '*', { StringEqualsIfExists: { 'aws:RequestedRegion': 'eu-west-1' } })],
    [allow('s3:*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })],
    ['s3:* on every resource when aws:requestedregion is eu-west-1 (or is absent)'],
  ],
  [
    'fewer exceptions',
    [doc({ NotAction: 'iam:*' })],
    [doc({ NotAction: ['iam:*', 's3:*'] })],
    ['everything but iam:* on every resource'],
  ],
  ['more exceptions', [doc({ NotAction: ['iam:*', 's3:*'] })], [doc({ NotAction: 'iam:*' })], []],
])('%s', (_, a, b, left) => {
  const from = permissionSet({ policies: a });
  const less = permissionSet({ policies: b });
  expect(regionTexts(minus(from, less))).toEqual(left);
  expect(covers(less, from)).toBe(left.length === 0);
});

it('is certain of nothing while a document is missing', () => {
  const whole = permissionSet({ policies: [allow('s3:*')] });
  const holed = permissionSet({ policies: [allow('s3:*')], missing: true });
  expect([covers(whole, whole), covers(whole, holed), covers(holed, whole), equalPermissions(holed, holed)]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
