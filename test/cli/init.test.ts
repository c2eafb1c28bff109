import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBaseline } from '../../src/cli/baseline-file.ts';
import type { Baseline } from '../../src/engine/baseline.ts';
import { serializeSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';
import { hostIn } from '../support/host.ts';
import { keys, Terminal } from '../support/terminal.ts';
import { trusting } from '../support/trust.ts';

/** A desk with the evidence of an account that has an administrator in reserve, another group of them, and a partner. */
function deskWithAccount(): Desk {
  const desk = new Desk();
  const given = account()
    .user('break-glass', (user) => user.noGroups().groups('administrators'))
    .group('owners', (group) => group.attached.push('arn:aws:iam::aws:policy/AdministratorAccess'))
    .role('partner', trusting({ AWS: '444455556666' }));
  writeFileSync(join(desk.folder, 'account.json'), serializeSnapshot(given.build()));
  return desk;
}

const baselineOf = (desk: Desk): Promise<Baseline> => loadBaseline(hostIn(desk.folder), undefined);
const textOf = (desk: Desk, file = 'remediate.yaml') => readFileSync(join(desk.folder, file), 'utf8');

describe('init without questions', () => {
  test('writes what each question would have taken, in plain words, and it judges as no baseline does', async () => {
    const desk = new Desk();
    const before = await desk.run(['scan', '--from', 'sandbox', '--format', 'json']);
    const { code, out, err } = await desk.run(['init', '--yes']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('Written to remediate.yaml');
    await expect(textOf(desk)).toMatchFileSnapshot('../golden/remediate.yaml');
    expect((await baselineOf(desk)).protectedPrincipals).toEqual(['break-glass*']);
    const after = await desk.run(['scan', '--from', 'sandbox', '--format', 'json']);
    const verdicts = ({ out: text }: { readonly out: string }) =>
      (JSON.parse(text) as ScanResult).findings.map(({ fingerprint, status }) => [fingerprint, status]);
    expect(verdicts(after)).toEqual(verdicts(before));
  });

  test('protects who is kept for emergencies in the account that is named', async () => {
    const desk = deskWithAccount();
    const { code, err } = await desk.run(['init', '--yes', '--from', 'account.json', '--output', 'held to.yaml']);
    expect(code).toBe(0);
    expect(err).toContain("remediate scan --config 'held to.yaml'");
    const baseline = await loadBaseline(hostIn(desk.folder), 'held to.yaml');
    expect(baseline.protectedPrincipals).toEqual([expect.stringMatching(/:user\/break-glass$/)]);
    expect(baseline.controls['user-admin-privileges']).toEqual({ approvedAdminGroups: ['administrators'] });
    expect(baseline.controls).not.toHaveProperty('user-unapproved');
    expect(baseline.controls).not.toHaveProperty('role-untrusted-cross-account');
  });

  test('says so when the account could not be read', async () => {
    const desk = new Desk();
    const unread = account().unreadable('authorization-details').build();
    writeFileSync(join(desk.folder, 'account.json'), serializeSnapshot(unread));
    const { code, err } = await desk.run(['init', '--yes', '--from', 'account.json']);
    expect(code).toBe(0);
    expect(err).toContain('Nothing is proposed from the account: ');
    expect((await baselineOf(desk)).protectedPrincipals).toEqual(['break-glass*']);
  });

  test('writes over nothing', async () => {
    const desk = new Desk();
    writeFileSync(join(desk.folder, 'remediate.yaml'), 'version: 1\n');
    const { code, err } = await desk.run(['init', '--yes']);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: \S+remediate\.yaml exists already and is left as it is\n {7}\S.*\n$/);
    expect(textOf(desk)).toBe('version: 1\n');
  });

  test('asks nobody where nobody is, and says how to do without', async () => {
    const desk = new Desk();
    const { code, err } = await desk.run(['init']);
    expect(code).toBe(4);
    expect(err).toMatch(/^error: there is no terminal to ask on\n {7}.*--yes\n$/);
    expect(() => textOf(desk)).toThrow(/ENOENT/);
  });

  test('a folder that is not there is told of', async () => {
    const { code, err } = await new Desk().run(['init', '--yes', '--output', 'nowhere/remediate.yaml']);
    expect(code).toBe(2);
    expect(err).toMatch(/^error: \S+ cannot be written \(ENOENT\)\n {7}choose another --output\n$/);
  });
});

describe('init on a terminal', () => {
  const start = (desk: Desk, ...more: string[]) =>
    new Terminal(['init', ...more], { cwd: desk.folder, env: desk.env, columns: 120 });
  /** Answers questions in order: what to type, then Enter. */
  async function answer(terminal: Terminal, answers: readonly (readonly [RegExp, ...string[]])[]): Promise<void> {
    for (const [question, ...strokes] of answers) {
      await terminal.shows(question);
      terminal.press(...strokes, keys.enter);
    }
  }

  test('every answer may be taken by Enter', async () => {
    const [asked, unasked] = [new Desk(), new Desk()];
    const terminal = start(asked);
    await answer(terminal, [
      [/Mail addresses/],
      [/may no plan touch/],
      [/Which groups/],
      [/Which roles/],
      [/Which accounts/],
      [/may a key live/],
      [/unused\?/],
      [/new secrets go/],
      [/changes may a plan/],
    ]);
    expect(await terminal.ended).toBe(0);
    await unasked.run(['init', '--yes']);
    expect(textOf(asked)).toBe(textOf(unasked));
  });

  test('what is typed and chosen is what is written', async () => {
    const desk = deskWithAccount();
    const terminal = start(desk, '--from', 'account.json');
    await answer(terminal, [[/Mail addresses/, 'nobody']]);
    await terminal.shows(/expected a mail address/);
    terminal.press('@example.com, ops@example.com', keys.enter);
    await answer(terminal, [
      [/may no plan touch/],
      [/Which groups/, keys.down, keys.space],
      [/Which accounts/, keys.space],
      [/list of users/, keys.down],
      [/may a key live/, '60'],
      [/unused\?/, '30'],
      [/new secrets go/, keys.down],
      [/changes may a plan/, '40'],
    ]);
    expect(await terminal.ended).toBe(0);
    const baseline = await baselineOf(desk);
    expect(baseline).toMatchObject({
      alarmEmails: ['nobody@example.com', 'ops@example.com'],
      protectedPrincipals: [expect.stringMatching(/:user\/break-glass$/)],
      secrets: { kind: 'secrets-manager', prefix: 'remediate/' },
      limits: { maxChanges: 40 },
      controls: {
        'group-admin-privileges': { approvedAdminGroups: ['administrators', 'owners'] },
        'user-unapproved': { approvedUsers: expect.arrayContaining(['ada', 'break-glass']) },
        'role-untrusted-cross-account': { trustedAccounts: ['444455556666'] },
        'access-key-rotation': { maxAgeDays: [60] },
        'ssh-key-rotation': { maxAgeDays: [60] },
        'credentials-unused': { unusedDays: 30 },
      },
    });
    const scanned = await desk.run(['scan', '--from', 'account.json', '--control', 'user-unapproved']);
    expect(scanned.code).toBe(0);
  });

  test('Ctrl-C at a question writes nothing', async () => {
    const desk = new Desk();
    const terminal = start(desk);
    await terminal.shows(/Mail addresses/);
    terminal.press(keys.interrupt);
    expect(await terminal.ended).toBe(4);
    expect(() => textOf(desk)).toThrow(/ENOENT/);
  });
});
