import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Address,
  type Change,
  invert,
  Refusal,
  simulate,
  stable,
  type Value,
  writeChange,
} from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';
import { Steps } from '../../src/engine/remedy.ts';
import type { Draft } from '../../src/engine/snapshot.ts';
import { compareSnapshots } from '../../src/providers/aws/compare/compare-snapshots.ts';
import { permissionOf } from '../../src/providers/aws/live.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';
import type { AwsOperation } from '../../src/providers/aws/operations/define.ts';
import { operations } from '../../src/providers/aws/operations/index.ts';
import { sameMeaning } from '../../src/providers/aws/policy/canonical.ts';
import { arbitraryAccount, withoutCollection } from './arbitrary-account.ts';
import { freeze } from './harness.ts';

/** One write to try on an account. */
export type Write = { readonly operation: AwsOperation; readonly address: Address; readonly to: Value | null };

/** Names a write; its address and value must be those of the operation. */
export function write<A extends Address, V extends Value>(
  operation: AwsOperation<A, V>,
  address: A,
  to: V | null,
): Write {
  return { operation: operation as unknown as AwsOperation, address, to };
}

/** The change that a write is on an account, or undefined where the account is as wanted already. */
export function changeOf(snapshot: AwsSnapshot, { operation, address, to }: Write): Change | undefined {
  const steps = new Steps(snapshot, ['finding']);
  steps.add(operation, address, to);
  return steps.changes[0];
}

/** Why the model refuses a write, or undefined where it does not. */
export function refusalOf(snapshot: AwsSnapshot, tried: Write): string | undefined {
  const change = changeOf(snapshot, tried);
  try {
    if (change !== undefined) simulate(operations, freeze(snapshot), [change]);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return undefined;
}

/**
 * Holds a family of operations to the laws that all operations obey, on random accounts. `writes` names what to try on
 * an account; it may name what is refused or already so, and must reach each operation of the family. `turn` makes of a
 * random account one that can have what the family writes.
 */
export function testOperationLaws(
  family: readonly { readonly name: string }[],
  writes: (snapshot: AwsSnapshot) => Iterable<Write>,
  turn: (snapshot: AwsSnapshot) => AwsSnapshot = (snapshot) => snapshot,
): void {
  const names = family.map(({ name }) => name);

  describe.each(names)('%s', (name) => {
    const operation = operations.get(name);

    test('is written like the API and the CLI, and permitted to do what it does', () => {
      expect(name).toMatch(/^[a-z0-9-]+:[A-Z]\w+$/);
      expect(operation.permissions).toContain(permissionOf(name));
      expect(operations.resource(operation.resource.type)).toBe(operation.resource);
    });

    test('has an inverse on the same resource, or says that it is irreversible', () => {
      if (operation.inverse === null) expect(operation.reversibility).toBe('irreversible');
      else expect(operations.get(operation.inverse).resource).toBe(operation.resource);
    });
  });

  test('read after write, undone exactly, as JSON, and where the evidence lacks the resource', () => {
    const accepted = new Set<string>();
    fc.assert(
      fc.property(arbitraryAccount.map(turn), (snapshot) => {
        freeze(snapshot);
        const told = new Set<string>();
        for (const tried of writes(snapshot)) {
          const change = changeOf(snapshot, tried);
          if (change === undefined || !holdsFor(snapshot, tried, change)) continue;
          const { name } = tried.operation;
          accepted.add(name);
          // Comparing takes longer than all else here: one write of each operation an account is enough.
          if (!told.has(name) && isTold(snapshot, change)) told.add(name);
        }
      }),
      { numRuns: 40 },
    );
    expect([...accepted].sort()).toEqual([...names].sort());
  });
}

/** Checks one change by every law; false where the model refuses it. */
function holdsFor(snapshot: AwsSnapshot, { operation, address, to }: Write, change: Change): boolean {
  const draft = structuredClone(snapshot) as Draft<AwsCollections>;
  try {
    writeChange(operations, draft, change);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // A refusal leaves no trace, as with AWS.
    expect(draft).toEqual(snapshot);
    return false;
  }
  const after = draft as AwsSnapshot;
  const { resource } = operation;
  expect(stable(resource, resource.read(after, address))).toEqual(stable(resource, to));
  expect(resource.label(address)).not.toBe('');
  expect(change.title).not.toBe('');
  expect(change.command.slice(0, 2)).toEqual(cliNames(operation.name));

  const parsed = JSON.parse(JSON.stringify(change)) as Change;
  expect(parsed).toEqual(change);
  expect(simulate(operations, snapshot, [parsed])).toEqual(after);

  const blind = withoutCollection(snapshot, resource.collection as CollectionName);
  expect(resource.read(blind, address)).toBeNull();
  expect(simulate(operations, blind, [change])).toEqual(blind);

  const undo = invert(operations, change);
  if (undo === null) return true;
  expect(simulate(operations, after, [undo])).toEqual(snapshot);
  const again = invert(operations, undo);
  if (undo.reversibility === 'irreversible') expect(again).toBeNull();
  else expect([again?.operation, again?.from, again?.to]).toEqual([change.operation, change.from, change.to]);
  return true;
}

/** Checks that `snapshot diff` tells of a change and of its undoing; false where it only words a document otherwise. */
function isTold(snapshot: AwsSnapshot, change: Change): boolean {
  if (isRewording(change.from, change.to)) return false;
  const after = simulate(operations, snapshot, [change]);
  expect(compareSnapshots(snapshot, after).differences).not.toEqual([]);
  expect(compareSnapshots(after, snapshot).differences).not.toEqual([]);
  return true;
}

function isRewording(from: Json, to: Json): boolean {
  const [was, is] = [from, to].map((value) => (value as { readonly document?: string } | null)?.document);
  return was !== undefined && is !== undefined && sameMeaning(was, is);
}

/** `iam:CreateGroup` as the CLI calls it: `iam create-group`. */
function cliNames(name: string): string[] {
  const [service = '', action = ''] = name.split(':');
  const words = action.replace(/([a-z0-9])([A-Z])/g, '$1-$2').replace(/([A-Z])([A-Z][a-z])/g, '$1-$2');
  return [cliServices[service] ?? service, words.toLowerCase()];
}

/** The services that the CLI calls by another name than policies do. */
const cliServices: Readonly<Record<string, string>> = {
  'access-analyzer': 'accessanalyzer',
  config: 'configservice',
  s3: 's3api',
};
