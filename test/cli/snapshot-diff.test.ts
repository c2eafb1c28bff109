import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/engine/comparison.ts';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { Desk } from '../support/cli.ts';

const desk = new Desk();

/** A snapshot in a file of the desk, by the file's name. */
function file(name: string, snapshot: AwsSnapshot): string {
  writeFileSync(join(desk.folder, name), JSON.stringify(snapshot));
  return name;
}

const day = (iso: string, deviate: (built: AccountBuilder) => unknown = () => {}): AwsSnapshot => {
  const built = account();
  deviate(built);
  return { ...built.build(), collectedAt: iso };
};

const monday = file('monday.json', day('2026-03-02T12:00:00.000Z'));
const friday = file(
  'friday.json',
  day('2026-03-06T12:00:00.000Z', (built) =>
    built.user('joan', (user) => user.groups('administrators').key({ id: 'AKIANEW' })),
  ),
);
const diff = (...args: readonly string[]) => desk.run(['snapshot', 'diff', ...args]);

test('tells in words what changed, and ends with 0', async () => {
  const { code, out, err } = await diff(monday, friday);
  expect(code).toBe(0);
  expect(err).toBe('');
  expect(out).toContain('user joan becomes an administrator');
  expect(out).toContain('+ User joan joined group administrators\n');
  expect(out).toContain('+ Access key AKIANEW of user joan was created\n');
});

test('as JSON and as Markdown', async () => {
  const json = JSON.parse((await diff(monday, friday, '--format', 'json')).out) as Comparison;
  expect(json.schema).toBe('remediate.comparison/1');
  expect(json.differences).toContainEqual({
    area: 'access keys',
    kind: 'added',
    resource: { type: 'iam-access-key', id: 'AKIANEW of user joan' },
    sentence: 'Access key AKIANEW of user joan was created',
  });
  const markdown = await diff(monday, friday, '--format', 'markdown');
  expect(markdown.out).toMatch(/^# What changed\n/);
  expect(markdown.out).toContain('- User joan joined group administrators\n');
});

test('one file twice', async () => {
  const { code, out } = await diff(monday, monday);
  expect(code).toBe(0);
  expect(out).toMatch(/^Nothing changed\.\n/);
});

test('the wrong way round', async () => {
  const { code, out } = await diff(friday, monday);
  expect(code).toBe(0);
  expect(out.replace(/\s+/g, ' ')).toContain('given as NEW was collected before the one given as OLD');
});

test('two accounts, no snapshot, no file', async () => {
  const other = file('other.json', {
    ...day('2026-03-06T12:00:00.000Z'),
    account: { id: '999988887777', partition: 'aws' },
  });
  writeFileSync(join(desk.folder, 'details.json'), '{"UserDetailList": []}');
  const cases = [
    [other, /two accounts: 111122223333 .* 999988887777/, 'compare snapshots of one account'],
    ['details.json', /details\.json is no snapshot/, 'snapshot import'],
    ['missing.json', /missing\.json does not exist/, 'check the path'],
  ] as const;
  for (const [path, message, hint] of cases) {
    const { code, out, err } = await diff(monday, path);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(message);
    expect(err).toContain(hint);
  }
});
