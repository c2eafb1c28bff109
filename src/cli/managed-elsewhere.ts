import { resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import type { Managed, StateObject } from '../engine/managed.ts';
import { neutralise } from '../report/neutral-text.ts';
import type { Host } from './host.ts';
import { nearest } from './nearest.ts';
import { nameOf } from './run-files.ts';

/** Options that tell what other Terraform states manage. */
export interface ManagedOptions {
  readonly state?: readonly string[];
  readonly allowManaged?: readonly string[];
}

/** What the named states manage of an account; undefined where none is named. */
export async function readManaged(
  host: Host,
  { state, allowManaged = [] }: ManagedOptions,
  account: string,
): Promise<Managed | undefined> {
  if (state === undefined) {
    if (allowManaged.length === 0) return undefined;
    throw new RemediateError('Usage', '--allow-managed names what a Terraform state manages, and no state is named', {
      hint: 'name the states with --state FILE or --state FOLDER',
    });
  }
  const { readStates } = await import('../terraform/read-state.ts');
  const { managedBy } = await import('../providers/aws/managed/managed-by.ts');
  function* objects(paths: readonly string[]): Iterable<StateObject> {
    for (const path of paths)
      for (const object of readStates(resolve(host.cwd, path)))
        yield { ...object, file: nameOf(host.cwd, object.file) };
  }
  const { placesOf, addresses, untold } = managedBy(objects(state), account);
  for (const sentence of untold) host.err(`${neutralise(sentence)}.\n`);
  for (const address of allowManaged) {
    if (addresses.has(address)) continue;
    const near = nearest(address, [...addresses]);
    throw new RemediateError('Usage', `no state that was named manages ${address} in account ${account}`, {
      hint: near === undefined ? 'an address stands in the plan beside what it manages' : `did you mean ${near}?`,
    });
  }
  return { placesOf, allowed: new Set(allowManaged) };
}
