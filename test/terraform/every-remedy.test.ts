import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { applyPlan } from '../../src/engine/apply.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import type { Change } from '../../src/engine/change.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { Journal } from '../../src/engine/journal.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { rollbackRun } from '../../src/engine/rollback.ts';
import type { RunResult } from '../../src/engine/runner.ts';
import { liveAccount } from '../../src/providers/aws/account.ts';
import { collectSnapshot } from '../../src/providers/aws/collect/snapshot.ts';
import { compareSnapshots } from '../../src/providers/aws/compare/compare-snapshots.ts';
import { openLive } from '../../src/providers/aws/live.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { putMetricAlarm } from '../../src/providers/aws/operations/alarms.ts';
import { putAlternateContact } from '../../src/providers/aws/operations/alternate-contacts.ts';
import { createAnalyzer } from '../../src/providers/aws/operations/analyzers.ts';
import { attachGroupPolicy, attachRolePolicy } from '../../src/providers/aws/operations/attachments.ts';
import {
  putBucketLogging,
  putBucketPolicy,
  putPublicAccessBlock,
} from '../../src/providers/aws/operations/bucket-settings.ts';
import { createBucket } from '../../src/providers/aws/operations/buckets.ts';
import { createBudget } from '../../src/providers/aws/operations/budgets.ts';
import { putConfigRule } from '../../src/providers/aws/operations/config-rules.ts';
import { createGroup } from '../../src/providers/aws/operations/groups.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { createLogGroup } from '../../src/providers/aws/operations/log-groups.ts';
import { addUserToGroup } from '../../src/providers/aws/operations/memberships.ts';
import { putMetricFilter } from '../../src/providers/aws/operations/metric-filters.ts';
import { attachScp, createScp } from '../../src/providers/aws/operations/organizations-policies.ts';
import { updatePasswordPolicy } from '../../src/providers/aws/operations/password-policy.ts';
import { createPolicy } from '../../src/providers/aws/operations/policies.ts';
import { updateRole } from '../../src/providers/aws/operations/role-sessions.ts';
import { createRole } from '../../src/providers/aws/operations/roles.ts';
import { createTopic, subscribe } from '../../src/providers/aws/operations/topics.ts';
import { createTrail, updateTrail } from '../../src/providers/aws/operations/trails.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { terraformBatch } from '../../src/terraform/batch.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { synthesize } from '../../stacks/aws/synthesize.ts';
import { Memory } from '../engine/runs.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasTerraform, type TerraformPlace, terraformPlace } from '../support/terraform.ts';
import { openScene } from '../support/violated-account/scene.ts';
import { alarmMail } from '../support/violated-account/settled.ts';
import { accountsToMend, baseline } from './accounts-to-mend.ts';

/** What Terraform carries out of all that plans are made of; two more, which no remedy makes today, are for the batch's own test. */
const carriedOut = [
  ...[createAnalyzer, putAlternateContact, createBudget, putConfigRule, createScp, attachScp],
  ...[createBucket, putBucketPolicy, putPublicAccessBlock, putBucketLogging, createLogGroup, createTrail, updateTrail],
  ...[putMetricFilter, putMetricAlarm, createTopic, subscribe, updatePasswordPolicy],
  ...[createGroup, addUserToGroup, createPolicy, attachGroupPolicy, createRole, attachRolePolicy, updateRole],
];

