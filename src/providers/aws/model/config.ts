import { z } from 'zod';
import { coverageSchema } from './regional.ts';

/** AWS Config's recorder of a region, with what it records. */
export const configRecorderSchema = z.object({
  region: z.string(),
  name: z.string(),
  recording: z.boolean(),
  /** SUCCESS, FAILURE, PENDING; absent where it never delivered. */
  lastStatus: z.string().optional(),
  /** True where every type of resource that lives in one region is recorded, those of the future included. */
  allSupported: z.boolean(),
  /** True where the IAM types are recorded by `allSupported` too. */
  globalTypes: z.boolean(),
  /** The types recorded one by one. */
  types: z.array(z.string()),
  /** The types left out of all. */
  excludedTypes: z.array(z.string()),
});
export type ConfigRecorder = z.infer<typeof configRecorderSchema>;

/** A rule of AWS Config. */
export const configRuleSchema = z.object({
  region: z.string(),
  name: z.string(),
  arn: z.string(),
  /** AWS for a managed rule, CUSTOM_LAMBDA or CUSTOM_POLICY. */
  owner: z.string(),
  /** What it checks: the identifier of a managed rule such as ACCESS_KEYS_ROTATED, or the function's ARN. */
  source: z.string(),
  /** ACTIVE, or what it is on its way to. */
  state: z.string(),
  parameters: z.record(z.string(), z.string()),
});
export type ConfigRule = z.infer<typeof configRuleSchema>;

/** AWS Config in the regions where it was looked for. */
export const configSchema = coverageSchema.extend({
  recorders: z.array(configRecorderSchema),
  rules: z.array(configRuleSchema),
});
export type Config = z.infer<typeof configSchema>;

/** The key that recorders and rules are sorted by. */
export const configKey = ({ region, name }: Pick<ConfigRule, 'region' | 'name'>): string => `${region} ${name}`;
