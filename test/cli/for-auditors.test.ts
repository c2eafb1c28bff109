import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { formats } from '../../src/cli/options.ts';
import { Desk } from '../support/cli.ts';

const page = readFileSync(new URL('../../docs/for-auditors.md', import.meta.url), 'utf8');
const commands = page.split('\n').flatMap((line) => /^ {4}remediate (.*)$/.exec(line)?.[1] ?? []);

/** What the AWS CLI printed for an account with one user. */
const printed: Readonly<Record<string, string>> = {
  'details.json': JSON.stringify({
    UserDetailList: [
      {
        Path: '/',
        UserName: 'ada',
        UserId: 'AIDAEXAMPLE',
        Arn: 'arn:aws:iam::111122223333:user/ada',
        CreateDate: '2026-01-01T00:00:00+00:00',
        GroupList: [],
        AttachedManagedPolicies: [],
      },
    ],
    GroupDetailList: [],
    RoleDetailList: [],
    Policies: [],
  }),
  'summary.json': JSON.stringify({ SummaryMap: { Users: 1, AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 } }),
  'password-policy.json': JSON.stringify({ PasswordPolicy: { MinimumPasswordLength: 8 } }),
  'report.csv': [
    'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
    'ada,arn:aws:iam::111122223333:user/ada,2026-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A',
  ].join('\n'),
};

test('every command of the page does what the page says, one after the other', async () => {
  const desk = new Desk();
  const file = (name: string) => join(desk.folder, name);
  for (const [name, text] of Object.entries(printed)) writeFileSync(file(name), text);
  // Two scans of the months before, evidence from before, and a run, as whoever reads that part of the page has them.
  await desk.run(['snapshot', 'export', '--from', 'sandbox', '--output', 'earlier-evidence.json']);
  const result = JSON.parse((await desk.run(['scan', '--from', 'sandbox', '--format', 'json'])).out) as object;
  for (const [month, collectedAt] of [
    ['january', '2026-01-31T12:00:00.000Z'],
    ['february', '2026-02-28T12:00:00.000Z'],
  ])
    writeFileSync(file(`${month}.json`), JSON.stringify({ ...result, collectedAt }));
  await desk.run(['plan', '--from', 'sandbox', '--control', 'group-unused', '--output', 'plans/one']);
  await desk.run(['apply', 'plans/one', '--from', 'sandbox', '--yes']);

  expect(commands.length).toBeGreaterThan(12);
  for (const command of commands) {
    const words = command.replace('--profile audit', '--from sandbox').replace('<id>', 'one');
    const { code, err } = await desk.run(words.split(' '));
    expect([words, code, err]).toEqual([
      words,
      words.startsWith('scan ') ? 1 : 0,
      expect.not.stringContaining('error:'),
    ]);
    const [, output] = / --output (\S+)/.exec(words) ?? [];
    if (output !== undefined) expect([output, existsSync(file(output))]).toEqual([output, true]);
  }
});

test('the page names every format', () => {
  for (const format of formats) expect(page).toContain(`| \`${format}\` |`);
});