describe.skipIf(!hasTerraform)('what Terraform can mend', { timeout: 400_000 }, () => {
  let moto: Moto;
  let place: TerraformPlace;
  beforeAll(async () => {
    moto = await startMoto();
    place = await terraformPlace(moto.env);
  });
  afterAll(() => moto?.stop());

  const look = () =>
    collectSnapshot({ live: openLive({ maxAttempts: 1 }), now: new Date(), scope: { allBuckets: true } });
  const seen = new Set<string>();

  test.each(accountsToMend)(
    'is mended by it and given back: $name',
    async ({ name, given, planted, remedies, stays }) => {
      const now = new Date();
      await moto.reset();
      await moto.seed(given(now).build());
      const scene = await openScene(moto, temporaryFolder(), now);
      for (const { plant } of planted) await plant(scene);

      const before = await look();
      const plan = planFor(before);
      expect(plan.unplanned).toEqual([]);
      const byTerraform = plan.changes.filter(({ via }) => via === 'terraform');
      for (const { operation } of byTerraform) seen.add(operation);
      if (remedies !== undefined) expect(remediesOf(plan, byTerraform)).toEqual(remedies);
      const directory = await place.folder(name.replaceAll(' ', '-'));
      const batch = terraformBatch({
        directory,
        changes: byTerraform,
        synthesize: (some, to) => synthesize({ changes: some, account: plan.account.id, region: 'us-east-1' }, to),
        env: place.env,
      });
      await batch.prepare();
      await place.run(directory, 'validate', '-no-color');
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
      expect(unfinished(run)).toEqual([]);
      for (const { resource } of byTerraform)
        if (resource.type === 'sns-subscription') await moto.confirm(resource.address['topicArn'] ?? '', alarmMail);

      const after = await look();
      const mended = new Set(plan.findings.map(({ fingerprint }) => fingerprint));
      const open = judge(after).filter(({ fingerprint, status }) => mended.has(fingerprint) && status !== 'pass');
      expect(open.map(({ message }) => message)).toEqual([]);
      expect(planFor(after).findings).toEqual([]);
      // Exit code 0 says that nothing is left to do; 2, which rejects, that something is.
      await place.run(directory, 'plan', '-input=false', '-detailed-exitcode');

      const undone = await rollbackRun({
        ...common,
        lines: record.lines(),
        earlier: [],
        journal: new Journal(back, common.now, []),
      });
      expect(unfinished(undone)).toEqual(stays.map((bucket) => expect.stringContaining(`Delete bucket ${bucket}`)));
      const last = await look();
      const different = compareSnapshots(before, last).differences.map(({ sentence }) => sentence);
      expect(different).toEqual(stays.map((bucket) => `Bucket ${bucket} was created`));
      const told = (snapshot: AwsSnapshot) =>
        judge(snapshot)
          .filter(({ resource }) => !stays.includes(resource.id))
          .map(({ control, resource, status, reason }) => `${control}: ${resource.id}: ${status}, ${reason}`);
      expect(told(last)).toEqual(told(before));
      // What stays is in no later plan's way.
      expect(titlesOf(planFor(last))).toEqual(
        titlesOf(plan).filter((title) => !stays.some((bucket) => title.startsWith(`Create bucket ${bucket} `))),
      );
    },
  );

  test('is all that the operations of its changes are', () => {
    expect([...seen].sort()).toEqual(carriedOut.map(({ name }) => name).sort());
  });
});

function judge(snapshot: AwsSnapshot): Finding[] {
  return evaluate(controls, snapshot, baseline, new Date());
}

/** The plan for what fails and Terraform can mend, by whichever remedy does so. */
function planFor(snapshot: AwsSnapshot): Plan {
  const remedies = new Map(
    judge(snapshot)
      .filter(({ status }) => status === 'fail')
      .flatMap((finding) => {
        const remedy = controls
          .find(({ id }) => id === finding.control)
          ?.remedies.find(({ via, suits }) => via.includes('terraform') && (suits?.(finding, snapshot) ?? true));
        return remedy === undefined ? [] : [[finding, remedy.id] as const];
      }),
  );
  return assemblePlan({
    provider: awsProvider,
    controls,
    snapshot,
    baseline,
    now: new Date(),
    chosen: [...remedies.keys()],
    remedies: Object.fromEntries(Array.from(remedies, ([{ fingerprint }, id]) => [fingerprint, id])),
    via: 'terraform',
    declarative: isDeclarative,
  });
}

/** The remedies to which the changes belong, by control. */
function remediesOf({ parts, findings }: Plan, changes: readonly Change[]): string[] {
  const closed = new Set(changes.flatMap(({ closes }) => closes));
  const controlOf = new Map(findings.map(({ fingerprint, control }) => [fingerprint, control]));
  const remedies = parts.flatMap(({ remedy, closes }) =>
    closes.filter((one) => closed.has(one)).map((one) => `${controlOf.get(one)}: ${remedy}`),
  );
  return [...new Set(remedies)].sort();
}

/** What a run left undone, and why. */
function unfinished({ states }: RunResult): string[] {
  return [...states.values()]
    .filter(({ status }) => status !== 'done')
    .map(({ change, detail }) => `${change.title}: ${detail}`);
}

function titlesOf({ changes }: Plan): string[] {
  return changes.map(({ title }) => title).sort();
}
