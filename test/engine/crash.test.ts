import { describe, expect, test } from 'vitest';
import { applyPlan } from '../../src/engine/apply.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { applyAll, type Crashed, crashAt, input, Memory, planFor, sandbox, undo } from './runs.ts';

const deploy = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }],
};
const byTerraform = ['iam:CreateGroup', 'iam:AttachGroupPolicy', 'iam:AddUserToGroup'];
const ids = ['access-key-rotation', 'user-attached-policies', 'group-unused'];

/** A key in use that is old, policies on users, and an empty group: keys are made, Terraform works, things are deleted. */
const drifted = () =>
  account()
    .policy('deploy', deploy)
    .user('bot', (user) => user.noPassword().key({ ageDays: 400, usedDaysAgo: 0 }))
    .user('maria', (user) => user.attach(account().policyArn('deploy')))
    .user('nils', (user) => user.attach(account().policyArn('deploy')))
    .group('contractors')
    .build();

/** An account without the ids that new keys were given. */
const nameless = (snapshot: AwsSnapshot) => JSON.parse(JSON.stringify(snapshot).replace(/AKIASANDBOX\w+/g, 'AKIANEW'));

const isMade = ({ operation }: { operation: string }) => operation === 'iam:CreateAccessKey';

/** Dies at every point of a run, one after the other; gives the number of points. */
async function atEveryPoint(run: (point: number) => Promise<Crashed>, then: (crashed: Crashed) => Promise<void>) {
  let points = 0;
  for (; ; points += 1) {
    const crashed = await run(points);
    if (!crashed.crashed) return points;
    await then(crashed);
  }
}

describe('a run that makes a key, runs Terraform and deletes things', () => {
  const snapshot = drifted();
  const plan = planFor(snapshot, ids, byTerraform);
  const applying = (point: number) =>
    crashAt(sandbox(snapshot), point, (dying, store) => applyPlan(input(plan, dying, store)));

  test('holds what the tests below are about', () => {
    expect(plan.waves.map(({ via }) => via)).toContain('terraform');
    expect(plan.waves.filter(({ via }) => via === 'terraform').flatMap(({ changes }) => changes)).toHaveLength(4);
    expect(plan.changes.some(isMade)).toBe(true);
  });

  test('goes on after a crash at every point, doing nothing twice and losing nothing', async () => {
    const whole = sandbox(snapshot);
    expect((await applyAll(plan, whole)).outcome).toBe('waiting');
    const points = await atEveryPoint(applying, async ({ over, store, performed }) => {
      const again: string[] = [];
      const perform = over.perform.bind(over);
      over.perform = (change, sink) => {
        again.push(change.id);
        return perform(change, sink);
      };
      expect((await applyAll(plan, over, store)).outcome).toBe('waiting');
      expect(nameless(over.snapshot())).toEqual(nameless(whole.snapshot()));
      // A key whose answer was lost is withdrawn and made anew; nothing else is ever done twice.
      const twice = performed.filter((change) => again.includes(change.id));
      expect(twice.every(isMade)).toBe(true);
    });
    expect(points).toBeGreaterThan(3 * plan.changes.length);
  });

  test('is undone after a crash at every point', async () => {
    await atEveryPoint(applying, async ({ over, store }) => {
      if (store.text !== '') expect((await undo(plan, over, store)).outcome).toBe('complete');
      expect(over.snapshot()).toEqual(snapshot);
    });
  });

  test('its rollback goes on after a crash at every point, doing nothing twice', async () => {
    const applied = sandbox(snapshot);
    const done = new Memory();
    await applyAll(plan, applied, done);
    const after = applied.snapshot();
    const undoing = (point: number) => crashAt(sandbox(after), point, (dying, store) => undo(plan, dying, done, store));
    await atEveryPoint(undoing, async ({ over, store, performed }) => {
      const again: string[] = [];
      const perform = over.perform.bind(over);
      over.perform = (change, sink) => {
        again.push(change.id);
        return perform(change, sink);
      };
      expect((await undo(plan, over, done, store)).outcome).toBe('complete');
      expect(over.snapshot()).toEqual(snapshot);
      expect(performed.filter((change) => again.includes(change.id))).toEqual([]);
    });
  });
});
