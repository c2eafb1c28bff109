import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { addException, withException } from '../../src/cli/wizard/baseline-edit.ts';
import { findDrafts, newDraft, openDraft } from '../../src/cli/wizard/draft.ts';
import { effectSentences } from '../../src/cli/wizard/effects.ts';
import { linesOf, type PickGroup, toggle, toggleAll } from '../../src/cli/wizard/pick-list.ts';
import { baselineSchema } from '../../src/engine/baseline.ts';
import type { Change } from '../../src/engine/change.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { plain } from '../../src/report/painter.ts';
import { scanResult } from '../../src/report/scan-result.ts';
import { measure } from '../../src/report/text-layout.ts';
import { findingText } from '../../src/report/wizard-finding.ts';
import { postureText } from '../../src/report/wizard-posture.ts';
import { change } from '../support/change.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const exception = {
  control: 'user-mfa',
  resource: 'olga',
  account: '111122223333',
  owner: 'platform@example.com',
  reason: 'replaced: see "IAM-7" # soon',
  expires: '2031-05-31',
};
const other = { ...exception, resource: 'nils', reason: 'old' };
const block = '  - control: user-mfa\n    resource: nils\n    owner: me\n    reason: old\n    expires: 2030-01-31';

describe('an exception written into a baseline', () => {
  test.each([
    ['none yet', '# Ours.\nversion: 1 # the first\n'],
    ['a list', `version: 1\nexceptions:\n${block}\n`],
    [
      'a list in the middle, with remarks',
      `version: 1\nexceptions: # agreed\n${block} # soon\n\n# Limits.\nlimits:\n    maxChanges:   9\n`,
    ],
    ['a list that is not indented', `version: 1\nexceptions:\n${block.replaceAll(/^ {2}/gm, '')}\nalarmEmails: []\n`],
    ['an empty list', 'version: 1\nexceptions: []\nlimits: { maxChanges: 9 } # few\n'],
    ['a key without a list', '# Ours.\nversion: 1\nexceptions:\n# The end.\n'],
    ['no end of the line', `version: 1\nexceptions:\n${block}`],
    ['lines that end as on Windows', `version: 1\r\nexceptions:\r\n${block.replaceAll('\n', '\r\n')}\r\n# End.\r\n`],
  ])('%s: is added, and every line that was there stays as it was', async (_, before) => {
    const { text, lines } = await withException(before, exception);
    const was = (parse(before) as { exceptions?: unknown[] }).exceptions ?? [];
    expect(parse(text)).toEqual({ ...(parse(before) as object), exceptions: [...was, exception] });
    expect(baselineSchema.safeParse(parse(text)).success).toBe(true);
    const after = text.split('\n').map((line) => line.trimEnd());
    for (const line of before.split('\n').map((line) => line.trimEnd()))
      expect(after).toContain(line === 'exceptions: []' ? 'exceptions:' : line);
    expect(lines[0]).toBe('- control: user-mfa');
    expect(text.includes('\r\n')).toBe(before.includes('\r\n'));
  });

  test.each([
    ['in braces', '{ version: 1, exceptions: [] } # Ours.\n'],
    ['a list in brackets', `version: 1 # Ours.\nexceptions: [${JSON.stringify(other)}]\n`],
    ['nothing at all', ''],
  ])('%s: an unusual layout keeps what it says and its comments', async (_, before) => {
    const { text } = await withException(before, exception);
    const data = (parse(before) ?? {}) as { exceptions?: unknown[] };
    expect(parse(text)).toEqual({ ...data, exceptions: [...(data.exceptions ?? []), exception] });
    expect(text.includes('# Ours.')).toBe(before.includes('# Ours.'));
  });

  test('whatever the baseline says, it says the same afterwards and one exception more', async () => {
    const text = fc.string({ minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ control: text, resource: text, owner: text, reason: text, expires: fc.constant('2030-01-31') }),
        ),
        fc.dictionary(text, fc.array(text), { maxKeys: 3 }),
        fc.boolean(),
        async (exceptions, controls, last) => {
          const data = last ? { version: 1, controls, exceptions } : { exceptions, version: 1, controls };
          const { text: after } = await withException(stringify(data), exception);
          expect(parse(after)).toEqual({ ...data, exceptions: [...exceptions, exception] });
        },
      ),
      { numRuns: 200 },
    );
  });

  test('makes the file where there is none, and says why where it cannot be written', async () => {
    const folder = temporaryFolder();
    await addException(join(folder, 'remediate.yaml'), exception);
    expect(baselineSchema.parse(parse(readFileSync(join(folder, 'remediate.yaml'), 'utf8'))).exceptions).toEqual([
      exception,
    ]);
    await expect(addException(join(folder, 'nowhere', 'remediate.yaml'), exception)).rejects.toThrow(
      /nowhere.*cannot be written \(ENOENT\)/,
    );
  });
});

