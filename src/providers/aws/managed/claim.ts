import type { Address } from '../../../engine/change.ts';
import type { StateObject } from '../../../engine/managed.ts';

/** What an object of a Terraform state manages: one resource, or all whose address has these names. */
export interface Claim {
  /** The kind of resource, as the operations call it. */
  readonly type: string;
  readonly address: Address;
  /** How it holds the resource: as itself, in arguments of its own, in one that is true, or as an entry of a list. */
  readonly as: 'object' | 'arguments' | Switch | Entry;
  /** The state lists what was found in the account whether the configuration says so or not; something surer counts before it. */
  readonly unsure?: true;
}

/** The argument that is true while the resource is there. */
export interface Switch {
  readonly switch: string;
}

/** The list argument in which a resource is an entry. */
export interface Entry {
  readonly list: string;
  /** The name of the address that the entry is. */
  readonly by: string;
  /** The argument of the entry that holds the resource's document, where the entry is a block. */
  readonly document?: string;
}

/** An attribute by which an object says what it manages, and which the state does not tell. */
export class Untold extends Error {}

/** What an object says of itself, attribute by attribute. */
export class Told {
  readonly #object: StateObject;

  constructor(object: StateObject) {
    this.#object = object;
  }

  text(name: string): string {
    const value = this.#object.attributes[name];
    if (typeof value === 'string' && value !== '') return value;
    throw new Untold(name);
  }

  /** A list of texts, or of one argument of each of its blocks; where there is none it is empty. */
  texts(name: string, argument?: string): readonly string[] {
    if (this.#object.sensitive.includes(name)) throw new Untold(name);
    const value = this.#object.attributes[name];
    return (Array.isArray(value) ? value : []).flatMap((item: unknown) => {
      const text = argument === undefined ? item : Object(item)[argument];
      return typeof text === 'string' && text !== '' ? [text] : [];
    });
  }

  /** The region that it lives in, as far as the state tells. */
  region(): { readonly region?: string } {
    const { region, arn } = this.#object.attributes;
    const [, , , fromArn] = typeof arn === 'string' ? arn.split(':') : [];
    const told = typeof region === 'string' && region !== '' ? region : fromArn;
    return told ? { region: told } : {};
  }

  /** The account that it lives in, as far as the state tells. */
  account(): string | undefined {
    const { arn, account_id: id } = this.#object.attributes;
    if (typeof arn === 'string') return /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn)?.[1];
    return typeof id === 'string' && /^\d{12}$/.test(id) ? id : undefined;
  }
}

/** The object is the resource itself. */
export function whole(type: string, address: Address): Claim {
  return { type, address, as: 'object' };
}

/** The object's arguments hold the resource. */
export function inside(type: string, address: Address): Claim {
  return { type, address, as: 'arguments' };
}

/** A list of the object has the resource as an entry: the one that is named, or, where the list is exclusive, every one. */
export function listed(type: string, address: Address, as: Entry): Claim {
  return { type, address, as };
}
