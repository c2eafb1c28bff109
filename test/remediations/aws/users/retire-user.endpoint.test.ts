import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import userUnused from '../../../../remediations/aws/users/user-unused.ts';
import { applyPlan, checkPlan } from '../../../../src/engine/apply.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { defaultBaseline } from '../../../../src/engine/baseline.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { Journal, parseRecord } from '../../../../src/engine/journal.ts';
import type { Plan } from '../../../../src/engine/plan.ts';
import { rollbackRun } from '../../../../src/engine/rollback.ts';
import type { RunResult } from '../../../../src/engine/runner.ts';
import type { SecretSink } from '../../../../src/engine/secrets.ts';
import { readable } from '../../../../src/engine/snapshot.ts';
import { liveAccount } from '../../../../src/providers/aws/account.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import type { UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { permissionPolicy, planPermissions } from '../../../../src/providers/aws/permissions.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { ownArn, statements } from '../../../support/policy-documents.ts';
import { quarantined } from '../../../support/quarantine.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(() => moto.reset());

const handedOver: string[] = [];
const sink: SecretSink = {
  prove: async () => {},
  put: async (name) => {
    handedOver.push(name);
    return `memory:${name}`;
  },
};

function planFor(given: AccountBuilder, remedy: string): Plan {
  const snapshot = given.build();
  const chosen = evaluate([userUnused], snapshot, defaultBaseline, builtAt).filter(({ status }) => status === 'fail');
  const remedies = Object.fromEntries(chosen.map(({ fingerprint }) => [fingerprint, remedy]));
  const input = { provider: awsProvider, controls: [userUnused], snapshot, baseline: defaultBaseline, now: builtAt };
  return assemblePlan({ ...input, chosen, remedies, via: 'api', declarative: () => false });
}

/** Signs in as somebody who may do what a plan's permissions say and nothing else; gives the way back. */
async function asOperator(plan: Plan): Promise<() => Promise<void>> {
  const iam = await openLive().iam();
  const policy = permissionPolicy(planPermissions(plan, undefined));
  await iam.createUser({ UserName: 'operator' });
  await iam.createPolicy({ PolicyName: 'operator', PolicyDocument: JSON.stringify(policy) });
  await iam.attachUserPolicy({ UserName: 'operator', PolicyArn: ownArn('operator') });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'operator' });
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const keys = { AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId, AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey };
  Object.assign(process.env, keys);
  await moto.enforce(true);
  return async () => {
    await moto.enforce(false);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
  };
}

/** Runs a plan and undoes it with exactly its permissions; `between` looks at the account in between. */
async function thereAndBack(plan: Plan, between: () => Promise<void>): Promise<readonly [RunResult, RunResult]> {
  const signOut = await asOperator(plan);
  let record = '';
  const now = () => builtAt;
  const common = {
    ...{ plan, operations, now, sink, earlier: [], batch: undefined, onEvent: () => {} },
    account: liveAccount(openLive()),
    signal: new AbortController().signal,
  };
  const append = (line: string) => {
    record += line;
  };
  const allowed = new Set(['user-unused']);
  const there = await applyPlan({ ...common, run: '1', allowed, journal: new Journal({ append }, now, []) });
  await moto.enforce(false);
  await between();
  await moto.enforce(true);
  const { lines } = parseRecord(record, 'memory');
  const back = await rollbackRun({ ...common, run: '2', lines, journal: new Journal({ append: () => {} }, now, []) });
  await signOut();
  return [there, back];
}

const collect = () =>
  collectSnapshot({
    live: openLive(),
    now: new Date(),
    collections: [
      'authorization-details',
      'access-keys',
      'ssh-keys',
      'signing-certificates',
      'mfa-devices',
      'credential-report',
    ],
  });
const kenOf = (snapshot: Awaited<ReturnType<typeof collect>>) =>
  readable(snapshot, 'authorization-details')?.users.find(({ name }) => name === 'ken');
const keysOf = (snapshot: Awaited<ReturnType<typeof collect>>) =>
  readable(snapshot, 'access-keys')?.filter(({ user }) => user === 'ken');
