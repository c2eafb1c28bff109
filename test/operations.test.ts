import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { awsOperations, operations } from '../src/providers/aws/operations/index.ts';
import { operationTable, titlesOf } from '../src/report/operation-table.ts';
import { isDeclarative } from '../stacks/aws/declarative.ts';
import { change } from './support/change.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'src/providers/aws/operations');

/** Every operation that a file of the folder exports, by the name of its constant. */
const exported = new Map<string, string>();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'index.ts'))
  for (const [constant, value] of Object.entries((await import(join(folder, file))) as Record<string, unknown>))
    if (value !== null && typeof value === 'object' && 'perform' in value && 'name' in value)
      exported.set(String(value.name), constant);

const tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(root, 'test', name), 'utf8'));
/** The tests that write to the endpoint, and those that run the real Terraform. */
const oracles = {
  moto: tests.filter((text) => text.includes('startMoto(')),
  Terraform: tests.filter((text) => text.includes('terraformPlace(')),
};

/** What holds an operation, or the one that it undoes, against something else than the model. */
function provedBy(name: string): string[] {
  const names = [name, ...awsOperations.filter(({ inverse }) => inverse === name).map((other) => other.name)];
  const constants = names.flatMap((one) => exported.get(one) ?? []);
  const mentions = new RegExp(`\\b(?:${constants.join('|')})\\b`);
  const proved = Object.entries(oracles).filter(
    ([, texts]) => constants.length > 0 && texts.some((text) => mentions.test(text)),
  );
  return proved.length === 0 ? ['the model alone'] : proved.map(([oracle]) => oracle);
}

/** Whether Terraform can state what an operation makes or, where it makes nothing, changes; it takes away only to undo. */
function isByTerraform({ name, inverse, resource: { type } }: (typeof awsOperations)[number]): boolean {
  if (/:(?:Delete|Remove|Detach|Unsubscribe|Stop|Deactivate)/.test(name)) return false;
  const value = { document: '{}' };
  return isDeclarative(change(type, {}, name === inverse ? value : null, value));
}

describe('the operations', () => {
  test('are listed once each', () => {
    const names = awsOperations.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
  });

  test('name inverses that there are', () => {
    for (const { inverse } of awsOperations) if (inverse !== null) expect(operations.get(inverse).name).toBe(inverse);
  });

  test.each(awsOperations.map((operation) => [operation.name, operation] as const))(
    '%s says what it does',
    (_, one) => {
      expect(titlesOf(one)).not.toEqual([]);
    },
  );

  test('have a table that is current', async () => {
    const tabled = awsOperations.map((operation) => ({
      operation,
      terraform: isByTerraform(operation),
      provedBy: provedBy(operation.name),
    }));
    await expect(operationTable(tabled)).toMatchFileSnapshot('../docs/operations.md');
  });
});
