import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Entry, Journal, parseRecord } from '../../src/engine/journal.ts';
import { RecordFile, readRecord } from '../../src/engine/journal-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const now = () => new Date('2026-03-01T12:00:00.000Z');
const entries: Entry[] = [
  {
    kind: 'begin',
    run: '1',
    mode: 'apply',
    plan: 'p',
    planDigest: 'd',
    account: { id: '111122223333', partition: 'aws' },
    caller: 'arn:aws:iam::111122223333:user/ada',
  },
  { kind: 'skipped', change: 'c1', reason: 'for the test' },
  { kind: 'end', outcome: 'partial' },
];

function written(): string {
  const path = join(temporaryFolder(), 'runs', '1.jsonl');
  const file = RecordFile.create(path);
  const journal = new Journal(file, now);
  for (const entry of entries) journal.write(entry);
  file.close();
  return path;
}

describe('the record', () => {
  test('gives back what was written, each line chained to the one before', () => {
    const { lines, torn } = readRecord(written());
    expect(torn).toBe(false);
    expect(lines.map((line) => line.kind)).toEqual(['begin', 'skipped', 'end']);
    expect(lines[1]?.prev).toBe(lines[0]?.hash);
  });

  test.each([
    ['a changed word', (text: string) => text.replace('for the test', 'for no test')],
    ['a line taken out', (text: string) => text.split('\n').toSpliced(1, 1).join('\n')],
    ['two lines swapped', (text: string) => swapLines(text)],
    ['a line doubled', (text: string) => `${text}${text.split('\n')[2]}\n`],
  ])('refuses %s', (_, spoil) => {
    const text = readFileSync(written(), 'utf8');
    expect(() => parseRecord(spoil(text), 'run.jsonl')).toThrow(/does not follow from the line before/);
  });

  test('recognises a torn last line, and goes on after cutting it off', () => {
    const path = written();
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"seq":3,"at":"2026`);
    expect(readRecord(path).torn).toBe(true);
    const { file, record } = RecordFile.reopen(path);
    new Journal(file, now, record.lines).write({ kind: 'resumed', caller: 'arn:aws:iam::111122223333:user/ada' });
    file.close();
    expect(readRecord(path)).toMatchObject({ torn: false, lines: { length: 4 } });
  });

  test('is never begun over another', () => {
    const path = written();
    expect(() => RecordFile.create(path)).toThrow(/could not be begun/);
  });
});

function swapLines(text: string): string {
  const [first, second, ...rest] = text.split('\n');
  return [second, first, ...rest].join('\n');
}
