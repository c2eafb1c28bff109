import { z } from 'zod';

/** A budget of AWS Budgets; the limit is absent where the budget plans one amount a period, or adjusts itself. */
export const budgetSchema = z.object({
  name: z.string(),
  /** COST, USAGE, RI_UTILIZATION … */
  type: z.string(),
  timeUnit: z.string(),
  limit: z.object({ amount: z.string(), unit: z.string() }).optional(),
});
export type Budget = z.infer<typeof budgetSchema>;
