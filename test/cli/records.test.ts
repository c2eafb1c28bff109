import { generateKeyPairSync } from 'node:crypto';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Line } from '../../src/engine/journal.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { Desk, type Ended } from '../support/cli.ts';

let desk: Desk;
const run = (...args: readonly string[]): Promise<Ended> => desk.run([...args, '--from', 'sandbox']);
const record = 'plans/p/runs/1.jsonl';
const read = (path: string) => readFileSync(join(desk.folder, path), 'utf8');
const write = (path: string, text: string) => writeFileSync(join(desk.folder, path), text);

/** Changes the sandbox behind the program’s back. */
function tamper(edit: (snapshot: AwsSnapshot) => void): void {
  const snapshot = JSON.parse(read('state/remediate/sandbox.json')) as AwsSnapshot;
  edit(snapshot);
  write('state/remediate/sandbox.json', JSON.stringify(snapshot));
}

function weaken(snapshot: AwsSnapshot): void {
  const policy = snapshot.collections['password-policy'];
  if (policy.status === 'read' && policy.data !== null) policy.data.minimumLength = 9;
}

beforeEach(async () => {
  desk = new Desk();
  await run('plan', '--control', 'password-policy,group-unused', '--output', 'plans/p');
});

describe('verify', () => {
  test('compares the account with the record, and tells both values of what differs', async () => {
    await run('apply', 'plans/p', '--yes');
    expect(await run('verify', record)).toMatchObject({ code: 0, out: expect.stringContaining('the chain holds') });
    tamper(weaken);
    const { code, out } = await run('verify', record);
    expect(code).toBe(3);
    expect(out).toMatch(/✗ .*minimumLength was 14 and is 9\n1 differ/);
  });

  test('of a run that was rolled back looks for what the rollback left', async () => {
    await run('apply', 'plans/p', '--yes');
    await run('rollback', record, '--yes');
    const { code, out } = await run('verify', record);
    expect(out).toMatch(/1\.jsonl: .*\n.*2\.jsonl: .*the chain holds\nThe account is as the record says/);
    expect(code).toBe(0);
  });

  test('says of a call without outcome that it is not known', async () => {
    await run('apply', 'plans/p', '--yes');
    const lines = read(record).split('\n');
    const intent = lines.findIndex((line) => line.includes('"kind":"intent"'));
    write(record, `${lines.slice(0, intent + 1).join('\n')}\n`);
    const { code, out } = await run('verify', record);
    expect(code).toBe(3);
    expect(out).toContain('was begun, and the record does not say whether it took effect');
  });
});

describe('a record', () => {
  test('that was changed in the middle is refused by every command, with the number of the line', async () => {
    await run('apply', 'plans/p', '--yes');
    const lines = read(record).split('\n');
    const second = lines[1] ?? '';
    write(record, [lines[0], second.replace('"before"', '"Before"'), ...lines.slice(2)].join('\n'));
    const refused = { code: 2, err: expect.stringContaining(`line 2 of ${join(desk.folder, record)}`) };
    expect(await desk.run(['show', record])).toMatchObject(refused);
    for (const args of [['verify'], ['resume', '--yes'], ['rollback', '--yes']])
      expect(await run(...args, record)).toMatchObject(refused);
    expect(await desk.run(['status'])).toMatchObject({ code: 2, err: expect.stringContaining('line 2 of') });
  });

  test('whose last line was torn by a crash is gone on with and undone as if that had not been begun', async () => {
    await run('apply', 'plans/p', '--yes');
    const whole = read(record);
    const after = read('state/remediate/sandbox.json');
    const end = whole.trimEnd().lastIndexOf('\n') + 1;
    write(record, whole.slice(0, end + 20));
    expect((await desk.run(['status'])).out).toContain('unfinished');
    expect((await run('verify', record)).out).toContain('torn by a crash');
    // Its lines do not count, so the run has not come to its end; a second one would not know what it did.
    const second = await run('apply', 'plans/p', '--yes');
    expect(second).toMatchObject({ code: 2, err: expect.stringContaining('remediate resume plans/p/runs/1.jsonl') });
    const torn = read(record);
    expect(await run('rollback', record, '--yes')).toMatchObject({ code: 0 });
    expect(read(record)).toBe(torn);
    expect(read('state/remediate/sandbox.json')).not.toBe(after);
  });

  test('of a rollback of some changes leaves the others, which the next one undoes', async () => {
    const before = JSON.parse(read('state/remediate/sandbox.json')) as AwsSnapshot;
    await run('apply', 'plans/p', '--yes');
    const plan = JSON.parse(read('plans/p/plan.json')) as Plan;
    const policy = plan.changes.find(({ operation }) => operation === 'iam:UpdateAccountPasswordPolicy');
    const wrong = await run('rollback', record, '--yes', '--change', 'ffff');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('the run made no change ffff') });
    const part = await run('rollback', record, '--yes', '--change', policy?.id ?? '');
    expect(part).toMatchObject({ code: 0, err: expect.stringContaining('1 done') });
    expect((await desk.run(['status'])).out).toContain('rolled back in part by plans/p/runs/2.jsonl');
    expect(await run('verify', record)).toMatchObject({ code: 0 });
    expect(await run('resume', record, '--yes')).toMatchObject({ code: 2 });
    expect(await run('rollback', record, '--yes')).toMatchObject({ code: 0 });
    const status = await desk.run(['status']);
    expect(status.out.replace(/\n +/g, ' ')).toContain('rolled back by plans/p/runs/2.jsonl, plans/p/runs/3.jsonl');
    const after = JSON.parse(read('state/remediate/sandbox.json')) as AwsSnapshot;
    expect(after.collections['password-policy']).toEqual(before.collections['password-policy']);
  });
});

