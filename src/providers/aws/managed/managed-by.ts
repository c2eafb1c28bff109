import { type Change, type ResourceRef, refKey } from '../../../engine/change.ts';
import type { Edit, Managed, Place, StateObject } from '../../../engine/managed.ts';
import { type Claim, Told, Untold } from './claim.ts';
import { claims } from './claims.ts';
import { changeOfBlock, changesOfArguments, changesOfEntry, changesOfSwitch } from './edits.ts';

/** A claim, and the object of a state that makes it. */
type Owned = { readonly claim: Claim } & Pick<StateObject, 'address' | 'file'>;

/** What Terraform states manage of one account. */
export interface ManagedBy extends Pick<Managed, 'placesOf'> {
  /** The addresses of the objects that manage something of it. */
  readonly addresses: ReadonlySet<string>;
  /** Objects that do not tell what they manage, a sentence each. */
  readonly untold: readonly string[];
}

/** Finds what the objects of Terraform states manage of an account; of their attributes only the names of resources are kept. */
export function managedBy(objects: Iterable<StateObject>, account: string): ManagedBy {
  const bySetting = new Map<string, { readonly owned: Owned[]; readonly accounts: Set<string> }>();
  const untold: string[] = [];
  for (const object of objects) {
    const { type, address, file, provider } = object;
    if (!type.startsWith('aws_')) continue;
    const setting = `${file} ${provider}`;
    const { owned, accounts } = bySetting.get(setting) ?? { owned: [], accounts: new Set() };
    bySetting.set(setting, { owned, accounts });
    const told = new Told(object);
    const home = told.account();
    if (home !== undefined) accounts.add(home);
    if (home !== undefined && home !== account) continue;
    try {
      for (const claim of claims[type]?.(told) ?? []) owned.push({ claim, address, file });
    } catch (error) {
      if (!(error instanceof Untold)) throw error;
      untold.push(`${address} in ${file} does not tell its ${error.message}, so what it manages is not known`);
    }
  }
  // What does not tell its account lives where its neighbours of the same provider do.
  const owned = [...bySetting.values()]
    .filter(({ accounts }) => accounts.size === 0 || accounts.has(account))
    .flatMap((setting) => setting.owned);
  const sure = new Index(owned.filter(({ claim }) => claim.unsure === undefined));
  const index = new Index(owned.filter(({ claim }) => claim.unsure === undefined || !sure.covers(claim)));
  return {
    placesOf: (change) => index.of(change.resource).flatMap((owner) => placeOf(change, owner)),
    addresses: new Set(owned.map(({ address }) => address)),
    untold,
  };
}

function placeOf(change: Change, { claim, address, file }: Owned): Place[] {
  const { action, edits }: Pick<Place, 'action' | 'edits'> =
    claim.as === 'object' ? changeOfBlock(change) : { action: 'edit', edits: changesOf(change, claim.as) };
  // What no argument says is not managed, though the object is.
  return action === 'edit' && edits.length === 0 ? [] : [{ address, file, action, edits }];
}

function changesOf(change: Change, as: Exclude<Claim['as'], 'object'>): Edit[] {
  if (as === 'arguments') return changesOfArguments(change);
  return 'list' in as ? changesOfEntry(change, as) : changesOfSwitch(change, as);
}

/** Claims by the names that their addresses have; what has fewer names than a resource claims all of its like. */
class Index {
  readonly #owned = new Map<string, Owned[]>();
  /** For each type the names that claims on it have, a list for each way to claim. */
  readonly #shapes = new Map<string, Map<string, readonly string[]>>();
  readonly #mentioned = new Set<string>();

  constructor(owned: readonly Owned[]) {
    for (const owner of owned) {
      const { type, address } = owner.claim;
      const names = Object.keys(address).sort();
      const shapes = this.#shapes.get(type) ?? new Map<string, readonly string[]>();
      this.#shapes.set(type, shapes.set(names.join(), names));
      const key = refKey(owner.claim);
      this.#owned.set(key, [...(this.#owned.get(key) ?? []), owner]);
      for (const name of names) this.#mentioned.add(refKey({ type, address: pick(address, [name]) }));
    }
  }

  /** Who claims a resource, each object once. */
  of({ type, address }: ResourceRef): Owned[] {
    const owners = Array.from(
      this.#shapes.get(type)?.values() ?? [],
      (names) => this.#owned.get(refKey({ type, address: pick(address, names) })) ?? [],
    ).flat();
    return owners.filter((owner, at) => owners.findIndex((other) => isSameObject(owner, other)) === at);
  }

  /** Whether a resource that is named more closely is claimed among those that a claim is about. */
  covers(claim: Claim): boolean {
    return this.#mentioned.has(refKey(claim));
  }
}

function isSameObject(a: Owned, b: Owned): boolean {
  return a.address === b.address && a.file === b.file;
}

function pick(address: ResourceRef['address'], names: readonly string[]): ResourceRef['address'] {
  return Object.fromEntries(Object.entries(address).filter(([name]) => names.includes(name)));
}
