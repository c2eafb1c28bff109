import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTerraform } from '../../src/terraform/run.ts';
import { literal, plain } from '../../stacks/aws/literal.ts';
import { renderStack } from '../../stacks/aws/synthesize.ts';
import { printHcl } from '../../stacks/hcl.ts';
import { change } from '../support/change.ts';
import { hasTerraform } from '../support/terraform.ts';

const run = promisify(execFile);

/** Texts of the signs and words that Terraform, its two syntaxes and cdktf give a meaning to. */
const hostile = fc
  .array(
    fc.constantFrom(
      '$',
      '%',
      '{',
      '}',
      '$${',
      '%%{',
      '"',
      '\\',
      '\n',
      '\t',
      '\r',
      '\u0007',
      '~',
      'n',
      'TfToken[',
      'TOKEN.0]',
      '#',
      '&',
      '*',
      'if',
      'é',
      '<<EOT',
      'aws:username',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('a literal text', () => {
  test('is itself again when it is read back', () => {
    fc.assert(fc.property(hostile, (text) => expect(plain(literal(text))).toBe(text)));
  });

  test('passes cdktf as it is', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { main } = renderStack({
          changes: [change('iam-group', { group: text }, null, { path: text })],
          account: '1',
        });
        const [group] = Object.values(Object(JSON.parse(main)).resource.aws_iam_group);
        expect(group).toEqual({ name: literal(text), path: literal(text) });
      }),
      { numRuns: 50 },
    );
  });

  test.skipIf(!hasTerraform)('is that text to Terraform, in both of its syntaxes', async () => {
    const texts = fc.sample(hostile, { numRuns: 200, seed: 1 });
    const output = Object.fromEntries(texts.map((text, at) => [`text${at}`, { value: literal(text) }]));
    const folder = await mkdtemp(join(tmpdir(), 'remediate-literal-'));
    const { path } = await findTerraform(process.env);
    const read = async (name: string, content: string) => {
      const cwd = join(folder, name.replace('/', '-'));
      await mkdir(cwd);
      await writeFile(join(cwd, name), content);
      await run(path, ['plan', '-input=false', '-out=tfplan'], { cwd });
      const { stdout } = await run(path, ['show', '-json', 'tfplan'], { cwd, maxBuffer: 1 << 24 });
      return JSON.parse(stdout).planned_values.outputs as Record<string, { value: string }>;
    };
    const expected = Object.fromEntries(texts.map((text, at) => [`text${at}`, text]));
    for (const outputs of [
      await read('main.tf.json', JSON.stringify({ output })),
      await read('main.tf', printHcl({ output })),
    ])
      expect(Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))).toEqual(expected);
  });
});
