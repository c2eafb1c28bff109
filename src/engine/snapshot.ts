import { z } from 'zod';

/** Why a collection could not be read. */
export const unreadableCauses = ['denied', 'unsupported', 'not-collected', 'failed'] as const;
export type UnreadableCause = (typeof unreadableCauses)[number];

/** A collection that could not be read; `permission` is the action that was lacking, when that is the cause. */
export const unreadableSchema = z.object({
  status: z.literal('unreadable'),
  cause: z.enum(unreadableCauses),
  reason: z.string(),
  permission: z.string().optional(),
});
export type Unreadable = z.infer<typeof unreadableSchema>;

/**
 * One kind of evidence: read (where `null` data says that the thing does not exist), or unreadable. `partial` says what
 * is missing of evidence that was read in part: nothing that rests on it can pass as a whole.
 */
export type Collection<T> = { readonly status: 'read'; readonly data: T; readonly partial?: string } | Unreadable;

/** The account that evidence was collected from. */
export const accountSchema = z.object({ id: z.string(), alias: z.string().optional(), partition: z.string() });
export type AccountIdentity = z.infer<typeof accountSchema>;

/** What was collected from one account at one moment; `C` maps the names of collections to their data. */
export interface Snapshot<C> {
  readonly schema: 'remediate.snapshot/1';
  readonly provider: string;
  readonly account: AccountIdentity;
  /** The identity that read the evidence, when one did; its ARN. */
  readonly caller?: string;
  /** ISO 8601 time at which collecting began. */
  readonly collectedAt: string;
  readonly collections: { readonly [K in keyof C]: Collection<C[K]> };
}

/** The same snapshot, its collections open for the model to write on. */
export type Draft<C> = Omit<Snapshot<C>, 'collections'> & {
  collections: { -readonly [K in keyof C]: Collection<C[K]> };
};

/** The data of a collection that was read, or undefined. */
export function readable<C, K extends keyof C>(snapshot: Snapshot<C>, name: K): C[K] | undefined {
  const collection = snapshot.collections[name];
  return collection?.status === 'read' ? collection.data : undefined;
}
