import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { applyPlan } from '../../src/engine/apply.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { type Baseline, baselineSchema } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { Journal } from '../../src/engine/journal.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import { liveAccount } from '../../src/providers/aws/account.ts';
import { collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { openLive } from '../../src/providers/aws/live.ts';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { terraformBatch } from '../../src/terraform/batch.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { synthesize } from '../../stacks/aws/synthesize.ts';
import { Memory } from '../engine/runs.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { hasTerraform, type TerraformPlace, terraformPlace } from '../support/terraform.ts';

const chosen = [
  'access-analyzer-enabled',
  'account-alternate-contacts',
  'billing-alerts',
  'cloudtrail-enabled',
  'config-rules',
  'monitor-create-user',
  'root-activity-monitored',
];
const contact = { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' };
const baseline: Baseline = baselineSchema.parse({
  version: 1,
  alarmEmails: ['oncall@example.com'],
  controls: {
    'account-alternate-contacts': { billing: contact, operations: contact, security: contact },
    'billing-alerts': { billingThreshold: 500 },
  },
});

/** An account without any of it, in two regions; what is there of a trail is up to the case. */
const bare = () =>
  account(new Date())
    .alternateContacts({ billing: null, operations: null, security: null })
    .accessAnalyzer(({ analyzers }) => analyzers.splice(0))
    .budgets([])
    .config(({ rules }) => rules.splice(0));

const without = bare().monitoring((monitoring) => {
  for (const list of Object.values(monitoring)) list.splice(0);
});
const half = bare().monitoring((monitoring) => {
  for (const list of [monitoring['metric-filters'], monitoring.alarms, monitoring.sns]) list.splice(0);
  for (const trail of monitoring.trails) {
    Object.assign(trail, { logging: false, multiRegion: false, logFileValidation: false });
    delete trail.logGroupArn;
    delete trail.latestLogsDeliveryAt;
  }
});

describe.skipIf(!hasTerraform)('the account and its monitoring by Terraform', { timeout: 300_000 }, () => {
  let moto: Moto;
  let place: TerraformPlace;
  beforeAll(async () => {
    moto = await startMoto();
    place = await terraformPlace(moto.env);
  });
  afterAll(() => moto?.stop());

  const look = () => collectSnapshot({ live: openLive({ maxAttempts: 1 }), now: new Date() });
  const failing = (snapshot: AwsSnapshot) =>
    evaluate(controls, snapshot, baseline, new Date()).filter(
      ({ control, status }) => chosen.includes(control) && status === 'fail',
    );
  const planFor = (snapshot: AwsSnapshot): Plan =>
    assemblePlan({
      provider: awsProvider,
      controls,
      snapshot,
      baseline,
      now: new Date(),
      chosen: failing(snapshot),
      via: 'terraform',
      declarative: isDeclarative,
    });

  test.each<[string, AccountBuilder, string[]]>([
    ['nothing is there', without, ['cloudtrail:StartLogging']],
    ['a trail is there that does too little', half, ['cloudtrail:StartLogging']],
  ])('what is missing is made, and taken back: %s', async (name, given, byApi) => {
    await moto.reset();
    await moto.seed(given.build());
    const before = await look();
    const plan = planFor(before);
    expect(plan.unplanned).toEqual([]);
    expect(plan.changes.filter(({ via }) => via === 'api').map(({ operation }) => operation)).toEqual(byApi);
    const directory = await place.folder(name.replaceAll(' ', '-'));
    const batch = terraformBatch({
      directory,
      changes: plan.changes.filter(({ via }) => via === 'terraform'),
      synthesize: (some, to) => synthesize({ changes: some, account: plan.account.id, region: 'us-east-1' }, to),
      env: place.env,
    });
    await batch.prepare();

    const [record, back] = [new Memory(), new Memory()];
    const common = {
      ...{ plan, operations, batch, sink: undefined, onEvent: () => {}, now: () => new Date() },
      ...{ account: liveAccount(openLive()), signal: new AbortController().signal, run: '1' },
    };
    const run = await applyPlan({
      ...common,
      earlier: [],
      journal: new Journal(record, common.now, []),
      allowed: new Set(),
    });
    const untold = [...run.states.values()].filter(({ status }) => status !== 'done');
    expect(untold.map(({ change, detail }) => [change.title, detail])).toEqual([]);
    await moto.confirm('arn:aws:sns:us-east-1:111122223333:remediate-alarms', 'oncall@example.com');
    const after = await look();
    expect(failing(after).map(({ message }) => message)).toEqual([]);
    expect(planFor(after).changes).toEqual([]);

    const undone = await rollbackRun({
      ...common,
      lines: record.lines(),
      earlier: [],
      journal: new Journal(back, common.now, []),
    });
    const left = [...undone.states.values()].filter(({ status }) => status !== 'done');
    // The log of a bucket is written at once, and a bucket that holds something stays.
    expect(left.map(({ change, detail }) => `${change.operation} ${detail?.slice(0, 40)}`)).toEqual(
      name === 'nothing is there' ? ['s3:DeleteBucket it has been in use since it was made (la'] : [],
    );
    expect(failing(await look()).map(({ fingerprint }) => fingerprint)).toEqual(
      failing(before).map(({ fingerprint }) => fingerprint),
    );
  });
});
