import { z } from 'zod';

/** An EC2 instance; `profile` is the ARN of its instance profile, absent where it has none. */
export const instanceSchema = z.object({
  region: z.string(),
  id: z.string(),
  state: z.string(),
  profile: z.string().optional(),
  tags: z.record(z.string(), z.string()),
});
export type Instance = z.infer<typeof instanceSchema>;

/** A Lambda function with the ARN of its execution role. */
export const lambdaFunctionSchema = z.object({
  region: z.string(),
  name: z.string(),
  arn: z.string(),
  role: z.string(),
});
export type LambdaFunction = z.infer<typeof lambdaFunctionSchema>;

/** The keys that the lists of workloads are sorted by. */
export const workloadKeys = {
  instance: ({ region, id }: Pick<Instance, 'region' | 'id'>) => `${region} ${id}`,
  function: ({ region, name }: Pick<LambdaFunction, 'region' | 'name'>) => `${region} ${name}`,
} as const;
