import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { countSigned, type Entry, Journal, type Line, parseRecord, type Store } from '../../src/engine/journal.ts';
import { RecordFile, readRecord } from '../../src/engine/journal-file.ts';
import { openSigner, openVerifier } from '../../src/engine/signature.ts';
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
    expect(() => parseRecord(spoil(text), 'run.jsonl')).toThrow(/^line [1-4] of run.jsonl does not follow/);
  });

  test.each([
    ['without its end', '{"seq":3,"at":"2026'],
    ['whose end came to the disk before its middle', '\0\0\0\0hash":"00"}\n'],
  ])('recognises a last line %s, and goes on after cutting it off', (_, torn) => {
    const path = written();
    writeFileSync(path, `${readFileSync(path, 'utf8')}${torn}`);
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

describe('a signed record', () => {
  const pair = () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    return { pem, sign: openSigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'key.pem') };
  };
  class Lines implements Store {
    text = '';
    append(line: string) {
      this.text += line;
    }
    read(): readonly Line[] {
      return parseRecord(this.text, 'run.jsonl').lines;
    }
  }

  test('is proved up to its last close by the public key, and by no other', () => {
    const { pem, sign } = pair();
    const store = new Lines();
    const journal = new Journal(store, now, [], sign);
    for (const entry of entries) journal.write(entry);
    const verify = openVerifier(pem, 'public.pem');
    expect(countSigned(store.read(), verify, 'run.jsonl')).toBe(3);
    expect(() => countSigned(store.read(), openVerifier(pair().pem, 'p'), 'run.jsonl')).toThrow(
      'the signature in line 3 of run.jsonl is not of this key',
    );
    journal.write({ kind: 'resumed', caller: 'arn:aws:iam::111122223333:user/ada' });
    expect(countSigned(store.read(), verify, 'run.jsonl')).toBe(3);
    journal.write({ kind: 'end', outcome: 'complete' });
    expect(countSigned(store.read(), verify, 'run.jsonl')).toBe(5);
  });

  test('cannot be written anew by somebody without the key', () => {
    const { pem, sign } = pair();
    const signed = new Lines();
    const journal = new Journal(signed, now, [], sign);
    for (const entry of entries) journal.write(entry);
    const signature = signed.read().flatMap((line) => (line.kind === 'end' ? (line.signature ?? []) : []))[0];
    if (signature === undefined) throw new Error('the end is signed');
    // The chain holds, for anybody can compute it; the signature is of another text.
    const forged = new Lines();
    const forging = new Journal(forged, now, [], () => signature);
    for (const entry of entries)
      forging.write(entry.kind === 'skipped' ? { ...entry, reason: 'as they would have it' } : entry);
    const verify = openVerifier(pem, 'public.pem');
    expect(() => countSigned(forged.read(), verify, 'run.jsonl')).toThrow(/line 3 .* is not of this key/);
  });

  test('takes no key of another kind, and says nothing of what the file holds', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    for (const given of [pem, 'MC4CAQAwBQYDK2VwBCIEIH'])
      expect(() => openSigner(given, 'key.pem')).toThrow(
        /^key\.pem holds no private ed25519 key in PEM without a passphrase$/,
      );
  });
});

function swapLines(text: string): string {
  const [first, second, ...rest] = text.split('\n');
  return [second, first, ...rest].join('\n');
}