describe('a plan', () => {
  test('that was edited fails its digest', async () => {
    write('plans/p/plan.json', read('plans/p/plan.json').replace('"minimumLength": 14', '"minimumLength": 6'));
    const { code, err } = await run('apply', 'plans/p', '--yes');
    expect(code).toBe(2);
    expect(err).toContain('was changed after it was made: its digest does not fit');
  });

  test('whose account moved is refused with both values, and leaves no record', async () => {
    const plan = JSON.parse(read('plans/p/plan.json')) as Plan;
    const group = plan.changes.find(({ operation }) => operation === 'iam:DeleteGroup')?.resource.address['group'];
    tamper(({ collections: { 'authorization-details': details } }) => {
      const found = details.status === 'read' ? details.data.groups.find(({ name }) => name === group) : undefined;
      Object.assign(found ?? {}, { path: '/theirs/' });
    });
    const { code, err } = await run('apply', 'plans/p', '--yes');
    expect(code).toBe(3);
    expect(err).toContain(
      `the account has moved since the plan was made: group ${group} path was "/" and is "/theirs/"`,
    );
    expect((await desk.run(['status'])).out).toContain('No runs');
  });

  test('for another account is refused', async () => {
    tamper((snapshot) => Object.assign(snapshot.account, { id: '999988887777' }));
    const { code, err } = await run('apply', 'plans/p', '--yes');
    expect(code).toBe(2);
    expect(err).toContain('these credentials are for 999988887777');
  });
});

describe('a signature', () => {
  beforeEach(() => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    write('key.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    write('public.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
  });

  test('is over the record of the run and of its rollback, and verify proves it', async () => {
    expect(await run('apply', 'plans/p', '--yes', '--sign-with', 'key.pem')).toMatchObject({ code: 0 });
    const signed = await run('verify', record, '--key', 'public.pem');
    expect(signed).toMatchObject({ code: 0, out: expect.stringContaining('the signature is of the key public.pem') });
    expect((await run('verify', record)).err).toContain('is signed; pass --key');
    expect(await run('rollback', record, '--yes', '--sign-with', 'key.pem')).toMatchObject({ code: 0 });
    expect(await run('verify', record, '--key', 'public.pem')).toMatchObject({ code: 0 });
    expect(read(record) + read('plans/p/runs/2.jsonl')).not.toContain('PRIVATE');

    const { hash: _, ...last } = JSON.parse(read(record).trimEnd().split('\n').at(-1) ?? '') as Line;
    expect(last).toMatchObject({ kind: 'end', signature: { key: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  test('that is missing, or is of another key, is told', async () => {
    await run('apply', 'plans/p', '--yes');
    const { publicKey } = generateKeyPairSync('ed25519');
    write('other.pem', publicKey.export({ type: 'spki', format: 'pem' }).toString());
    const unsigned = await run('verify', record, '--key', 'public.pem');
    expect(unsigned).toMatchObject({ code: 3, out: expect.stringMatching(/no signature covers \d+ lines at its end/) });
    await run('rollback', record, '--yes', '--sign-with', 'key.pem');
    const other = await run('verify', 'plans/p/runs/2.jsonl', '--key', 'other.pem');
    expect(other).toMatchObject({ code: 2, err: expect.stringContaining('is not of this key') });
  });

  test('needs a key that can sign, or nothing is begun', async () => {
    appendFileSync(join(desk.folder, 'none.pem'), 'no key');
    const { code, err } = await run('apply', 'plans/p', '--yes', '--sign-with', 'none.pem');
    expect(code).toBe(2);
    expect(err).toContain('none.pem holds no private ed25519 key');
    expect((await desk.run(['status'])).out).toContain('No runs');
  });
});
