import { z } from 'zod';

/**
 * Where things of many regions were looked for: the regions that were read, and what was not. A gap without a
 * region says that the enabled regions themselves could not be listed, so that there may be more than were read.
 */
export const coverageSchema = z.object({
  regions: z.array(z.string()),
  gaps: z.array(z.object({ region: z.string().optional(), reason: z.string() })),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** Things of many regions, sorted by region and name, with where they were looked for. */
export function regionalSchema<T extends z.ZodType>(item: T) {
  return coverageSchema.extend({ items: z.array(item) });
}

/** Things of many regions, with where they were looked for. */
export interface Regional<T> extends Coverage {
  items: T[];
}
