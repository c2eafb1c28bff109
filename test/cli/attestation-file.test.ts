import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAttestations, withAttestations } from '../../src/cli/attestation-file.ts';
import { type Baseline, defaultBaseline } from '../../src/engine/baseline.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import { snapshotSchema } from '../../src/providers/aws/model/collections.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function attested(folder: string, baseline: Partial<Baseline> = {}) {
  const snapshot = account().attestations([]).build();
  const read = await withAttestations(hostIn(folder), { ...defaultBaseline, ...baseline }, snapshot);
  expect(snapshotSchema.safeParse(read).success).toBe(true);
  const { attestations } = read.collections;
  return attestations.status === 'read' ? attestations.data : undefined;
}

const questions = {
  control: 'account-security-questions',
  statement: 'AWS withdrew them',
  signedBy: 'ada',
  at: '2026-02-01',
};
const reviewed = {
  control: 'credential-report-reviewed',
  statement: 'All rows were looked at',
  signedBy: 'grace',
  at: '2026-02-20T09:00:00+01:00',
  expires: '2026-12-31',
  reason: 'the monthly review',
};

const file = `version: 1
attestations:
  - control: credential-report-reviewed
    statement: All rows were looked at
    signedBy: grace
    at: 2026-02-20T09:00:00+01:00
    expires: 2026-12-31
    reason: the monthly review
  - control: account-security-questions
    statement: AWS withdrew them
    signedBy: ada
    at: 2026-02-01
`;

describe('what people signed off', () => {
  test('is read from attestations.yaml in the folder, sorted', async () => {
    expect(await attested(folderWith({ 'attestations.yaml': file }))).toEqual([questions, reviewed]);
  });

  test('is read from the file that the baseline names, and from no other', async () => {
    const json = JSON.stringify({ version: 1, attestations: [reviewed] });
    const folder = folderWith({ 'signed.json': json, 'attestations.yaml': file });
    expect(await attested(folder, { attestations: 'signed.json' })).toEqual([reviewed]);
  });

  test('is nothing where there is no file, or one without a statement', async () => {
    expect(await attested(folderWith({}))).toEqual([]);
    expect(await attested(folderWith({ 'attestations.yaml': 'version: 1\n' }))).toEqual([]);
  });

  test('takes the place of what a snapshot brought along, which stays without a file', async () => {
    const snapshot = account().build();
    const statements = async (folder: string) =>
      (await withAttestations(hostIn(folder), defaultBaseline, snapshot)).collections.attestations;
    expect(await statements(folderWith({}))).toEqual(snapshot.collections.attestations);
    expect(await statements(folderWith({ 'attestations.yaml': file }))).toEqual({
      status: 'read',
      data: [questions, reviewed],
    });
  });

  test('stops the run when the file that the baseline names is missing', async () => {
    await expect(attested(folderWith({}), { attestations: 'signed.yaml' })).rejects.toThrow(
      /signed\.yaml does not exist/,
    );
  });

  const entry = (text: string) =>
    `version: 1\nattestations:\n  - control: cloudhsm-attested\n    statement: seen\n${text}`;
  test.each([
    ['is no YAML', 'version: 1\nattestations:\n  - control: [unclosed\n', /attestations\.yaml:\d+: /],
    ['lacks who signed', entry('    at: 2026-01-01\n'), /attestations\.yaml:3: attestations\.0\.signedBy: /],
    ['has nobody sign', entry("    signedBy: ''\n    at: 2026-01-01\n"), /:5: attestations\.0\.signedBy: /],
    ['has no such day', entry('    signedBy: ada\n    at: 2026-02-30\n'), /:6: attestations\.0\.at: /],
    [
      'has a field of another name',
      entry('    signedBy: ada\n    at: 2026-01-01\n    until: 2027-01-01\n'),
      /:7: .*until: is not known here/,
    ],
    [
      'answers no control',
      entry('    signedBy: ada\n    at: 2026-01-01\n').replace('cloudhsm-attested', 'cloudhsm-atested'),
      /:3: attestations\.0\.control: there is no control cloudhsm-atested; did you mean cloudhsm-attested\?$/,
    ],
    [
      'answers a control that evidence decides',
      entry('    signedBy: ada\n    at: 2026-01-01\n').replace('cloudhsm-attested', 'user-mfa'),
      /:3: .*user-mfa is judged by evidence and cannot be signed off; those that can are account-security-questions, /,
    ],
    ['is of another version', 'version: 2\nattestations: []\n', /:1: version: /],
    ['is a list', '- control: x\n', /attestations\.yaml(:1)?: the attestations: /],
  ])('stops the run and names the line when it %s', async (_, text, said) => {
    const path = join(folderWith({ 'attestations.yaml': text }), 'attestations.yaml');
    await expect(readAttestations(path)).rejects.toMatchObject({
      code: 'Configuration',
      message: expect.stringMatching(said),
      hint: expect.stringContaining('attest nothing'),
    });
  });
});
