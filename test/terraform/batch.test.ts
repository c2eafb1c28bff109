import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Change, stable, type Value } from '../../src/engine/change.ts';
import { withDependencies } from '../../src/engine/order.ts';
import { Steps } from '../../src/engine/remedy.ts';
import { type Live, openLive } from '../../src/providers/aws/live.ts';
import { account, strongPasswordPolicy } from '../../src/providers/aws/model/builder.ts';
import type { AwsCollections, AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { putMetricAlarm } from '../../src/providers/aws/operations/alarms.ts';
import {
  attachGroupPolicy,
  attachRolePolicy,
  attachUserPolicy,
} from '../../src/providers/aws/operations/attachments.ts';
import { createGroup } from '../../src/providers/aws/operations/groups.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { putGroupPolicy } from '../../src/providers/aws/operations/inline-policies.ts';
import { addUserToGroup } from '../../src/providers/aws/operations/memberships.ts';
import { putMetricFilter } from '../../src/providers/aws/operations/metric-filters.ts';
import { updatePasswordPolicy } from '../../src/providers/aws/operations/password-policy.ts';
import { createPolicy } from '../../src/providers/aws/operations/policies.ts';
import { updateRole } from '../../src/providers/aws/operations/role-sessions.ts';
import { createRole } from '../../src/providers/aws/operations/roles.ts';
import { createTopic, subscribe } from '../../src/providers/aws/operations/topics.ts';
import { type TerraformBatch, terraformBatch } from '../../src/terraform/batch.ts';
import { openTerraform } from '../../src/terraform/run.ts';
import { isDeclarative } from '../../stacks/aws/declarative.ts';
import { synthesize } from '../../stacks/aws/synthesize.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { hasTerraform, type TerraformPlace, terraformPlace } from '../support/terraform.ts';

const number = '111122223333';
const sampleFilter = { pattern: '{ $.a = "b" }', metric: 'm', namespace: 'n', value: '1' };
// Texts that Terraform, and cdktf before it, would read as something else. The endpoint does not encode documents as
// AWS does, so that a percent sign in one is for the rendering's own test.
const statement = (action: string) =>
  `"Statement":[{"Action":["${action}"],"Effect":"Allow","Resource":["arn:aws:s3:::homes/\${aws:username}/*","arn:aws:s3:::$\${x}/\${TfToken[TOKEN.0]}"]}]`;

describe.skipIf(!hasTerraform)('changes by Terraform on an endpoint', { timeout: 240_000 }, () => {
  let moto: Moto;
  let live: Live;
  let place: TerraformPlace;

  beforeAll(async () => {
    moto = await startMoto();
    live = openLive({ maxAttempts: 2 });
    place = await terraformPlace(moto.env);
  });
  afterAll(() => moto?.stop());

  const begin = async (snapshot: AwsSnapshot, folder: string, changes: readonly Change[]) => {
    await moto.reset();
    await moto.seed(snapshot);
    expect(changes.filter((change) => !isDeclarative(change))).toEqual([]);
    const directory = await place.folder(folder);
    const batch = terraformBatch({
      directory,
      changes,
      synthesize: (some, to) => synthesize({ changes: some, account: number, region: 'us-east-1' }, to),
      env: place.env,
    });
    return { directory, batch };
  };

  /** What the account says of each change's resource, without what AWS sets. */
  const look = (changes: readonly Change[]) =>
    Promise.all(
      changes.map(async ({ resource: { type, address } }) => {
        const lens = operations.resource(type);
        return [lens.label(address), stable(lens, await lens.observe(live, address))];
      }),
    );
  const told = (changes: readonly Change[], side: 'from' | 'to') =>
    changes.map(({ resource: { type, address }, [side]: value }) => {
      const lens = operations.resource(type);
      return [lens.label(address), stable(lens, value as Value | null)];
    });
  const undo = (batch: TerraformBatch, changes: readonly Change[]) =>
    batch.rollback(
      changes.map((change) => ({
        change,
        resource: change.resource,
        before: change.from as Value | null,
        stands: true,
      })),
    );

  test('makes, takes over, and gives back: policies, groups and alarms in two regions', async () => {
    const given = account()
      .passwordPolicy({ minimumLength: 8, maxAgeDays: 200, requireSymbols: false })
      .monitoring((monitoring) => {
        for (const alarm of monitoring.alarms) {
          alarm.actionsEnabled = false;
          alarm.okActions = [`arn:aws:sns:us-east-1:${number}:security-alarms`];
        }
      });
    const snapshot = given.build();
    const alarm = snapshot.collections.alarms.status === 'read' ? snapshot.collections.alarms.data[0] : undefined;
    if (alarm === undefined) throw new Error('the built account has an alarm');
    const { region, name, okActions, ...settings } = alarm;
    const far = { region: 'eu-west-1', name: 'far-alarms', arn: `arn:aws:sns:eu-west-1:${number}:far-alarms` };
    const changes = plan(snapshot, (steps) => {
      steps.add(attachGroupPolicy, { group: 'deployers', policyArn: given.policyArn('deploy') }, {});
      steps.add(addUserToGroup, { group: 'deployers', user: 'ada' }, {});
      steps.add(createGroup, { group: 'deployers' }, { path: '/teams/' });
      steps.add(
        createPolicy,
        { arn: given.policyArn('deploy') },
        {
          name: 'deploy',
          path: '/',
          description: `What \${deployers} do`,
          document: `{${statement('s3:GetObject')},"Version":"2012-10-17"}`,
        },
      );
      steps.add(
        putGroupPolicy,
        { group: 'deployers', name: 'own home' },
        { document: `{"Version":"2012-10-17",${statement('s3:*')}}` },
      );
      steps.add(attachUserPolicy, { user: 'ada', policyArn: given.policyArn('engineering') }, {});
      steps.add(updatePasswordPolicy, {}, { ...strongPasswordPolicy, maxAgeDays: undefined });
      steps.add(
        putMetricAlarm,
        { region, name },
        { ...settings, okActions, actionsEnabled: true, description: `say "\${who}" \\o/` },
      );
      steps.add(
        putMetricFilter,
        { region, logGroup: 'cloudtrail', name: 'sign in' },
        {
          pattern: '{ ($.eventName = "ConsoleLogin") && ($.sourceIPAddress != "%{x}\\"") }',
          metric: 'sign-in',
          namespace: 'CISBenchmark',
          value: '1',
          defaultValue: 0,
        },
      );
      steps.add(subscribe, { topicArn: far.arn, protocol: 'email', endpoint: 'far+team@example.com' }, {});
      steps.add(createTopic, far, {});
      steps.add(putMetricAlarm, { region: far.region, name: 'far' }, { ...settings, actions: [far.arn] });
    });
    const { directory, batch } = await begin(snapshot, 'whole', changes);
    const before = await look(changes);
    expect(before).toEqual(told(changes, 'from'));

    await batch.prepare();
    expect(await readFile(join(directory, 'plan.txt'), 'utf8')).toContain(
      '2 to import, 10 to add, 2 to change, 0 to destroy',
    );
    expect(await look(changes)).toEqual(before);
    const review = join(directory, 'review');
    await place.run(review, 'fmt', '-check', '-no-color');
    await place.run(review, 'init', '-input=false');
    await place.run(review, 'plan', '-input=false', '-out=tfplan');
    expect(await planned(place, review)).toEqual(await planned(place, directory));

    await batch.apply(changes);
    expect(await look(changes)).toEqual(told(changes, 'to'));
    // Exit code 0 says that nothing is left to do; 2, which rejects, that something is.
    await place.run(directory, 'plan', '-input=false', '-detailed-exitcode');
    await expect((await openTerraform(directory, place.env)).apply('tfplan')).rejects.toMatchObject({
      code: 'StalePlan',
    });

    await undo(batch, changes);
    expect(await look(changes)).toEqual(before);
    expect(await place.run(directory, 'state', 'list')).toBe('');
  });

  test('makes a role, and shortens the sessions of another while all else of it stays', async () => {
    const given = account().role('night', (role) => {
      role.path = '/jobs/';
      role.tags = { team: 'a' };
      role.maxSessionSeconds = 43_200;
      role.boundary = account().policyArn('engineering');
    });
    const snapshot = given.build();
    const trust = `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::${number}:user/ada"}}],"Version":"2012-10-17"}`;
    const changes = plan(snapshot, (steps) => {
      steps.add(attachRolePolicy, { role: 'support-2', policyArn: given.awsPolicyArn('AWSSupportAccess') }, {});
      steps.add(createRole, { role: 'support-2' }, { path: '/', trust, description: `for \${them}`, tags: { a: 'b' } });
      const night = steps.value(updateRole, { role: 'night' });
      if (night !== null) steps.add(updateRole, { role: 'night' }, { ...night, maxSessionSeconds: 14_400 });
    });
    const { directory, batch } = await begin(snapshot, 'roles', changes);
    const iam = await live.iam();
    // UpdateRole leaves the description as it is where a call does not speak of it; the endpoint drops it.
    const night = async () => ({ ...(await iam.getRole({ RoleName: 'night' })).Role, Description: undefined });
    const [before, asItWas] = [await look(changes), await night()];
    await batch.prepare();
    await batch.apply(changes);
    expect(await look(changes)).toEqual(told(changes, 'to'));
    expect(await night()).toEqual({ ...asItWas, MaxSessionDuration: 14_400 });
    await place.run(directory, 'plan', '-input=false', '-detailed-exitcode');
    await undo(batch, changes);
    expect(await look(changes)).toEqual(before);
    expect(await night()).toEqual(asItWas);
  });

  test('undoes what a killed Terraform made and did not write into its state', async () => {
    const given = account();
    const changes = plan(given.build(), (steps) => {
      steps.add(createGroup, { group: 'readers' }, { path: '/' });
      steps.add(attachGroupPolicy, { group: 'readers', policyArn: given.policyArn('engineering') }, {});
      steps.add(addUserToGroup, { group: 'readers', user: 'ada' }, {});
      steps.add(putMetricFilter, { region: 'us-east-1', logGroup: 'cloudtrail', name: 'n' }, { ...sampleFilter });
    });
    const { directory, batch } = await begin(given.build(), 'killed', changes);
    const before = await look(changes);
    await batch.prepare();
    await batch.apply(changes);
    const state = (await place.run(directory, 'state', 'list')).trim().split('\n');
    expect(state).toHaveLength(4);
    for (const lost of state.slice(0, 3)) await place.run(directory, 'state', 'rm', lost);
    await undo(batch, changes);
    expect(await look(changes)).toEqual(before);
    expect(await place.run(directory, 'state', 'list')).toBe('');
  });

  test('goes on after a failure, leaves alone what came by another hand, and removes only its own', async () => {
    const given = account().passwordPolicy(null);
    const snapshot = given.build();
    const [user, policyArn] = ['ada', given.policyArn('engineering')];
    const changes = plan(snapshot, (steps) => {
      steps.add(updatePasswordPolicy, {}, strongPasswordPolicy);
      steps.add(createGroup, { group: 'readers' }, { path: '/' });
      steps.add(attachGroupPolicy, { group: 'readers', policyArn }, {});
      steps.add(attachUserPolicy, { user, policyArn }, {});
    });
    const { batch } = await begin(snapshot, 'broken', changes);
    const before = await look(changes);
    await batch.prepare();

    await moto.deny('iam:AttachGroupPolicy');
    const iam = await live.iam();
    await iam.attachUserPolicy({ UserName: user, PolicyArn: policyArn });
    const due = changes.filter(({ operation }) => operation !== attachUserPolicy.name);
    await expect(batch.apply(due)).rejects.toMatchObject({
      code: 'Terraform',
      message: expect.stringContaining('AccessDenied'),
    });
    expect(await look(due.slice(0, 2))).toEqual(told(due.slice(0, 2), 'to'));

    await moto.deny();
    await batch.apply(due.slice(2));
    expect(await look(changes)).toEqual(told(changes, 'to'));

    await undo(batch, due);
    expect(await look(due)).toEqual(before.slice(0, 3));
    expect(await look(changes.slice(3))).toEqual(told(changes.slice(3), 'to'));
  });
});

/** The changes as a plan holds them: by Terraform, each knowing what it needs. */
function plan(snapshot: AwsSnapshot, fill: (steps: Steps<AwsCollections>) => void): Change[] {
  const steps = new Steps(snapshot, []);
  fill(steps);
  return withDependencies(operations, steps.changes, snapshot.account).map((change) => ({
    ...change,
    via: 'terraform',
  }));
}

/** The values that a saved plan wants, its documents as data. */
async function planned(place: TerraformPlace, directory: string): Promise<unknown> {
  const shown = JSON.parse(await place.run(directory, 'show', '-json', 'tfplan')) as { planned_values: unknown };
  return JSON.parse(JSON.stringify(shown.planned_values), (key, item) =>
    key === 'policy' && item !== null ? JSON.parse(String(item)) : item,
  );
}
