import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { account } from '../../src/providers/aws/model/builder.ts';
import { deleteRootCredentials } from '../../src/providers/aws/operations/root-credentials.ts';
import { Desk } from '../support/cli.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { expectModelEqualsEndpoint } from '../support/operation-endpoint.ts';
import { write } from '../support/operation-laws.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const management = '999988887777';
const root = 'arn:aws:iam::111122223333:root';
const old = '2025-01-01T00:00:00.000Z';
const later = '2037-01-01T00:00:00+00:00';
const key = { active: true, lastRotated: old, lastUsed: old, lastUsedRegion: 'us-east-1', lastUsedService: 's3' };
const counters = { AccountAccessKeysPresent: 1, AccountSigningCertificatesPresent: 1, AccountPasswordPresent: 1 };

/** A member account with all that a root user can have, its organization able to take it away. */
const given = account(new Date())
  .organization({
    managementAccountId: management,
    rootFeatures: { status: 'read', data: { credentialsManagement: true, sessions: true } },
  })
  .root({
    row: {
      keys: [key, key],
      certificates: [
        { active: true, lastRotated: old },
        { active: false, lastRotated: 'never' },
      ],
      passwordEnabled: true,
      passwordLastUsed: old,
      passwordLastChanged: old,
    },
    summary: counters,
  });

let moto: Moto;
let desk: Desk;
beforeAll(async () => {
  moto = await startMoto();
});
afterAll(() => moto?.stop());
beforeEach(async () => {
  await moto.reset();
  await moto.seed(given.build());
  desk = new Desk(moto.env);
  desk.env['AWS_SHARED_CREDENTIALS_FILE'] = await managementProfile();
  writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\nrootSessionProfile: management\n');
});

/** The file in which the profile of the management account stands, its keys made at this endpoint. */
async function managementProfile(): Promise<string> {
  const { accessKeyId, secretAccessKey } = await moto.outsider(management);
  const file = join(temporaryFolder(), 'credentials');
  const keys = `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  writeFileSync(file, `[management]\n${keys}`);
  return file;
}

const controls = ['root-access-keys', 'root-signing-certificates', 'root-password-rotation'];
const scanned = async () => {
  const { out } = await desk.run(['scan', '--control', controls.join(), '--format', 'json']);
  const { findings } = JSON.parse(out) as {
    findings: { control: string; status: string; fingerprint: string }[];
  };
  return Object.fromEntries(findings.map((finding) => [finding.control, finding]));
};

/** Plans with the remedy for every finding, and returns the plan's folder. */
async function planned(): Promise<{ folder: string; changes: { id: string; operation: string }[] }> {
  const found = await scanned();
  const remedies = Object.values(found).flatMap(({ fingerprint }) => [
    '--remedy',
    `${fingerprint}=delete-by-root-session`,
  ]);
  const { out, err, code } = await desk.run([
    'plan',
    '--control',
    controls.join(),
    ...remedies,
    '--via',
    'api',
    '--format',
    'json',
  ]);
  if (code !== 0) throw new Error(err);
  const plan = JSON.parse(out) as { id: string; changes: { id: string; operation: string }[] };
  return { folder: join('plans', plan.id), changes: plan.changes };
}

describe('root sessions of the organization', () => {
  test('take all credentials of the root user away, once that is allowed by name', async () => {
    const { folder, changes } = await planned();
    expect(changes.map(({ operation }) => operation)).toEqual(['sts:AssumeRoot', 'sts:AssumeRoot', 'sts:AssumeRoot']);

    const needed = await desk.run(['permissions', '--for', folder]);
    expect(needed.out).not.toContain('sts:AssumeRoot');
    expect(needed.err).toContain(`"Action":["sts:AssumeRoot"],"Resource":"${root}"`);

    await moto.calls();
    const unallowed = await desk.run(['apply', folder, '--yes']);
    expect(unallowed.err).toContain('0 done, 3 waiting, 0 failed');
    expect(await moto.calls()).not.toHaveProperty('sts:AssumeRoot');
    expect((await scanned())['root-access-keys']?.status).toBe('fail');

    const [record] = /plans\S+\.jsonl/.exec(unallowed.err) ?? [];
    const allowed = changes.map(({ id }) => id).join();
    const applied = await desk.run(['resume', String(record), '--yes', '--allow-irreversible', allowed]);
    expect(applied.err).toContain('3 done, 0 waiting');
    expect(applied.code).toBe(0);
    const after = await scanned();
    expect(controls.map((id) => after[id]?.status)).toEqual(['pass', 'pass', 'not-applicable']);
  });

  test('are told by the profile that may not open them, and leave all as it is', async () => {
    const { folder, changes } = await planned();
    await moto.deny('sts:AssumeRoot');
    const allowed = changes.map(({ id }) => id).join();
    const applied = await desk.run(['apply', folder, '--yes', '--allow-irreversible', allowed]);
    expect(applied.code).not.toBe(0);
    expect(applied.err).toContain('profile management (rootSessionProfile) may not call sts:AssumeRoot');
    expect((await scanned())['root-access-keys']?.status).toBe('fail');
  });

  test.each([
    ['used', { access_key_2_last_used_date: later }],
    ['made', { access_key_1_last_rotated: later }],
  ])('delete nothing of a kind of which one was %s after the evidence', async (what, row) => {
    const { folder, changes } = await planned();
    await moto.root({ row });
    const allowed = changes.map(({ id }) => id).join();
    const applied = await desk.run(['apply', folder, '--yes', '--allow-irreversible', allowed]);
    expect(applied.code).toBe(3);
    expect(applied.err).toContain(`the root user's access keys were ${what} on 2037-01-01T00:00:00.000Z, after the`);
    const calls = await moto.calls();
    expect([calls['iam:DeleteAccessKey'], calls['iam:DeleteSigningCertificate']]).toEqual([undefined, 1]);
  });
});

test('the model is what the endpoint shows after each deletion', () =>
  expectModelEqualsEndpoint(
    moto,
    given.build(),
    (['access-keys', 'signing-certificates', 'password'] as const).map((kind) =>
      write(deleteRootCredentials, { root, kind }, null),
    ),
    {
      rootSessionProfile: async () => 'management',
      seeded: async () => {
        process.env['AWS_SHARED_CREDENTIALS_FILE'] = await managementProfile();
      },
    },
  ));
