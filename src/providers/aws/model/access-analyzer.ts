import { z } from 'zod';
import { coverageSchema } from './regional.ts';
import { timeSchema } from './time.ts';

/** An analyzer of IAM Access Analyzer. */
export const analyzerSchema = z.object({
  region: z.string(),
  name: z.string(),
  arn: z.string(),
  /** ACCOUNT and ORGANIZATION look for access from outside; the others for unused and for internal access. */
  type: z.string(),
  /** ACTIVE, CREATING, DISABLED or FAILED. */
  status: z.string(),
  createdAt: timeSchema,
  /** Why its findings are not, or not all, listed: there are more than are read, or they were denied. */
  findingsGap: z.string().optional(),
});
export type Analyzer = z.infer<typeof analyzerSchema>;

/** An active finding of access from outside the zone of trust. */
export const analyzerFindingSchema = z.object({
  region: z.string(),
  analyzer: z.string(),
  id: z.string(),
  /** The ARN of the resource; absent where AWS does not tell it. */
  resource: z.string().optional(),
  resourceType: z.string(),
  ownerAccountId: z.string(),
  /** Who has access, by the kind of principal, such as AWS: 444455556666; empty in a finding that is an error. */
  principal: z.record(z.string(), z.string()),
  actions: z.array(z.string()),
  /** True where anybody has access. */
  isPublic: z.boolean(),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  /** What kept the analyzer from looking, in a finding that is an error. */
  error: z.string().optional(),
});
export type AnalyzerFinding = z.infer<typeof analyzerFindingSchema>;

/** The analyzers of the regions where they were looked for, and the active findings of those that look for external access. */
export const accessAnalyzerSchema = coverageSchema.extend({
  analyzers: z.array(analyzerSchema),
  findings: z.array(analyzerFindingSchema),
});
export type AccessAnalyzer = z.infer<typeof accessAnalyzerSchema>;

/** The keys that the lists are sorted by. */
export const analyzerKeys = {
  analyzer: ({ region, name }: Pick<Analyzer, 'region' | 'name'>) => `${region} ${name}`,
  finding: ({ analyzer, id }: Pick<AnalyzerFinding, 'analyzer' | 'id'>) => `${analyzer} ${id}`,
} as const;

/** True for an analyzer that looks for access from outside its zone of trust. */
export function looksOutside({ type }: Pick<Analyzer, 'type'>): boolean {
  return type === 'ACCOUNT' || type === 'ORGANIZATION';
}
