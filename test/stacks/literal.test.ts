import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTerraform } from '../../src/terraform/run.ts';
import { literal, plain } from '../../stacks/aws/literal.ts';
import { renderStack } from '../../stacks/aws/synthesize.ts';
import { printHcl } from '../../stacks/hcl.ts';
import { change } from '../support/change.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
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
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plain(literal(text))).toBe(text);
      }),
    );
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
    const texts = fc.sample(hostile, { numRuns: 500, seed: 1 });
    const resource = {
      terraform_data: Object.fromEntries(texts.map((text, at) => [`text${at}`, { input: literal(text) }])),
    };
    const folder = temporaryFolder();
    const { path } = await findTerraform(process.env);
    const read = async (name: string, content: string) => {
      const cwd = join(folder, name);
      await mkdir(cwd);
      await writeFile(join(cwd, name), content);
      await run(path, ['plan', '-input=false', '-out=tfplan'], { cwd });
      const { stdout } = await run(path, ['show', '-json', 'tfplan'], { cwd, maxBuffer: 1 << 24 });
      const { resources } = (JSON.parse(stdout) as Shown).planned_values.root_module;
      return Object.fromEntries(resources.map(({ name, values }) => [name, values.input]));
    };
    const expected = Object.fromEntries(texts.map((text, at) => [`text${at}`, text]));
    expect(await read('main.tf.json', JSON.stringify({ resource }))).toEqual(expected);
    expect(await read('main.tf', printHcl({ resource }))).toEqual(expected);
  });
});

/** A shown plan, as far as it is read here. */
interface Shown {
  readonly planned_values: {
    readonly root_module: { readonly resources: readonly { name: string; values: { input: string } }[] };
  };
}
