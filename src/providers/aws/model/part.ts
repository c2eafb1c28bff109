import { z } from 'zod';
import { type Collection, unreadableSchema } from '../../../engine/snapshot.ts';

/** A part of a collection that may be unreadable by itself, while the rest of it was read. */
export function partSchema<T extends z.ZodType>(data: T) {
  return z.discriminatedUnion('status', [z.object({ status: z.literal('read'), data }), unreadableSchema]);
}

/** The data of a part, or undefined where it could not be read. */
export function partOf<T>(part: Collection<T>): T | undefined {
  return part.status === 'read' ? part.data : undefined;
}
