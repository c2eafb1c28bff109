import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serializeSnapshot } from '../../src/providers/aws/import/snapshot-file.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { ScanResult } from '../../src/report/scan-result.ts';
import { Desk } from '../support/cli.ts';

const baseline = `version: 1
exceptions:
  - control: group-unused
    resource: contractors
    owner: people@example.com
    reason: hires to come
    expires: 2020-01-31
  - control: group-unused
    resource: gone-*
    owner: platform@example.com
    reason: left over
    expires: 2999-12-31
`;

test('what an exception accepted counts again once it has expired, and every format names it', async () => {
  const desk = new Desk();
  writeFileSync(join(desk.folder, 'remediate.yaml'), baseline);
  writeFileSync(join(desk.folder, 'account.json'), serializeSnapshot(account().group('contractors').build()));
  const scan = ['scan', '--from', 'account.json', '--control', 'group-unused,server-certificate-expiry'];
  const { code, out } = await desk.run([...scan, '--format', 'json', '--output', 'scan.json']);
  expect([code, out]).toEqual([1, '']);

  const told = await desk.run([...scan, '--format', 'json']);
  const result = JSON.parse(told.out) as ScanResult;
  expect(result.exceptions).toMatchObject([
    { resource: 'contractors', owner: 'people@example.com', expires: '2020-01-31', state: 'expired', findings: 1 },
    { resource: 'gone-*', state: 'unused', findings: 0 },
  ]);
  expect(result.findings.filter(({ status }) => status === 'fail')).toMatchObject([
    { resource: { id: 'contractors' }, exception: { owner: 'people@example.com', expires: '2020-01-31' } },
  ]);
  expect(result.summary.practices).toMatchObject({ fail: 1, 'not-applicable': 1, pass: 0 });

  for (const format of ['table', 'csv', 'markdown', 'html']) {
    const { out: text } = await desk.run(['report', 'scan.json', '--format', format]);
    for (const word of ['contractors', '2020-01-31', 'hires to come']) expect(text, format).toContain(word);
    // CSV has a row for each finding, and an exception that nothing fails for has none.
    expect(text.includes('left over'), format).toBe(format !== 'csv');
    expect(text, format).toMatch(
      format === 'table' ? /· 1 not applicable/ : /Nothing to assess: the account has nothing/,
    );
  }
});
