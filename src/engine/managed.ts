import { z } from 'zod';
import { type Change, resourceRefSchema } from './change.ts';
import { jsonSchema } from './json.ts';

/** An object as a Terraform state holds it. */
export interface StateObject {
  /** Its address, such as `module.users.aws_iam_user.this["maria"]`. */
  readonly address: string;
  /** The file of the state. */
  readonly file: string;
  readonly type: string;
  /** The configuration of the provider that it is made with: objects of one configuration live in one account. */
  readonly provider: string;
  /** What is not marked sensitive. */
  readonly attributes: { readonly [name: string]: unknown };
  /** The names of the attributes that are marked sensitive. */
  readonly sensitive: readonly string[];
}

/** One argument of a Terraform configuration and what it is to become; null where it is not there. */
export const editSchema = z.object({
  argument: z.string(),
  /** It is one entry of the argument's list that changes, and not the whole. */
  entry: z.literal(true).optional(),
  from: jsonSchema,
  to: jsonSchema,
});
export type Edit = z.infer<typeof editSchema>;

/** Where a change belongs: in the configuration that an object of another Terraform state comes from. */
export const placeSchema = z.object({
  address: z.string(),
  file: z.string(),
  /** What is to be done there: edit arguments of the block, remove it, or only apply what it says already. */
  action: z.enum(['edit', 'remove', 'apply']),
  edits: z.array(editSchema),
});
export type Place = z.infer<typeof placeSchema>;

/** A change of what another Terraform state manages, with what a person does there. */
export const elsewhereSchema = placeSchema.extend({
  resource: resourceRefSchema,
  title: z.string(),
  /** Fingerprints of the findings that it helps to close. */
  closes: z.array(z.string()),
  /** The change in this plan, where it was allowed by name to be made all the same. */
  change: z.string().optional(),
  /** Ids of changes of this plan that come first. */
  follows: z.array(z.string()),
  /** Titles of changes that rest on it and are left to a plan made afterwards. */
  unblocks: z.array(z.string()),
});
export type Elsewhere = z.infer<typeof elsewhereSchema>;

/** What other Terraform states manage, as far as a plan asks. */
export interface Managed {
  /** Every place in which a change belongs; none where no state manages what it changes. */
  placesOf(change: Change): readonly Place[];
  /** Addresses whose objects may be changed here all the same. */
  readonly allowed: ReadonlySet<string>;
}

/**
 * Sets the changes apart that belong to other Terraform states, and with them what rests on those. What was allowed by
 * name stays, by the API: two states must never hold one object.
 */
export function setApart(
  changes: readonly Change[],
  { placesOf, allowed }: Managed = { placesOf: () => [], allowed: new Set() },
): { changes: Change[]; elsewhere: Elsewhere[] } {
  const places = new Map(changes.map((change) => [change.id, placesOf(change)]));
  const isTheirs = ({ id }: Change) => places.get(id)?.some(({ address }) => !allowed.has(address)) === true;
  const roots = rootsOf(changes, isTheirs);
  const kept = changes.filter(({ id }) => !roots.has(id));
  const keptIds = new Set(kept.map(({ id }) => id));
  const elsewhere = changes.flatMap((change): Elsewhere[] => {
    const { id, resource, title, closes, dependsOn } = change;
    const isKept = keptIds.has(id);
    // What rests on another such change is told by a later plan: nothing is taken away there before its stead is given.
    const told = isKept || (isTheirs(change) && roots.get(id)?.size === 1) ? (places.get(id) ?? []) : [];
    if (told.length === 0) return [];
    const waiting = changes.filter((other) => other !== change && roots.get(other.id)?.has(id));
    return told
      .filter(({ address }) => isKept || !allowed.has(address))
      .map((place) => ({
        ...place,
        resource,
        title,
        closes,
        ...(isKept ? { change: id } : {}),
        follows: isKept ? [] : dependsOn.filter((earlier) => keptIds.has(earlier)),
        unblocks: waiting.map((other) => other.title),
      }));
  });
  return {
    changes: kept.map((change) => (places.get(change.id)?.length === 0 ? change : { ...change, via: 'api' })),
    elsewhere,
  };
}

/** The changes that cannot be made here, each with the ids of those on which that rests. */
function rootsOf(changes: readonly Change[], isTheirs: (change: Change) => boolean): Map<string, Set<string>> {
  const roots = new Map(changes.filter(isTheirs).map(({ id }) => [id, new Set([id])]));
  let grew = true;
  while (grew) {
    grew = false;
    for (const { id, dependsOn, gate } of changes) {
      const mine = roots.get(id) ?? new Set<string>();
      const size = mine.size;
      for (const earlier of [...dependsOn, gate?.after, gate?.used])
        for (const root of (earlier !== undefined && roots.get(earlier)) || []) mine.add(root);
      if (mine.size === size) continue;
      roots.set(id, mine);
      grew = true;
    }
  }
  return roots;
}