describe('the list to choose from', () => {
  const item = (id: string, careful = false) => ({ id, name: id, text: `about ${id}`, about: '', careful });
  const group = (id: string, ...items: PickGroup['items']): PickGroup => ({
    id,
    mark: 'HIGH',
    title: `Title ${id}`,
    paint: String,
    items,
  });
  const groups = [group('mfa', item('olga'), item('root', true)), group('keys', item('bot'))];

  test.each([
    ['', ['mfa', 'olga', 'root', 'keys', 'bot']],
    ['olga', ['mfa', 'olga']],
    ['TITLE mfa', ['mfa', 'olga', 'root']],
    ['about high bot', ['keys', 'bot']],
    ['nobody', []],
  ])('searched for "%s" shows what holds every word, under its heading', (search, wanted) => {
    expect(linesOf(groups, search).map((line) => (line.kind === 'group' ? line.group.id : line.item.id))).toEqual(
      wanted,
    );
  });

  test('a heading chooses all but what asks for care, and drops all; one by one everything can be chosen', () => {
    const [heading, olga, root] = linesOf(groups, '');
    if (heading === undefined || olga === undefined || root === undefined) throw new Error('no lines');
    expect([...toggle(new Set(['bot']), heading)]).toEqual(['bot', 'olga']);
    expect([...toggle(new Set(['olga', 'root']), heading)]).toEqual([]);
    expect([...toggle(new Set(), root)]).toEqual(['root']);
    expect([...toggle(new Set(['olga']), olga)]).toEqual([]);
    expect([
      ...toggleAll(
        new Set(),
        groups.flatMap(({ items }) => items),
      ),
    ]).toEqual(['olga', 'bot']);
  });
});

describe('a draft', () => {
  const about = {
    account: { id: '111122223333', partition: 'aws' },
    source: { from: 'sandbox' },
    selection: { area: ['users'] },
  };

  test('is on disk from the first answer on, is found again, and is gone once it is carried out', () => {
    const host = hostIn(temporaryFolder());
    const draft = newDraft(host, about);
    expect(existsSync(draft.path)).toBe(false);
    draft.save({ chosen: ['a', 'b'] });
    draft.save({ answers: { a: { do: 'mend', remedy: 'x' } }, reviewing: true });
    const [found] = findDrafts(host);
    expect(found?.draft).toEqual(draft.draft);
    expect(found?.draft).toMatchObject({ ...about, chosen: ['a', 'b'], reviewing: true });
    expect(openDraft(host, found?.command.split(' ').at(-1) ?? '').draft).toEqual(draft.draft);
    draft.remove();
    expect(findDrafts(host)).toEqual([]);
  });

  test('that is none is refused by name, and hides no other', () => {
    const host = hostIn(temporaryFolder());
    newDraft(host, about).save({ chosen: ['a'] });
    const broken = join(host.cwd, 'plans', '1.draft.json');
    writeFileSync(broken, '{"schema":"remediate.plan/2"}');
    expect(() => openDraft(host, broken)).toThrow(/1\.draft\.json is no draft: schema/);
    mkdirSync(join(host.cwd, 'plans', '2.draft.json'));
    expect(findDrafts(host)).toHaveLength(1);
  });
});