const statusesOf = ({ states }: RunResult) => [...states.values()].map(({ status, detail }) => detail ?? status);

const ken = (deviate: (user: UserBuilder) => unknown) => account().user('ken', deviate);

test('a user goes into quarantine and comes out of it, with a new one-time password', async () => {
  const given = ken((user) =>
    user.password({ usedDaysAgo: 100 }).key({ id: 'AKIAON', ageDays: 300, usedDaysAgo: 200 }),
  );
  await moto.seed(given.build());
  const before = await collect();
  const [there, back] = await thereAndBack(planFor(given, 'quarantine-user'), async () => {
    const inside = await collect();
    expect(kenOf(inside)?.inline.map(({ name }) => name)).toEqual(['remediate-quarantine']);
    expect(readable(inside, 'access-keys')?.filter(({ user, active }) => user === 'ken' && active)).toEqual([]);
    expect(readable(inside, 'credential-report')?.rows.find(({ user }) => user === 'ken')?.passwordEnabled).toBe(false);
  });
  expect([there.outcome, back.outcome]).toEqual(['complete', 'complete']);
  const after = await collect();
  expect(kenOf(after)).toEqual(kenOf(before));
  expect(keysOf(after)).toEqual(keysOf(before));
  expect(handedOver).toEqual([expect.stringMatching(/^ken\/console-password-/)]);
});

test('an overdue user is deleted, and comes back without its secrets', async () => {
  const given = ken((user) =>
    quarantined(user, 40)
      .path('/left/')
      .tag('team', 'x')
      .attach(ownArn('engineering'))
      .inline('own', statements({ Effect: 'Allow', Action: 's3:GetObject' }))
      .boundary(ownArn('engineering'))
      .key({ id: 'AKIAOFF', ageDays: 300, usedDaysAgo: 200, active: false })
      .virtualMfa()
      .sshKey({ id: 'APKAONE00000000000001', body: 'ssh-rsa AAAAB3Nza ken@laptop', active: false })
      .signingCertificate({ id: 'CERTONE000000000000000001' }),
  );
  await moto.seed(given.build());
  const before = await collect();
  const [there, back] = await thereAndBack(planFor(given, 'delete-user'), async () => {
    const without = await collect();
    expect(kenOf(without)).toBeUndefined();
    for (const name of ['access-keys', 'ssh-keys', 'signing-certificates'] as const)
      expect(readable(without, name)?.filter(({ user }) => user === 'ken')).toEqual([]);
  });
  expect(there.outcome).toBe('complete');
  // What cannot be undone is told, and all else is done.
  expect(back.outcome).toBe('partial');
  expect(new Set(statusesOf(back))).toEqual(new Set(['done']));
  const after = await collect();
  const { id: _, createdAt: __, ...was } = kenOf(before) ?? { id: '', createdAt: '' };
  expect(kenOf(after)).toMatchObject(was);
  const statusOf = (list: readonly { readonly user: string; readonly active: boolean }[] | undefined) =>
    list?.filter(({ user }) => user === 'ken').map(({ active }) => active);
  expect(statusOf(readable(after, 'ssh-keys'))).toEqual([false]);
  expect(statusOf(readable(after, 'signing-certificates'))).toEqual([true]);
  expect(statusOf(readable(after, 'access-keys'))).toEqual([]);
  expect(readable(after, 'mfa-devices')?.filter(({ user }) => user === 'ken')).toEqual([]);
});

test('a plan for a user bears new tags, and is not carried out on another user of the same name', async () => {
  const given = ken((user) => user.noGroups().noPassword());
  await moto.seed(given.build());
  const plan = planFor(given, 'quarantine-user');
  const live = openLive();
  const iam = await live.iam();
  const check = () => checkPlan(plan, operations, liveAccount(live));
  await iam.tagUser({ UserName: 'ken', Tags: [{ Key: 'team', Value: 'x' }] });
  await expect(check()).resolves.toBeUndefined();
  await iam.deleteUser({ UserName: 'ken' });
  await iam.createUser({ UserName: 'ken' });
  await expect(check()).rejects.toMatchObject({
    code: 'StalePlan',
    message: expect.stringMatching(/user ken id was "AIDA\d+" and is /),
  });
});
