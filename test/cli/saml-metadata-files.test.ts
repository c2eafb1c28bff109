import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Host } from '../../src/cli/host.ts';
import { withSamlMetadata } from '../../src/cli/saml-metadata-files.ts';
import { baselineSchema } from '../../src/engine/baseline.ts';
import { readable } from '../../src/engine/snapshot.ts';
import { toSelectors } from '../../src/providers/aws/collect/event-selectors.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { type AwsSnapshot, snapshotSchema } from '../../src/providers/aws/model/collections.ts';
import { selectedBy } from '../../src/providers/aws/model/event-selectors.ts';
import { readSamlMetadata } from '../../src/providers/aws/model/saml-metadata.ts';
import type { PermissionPolicy } from '../../src/providers/aws/permissions.ts';
import { Desk } from '../support/cli.ts';
import { hostIn } from '../support/host.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { keysOfHolder } from '../support/policy-holder.ts';
import { samlMetadata } from '../support/saml-metadata.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const renewed = samlMetadata();

/** The SAML providers of a snapshot once the files that a baseline names were read, and what was said of it. */
function offered(files: Readonly<Record<string, string>>, named: Record<string, string>, given: AwsSnapshot) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  let said = '';
  const say = (text: string) => {
    said += text;
  };
  const host: Host = { ...hostIn(folder), err: say };
  const read = withSamlMetadata(host, baselineSchema.parse({ version: 1, samlMetadata: named }), given);
  expect(snapshotSchema.safeParse(read).success).toBe(true);
  return { providers: readable(read, 'identity-providers'), said };
}

test('the file that the baseline names stands beside the provider, and beside no other', () => {
  const given = account().samlProvider('okta').samlProvider('entra').oidcProvider('ci.example.com').build();
  const { providers, said } = offered({ 'new.xml': renewed }, { okta: 'new.xml' }, given);
  const before = readable(given, 'identity-providers') ?? [];
  expect(providers).toEqual(
    before.map((one) => (one.arn.endsWith('/okta') ? { ...one, offered: readSamlMetadata(renewed) } : one)),
  );
  expect(said).toBe('');
});

test('nothing is offered but by the baseline of this run', () => {
  const given = account().samlProvider('okta', { offered: renewed }).build();
  expect(offered({}, {}, given).providers).toEqual(
    readable(account().samlProvider('okta').build(), 'identity-providers'),
  );
});

test('a name that no provider has is told', () => {
  const { said } = offered({ 'new.xml': renewed }, { octa: 'new.xml' }, account().samlProvider('okta').build());
  expect(said).toBe('warning: samlMetadata names octa, and the account has no SAML provider of that name\n');
});

test('a file that is missing stops the run', () => {
  expect(() => offered({}, { okta: 'new.xml' }, account().build())).toThrow(
    expect.objectContaining({
      message: expect.stringMatching(/new\.xml does not exist$/),
      hint: expect.stringContaining('samlMetadata in the baseline names it for SAML provider okta'),
    }),
  );
});

let moto: Moto;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto.stop());

test('metadata and event selectors are changed with the permissions of the plan alone, and come back', async () => {
  const was = samlMetadata({ signing: ['expired'] });
  const data = { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }] };
  const selectors = selectedBy(toSelectors([{ ...data, ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }]));
  const given = account(new Date())
    .samlProvider('okta', { document: was })
    .monitoring(({ trails }) => Object.assign(trails[0] ?? {}, selectors));
  await moto.seed(given.build());
  const desk = new Desk(moto.env);
  const until = new Date(Date.now() + 300 * 86_400_000).toISOString();
  writeFileSync(join(desk.folder, 'okta.xml'), samlMetadata({ signing: ['old'], until }));
  writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\nsamlMetadata: { okta: okta.xml }\n');

  const evidence = async () => {
    const { out } = await desk.run(['snapshot', 'export']);
    const { collections } = JSON.parse(out) as AwsSnapshot;
    return { providers: collections['identity-providers'], trails: collections.trails };
  };
  const failing = async () => {
    const { out } = await desk.run(['scan', ...chosen, '--format', 'json']);
    const { findings } = JSON.parse(out) as { findings: { control: string; status: string }[] };
    return findings.filter(({ status }) => status === 'fail').map(({ control }) => control);
  };
  const before = await evidence();
  const chosen = ['--control', 'identity-provider-valid,cloudtrail-enabled'];
  const plan = await desk.run(['plan', ...chosen, '--output', 'plans/p']);
  expect(plan).toMatchObject({ code: 0 });
  expect(plan.out).toContain('gives access that the baseline asks for: samlMetadata of okta');

  const admin = { ...desk.env };
  const { out: policy } = await desk.run(['permissions', '--for', 'plans/p']);
  const holder = await keysOfHolder(moto, JSON.parse(policy) as PermissionPolicy);
  Object.assign(desk.env, holder);
  await moto.enforce(true);
  expect(await desk.run(['apply', 'plans/p', '--yes'])).toMatchObject({ code: 0 });
  await moto.enforce(false);
  Object.assign(desk.env, admin);
  expect(await failing()).toEqual([]);

  Object.assign(desk.env, holder);
  await moto.enforce(true);
  expect(await desk.run(['rollback', 'plans/p/runs/1.jsonl', '--yes'])).toMatchObject({ code: 0 });
  await moto.enforce(false);
  Object.assign(desk.env, admin);
  expect((await failing()).sort()).toEqual(['cloudtrail-enabled', 'identity-provider-valid']);
  const { validUntil: _, ...provider } = (Object(before.providers).data as [{ validUntil: string }])[0];
  const after = await evidence();
  expect(after.providers).toMatchObject({ data: [provider] });
  expect(after.trails).toEqual(before.trails);
});