describe('who gains and who loses', () => {
  const policy = (...actions: string[]) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] });
  const planOf = (changes: Change[], access: string[] = []) => ({ changes, access }) as unknown as Plan;
  const edit = (type: string, address: Record<string, string>, from: string, to: string) =>
    change(type, address, { document: from }, { document: to });

  test('a changed document is told for whoever holds it', () => {
    const narrowed = edit(
      'iam-policy',
      { arn: 'arn:aws:iam::111122223333:policy/p' },
      policy('s3:GetObject', 's3:PutObject'),
      policy('s3:GetObject'),
    );
    expect(effectSentences(planOf([narrowed]))).toEqual([
      { sign: '-', sentence: 'whoever has arn:aws:iam::111122223333:policy/p loses: s3:PutObject on every resource' },
    ]);
    const widened = edit(
      'iam-user-inline-policy',
      { user: 'olga', name: 'p' },
      policy('s3:GetObject'),
      policy('s3:GetObject', 's3:PutObject'),
    );
    expect(effectSentences(planOf([widened]))[0]).toMatchObject({
      sign: '+',
      sentence: expect.stringMatching(/^user olga gains: s3:PutObject/),
    });
  });

  test('one that means the same changes nothing for anybody, and nobody is told where nothing changes', () => {
    expect(effectSentences(planOf([]))).toEqual([{ sign: ' ', sentence: 'Nobody gains or loses access.' }]);
    const sentences = effectSentences(planOf([], ['user olga may lose: s3:*', 'role r gains: iam:*']));
    expect(sentences.map(({ sign }) => sign)).toEqual(['-', '+']);
  });
});

describe('the pages', () => {
  const hostile = 'x\u001b[31m名前\u202e'.repeat(20);
  const finding: Finding = {
    control: 'user-mfa',
    status: 'fail',
    severity: 'high',
    resource: { type: 'iam-user', id: hostile },
    reason: 'none',
    message: `${hostile} has no MFA device`,
    evidence: { lastUsed: null, names: ['a', 'b'], keys: [{ id: hostile, active: true }], whole: { deep: { er: 1 } } },
    fingerprint: 'f',
  };
  const control = { title: 'A title', rationale: 'Because. '.repeat(30), risk: 'Much.', whenNotToFix: 'Never.' };
  const widest = (text: string) => Math.max(...text.split('\n').map(measure));

  test.each([40, 80, 120])('on a finding keep to %i columns and show what would be obeyed', (width) => {
    const page = {
      finding,
      control,
      place: '1 of 2',
      explained: false,
      collectedAt: '2026-11-22T10:00:00Z',
      plain: false,
    };
    const text = findingText(page, { width, paint: plain });
    expect(widest(text)).toBeLessThanOrEqual(width);
    expect(text).not.toContain('\u001b');
    expect(text).toMatch(/last used +none/);
    expect(text).toMatch(/names +a, b/);
    expect(findingText({ ...page, explained: true }, { width, paint: plain })).not.toContain('WHY IT MATTERS');
  });

  test.each([40, 80, 120])('on the posture keep to %i columns; plain has no bars and the same numbers', (width) => {
    const snapshot = {
      schema: 'remediate.snapshot/1',
      provider: 'aws',
      account: { id: '1', partition: 'aws' },
      collectedAt: '2026-11-22T10:00:00Z',
      collections: {},
    } as const;
    const note = { id: 'user-mfa', area: 'users', severity: 'high', ...control, reads: [], frameworks: {} } as const;
    const result = scanResult(snapshot, [finding], { name: 'remediate', version: '0' }, [note]);
    const drawn = postureText(result, { width, paint: plain, plain: false });
    expect(widest(drawn)).toBeLessThanOrEqual(width);
    expect(drawn).toMatch(/high +█+ 1/);
    const told = postureText(result, { width, paint: plain, plain: true });
    expect(told).not.toMatch(/[█░▒]/);
    expect(told).toContain('Users: 0 of 1 practice');
  });
});
