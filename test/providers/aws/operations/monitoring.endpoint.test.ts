import { afterAll, beforeAll, expect, test } from 'vitest';
import rootActivityMonitored from '../../../../remediations/aws/root/root-activity-monitored.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { type Change, invert } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import { liveAccount } from '../../../../src/providers/aws/account.ts';
import { collectSnapshot } from '../../../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../../../src/providers/aws/live.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { deleteAlarm, putMetricAlarm } from '../../../../src/providers/aws/operations/alarms.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { deleteMetricFilter, putMetricFilter } from '../../../../src/providers/aws/operations/metric-filters.ts';
import { createTopic, deleteTopic, subscribe, unsubscribe } from '../../../../src/providers/aws/operations/topics.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { type Moto, startMoto } from '../../../support/moto.ts';
import { expectModelEqualsEndpoint } from '../../../support/operation-endpoint.ts';
import { changeOf, type Write, write } from '../../../support/operation-laws.ts';

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

const region = 'us-east-1';
const arn = (name: string) => `arn:aws:sns:${region}:111122223333:${name}`;
const filterAt = (name: string) => ({ region, logGroup: 'cloudtrail', name });
const filter = { pattern: '{ $.eventName = "CreateUser" }', metric: 'users', namespace: 'CISBenchmark', value: '1' };
const alarm = {
  description: 'Raised on new users',
  metric: 'users',
  namespace: 'CISBenchmark',
  statistic: 'Sum',
  comparison: 'GreaterThanOrEqualToThreshold',
  threshold: 1,
  periodSeconds: 300,
  evaluationPeriods: 1,
  treatMissingData: 'notBreaching',
  actionsEnabled: true,
  actions: [arn('new')],
};
const mail = (topic: string, endpoint: string) => ({ topicArn: arn(topic), protocol: 'email', endpoint });

test('filters, alarms and topics are made, changed, removed and brought back', () =>
  expectModelEqualsEndpoint(moto, account().build(), [
    write(putMetricFilter, filterAt('new'), filter),
    write(putMetricFilter, filterAt('iam-changes'), { ...filter, defaultValue: 0, unit: 'Count' }),
    write(deleteMetricFilter, filterAt('root-activity'), null),
    write(createTopic, { region, name: 'new', arn: arn('new') }, {}),
    write(subscribe, mail('new', 'oncall@example.com'), { confirmed: false }),
    write(putMetricAlarm, { region, name: 'new' }, alarm),
    write(putMetricAlarm, { region, name: 'iam-changes' }, { ...alarm, datapointsToAlarm: 1, okActions: [arn('new')] }),
    write(deleteAlarm, { region, name: 'root-activity' }, null),
  ]));

test('a subscription ends, and one that waits for its mail holds nobody up', async () => {
  await moto.reset();
  await moto.seed(account().build());
  const live = openLive({ maxAttempts: 1, pace: { shownMs: 2000, doubtMs: 500 } });
  const onLive = liveAccount(live);
  const perform = async (tried: Write) => {
    const change = changeOf(await collectSnapshot({ live, now: new Date() }), tried);
    if (change === undefined) throw new Error('nothing to do');
    await onLive.perform(change, undefined);
    return onLive.observe(change.resource);
  };
  expect(await perform(write(subscribe, mail('security-alarms', 'b@example.com'), { confirmed: true }))).toEqual({
    confirmed: false,
  });
  expect(await perform(write(unsubscribe, mail('security-alarms', 'security@example.com'), null))).toBeNull();
  expect(await perform(write(unsubscribe, mail('security-alarms', 'b@example.com'), null))).toEqual({
    confirmed: false,
  });
});

test('a topic that somebody hears is not deleted', async () => {
  await moto.reset();
  await moto.seed(account().build());
  const address = { region, name: 'security-alarms', arn: arn('security-alarms') };
  const deletion = deleteTopic.perform(openLive({ maxAttempts: 1 }), { address, from: {}, to: null, sink: undefined });
  await expect(deletion).rejects.toThrow('security@example.com still receives from it');
});

test('an account comes to raise an alarm on root use once the mail is confirmed, and goes back', async () => {
  await moto.reset();
  const bare = account(new Date()).monitoring((monitoring) => {
    for (const list of [monitoring['metric-filters'], monitoring.alarms, monitoring.sns]) list.splice(0);
  });
  await moto.seed(bare.build());
  const live = openLive({ maxAttempts: 1, pace: { shownMs: 2000, doubtMs: 500 } });
  const onLive = liveAccount(live);
  const baseline = baselineSchema.parse({ version: 1, alarmEmails: ['oncall@example.com'] });
  const scan = async () => {
    const snapshot = await collectSnapshot({ live, now: new Date() });
    return { snapshot, findings: evaluate([rootActivityMonitored], snapshot, baseline, new Date()) };
  };
  const reasons = async () => (await scan()).findings.map(({ reason }) => reason);

  const { snapshot, findings } = await scan();
  const plan = assemblePlan({
    provider: awsProvider,
    controls: [rootActivityMonitored],
    snapshot,
    baseline,
    now: new Date(),
    chosen: findings,
    via: 'api',
    declarative: () => false,
  });
  const byId = new Map(plan.changes.map((change) => [change.id, change]));
  const ordered = plan.waves.flatMap((wave) => wave.changes).flatMap((id): Change[] => [byId.get(id) ?? []].flat());
  expect(ordered).toHaveLength(4);
  for (const change of ordered) await onLive.perform(change, undefined);
  expect(await reasons()).toEqual(['noSubscriber']);
  await moto.confirm(arn('remediate-alarms'), 'oncall@example.com');
  expect(await reasons()).toEqual(['raised']);

  for (const change of ordered.reverse()) {
    const inverse = invert(operations, change);
    if (inverse === null) throw new Error(`${change.title} cannot be undone`);
    await onLive.perform(inverse, undefined);
  }
  const { collections } = (await scan()).snapshot;
  for (const name of ['trails', 'metric-filters', 'alarms', 'sns'] as const)
    expect(collections[name]).toEqual(snapshot.collections[name]);
});
