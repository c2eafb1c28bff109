import { z } from 'zod';

const stateSchema = z.object({
  version: z.literal(4),
  resources: z.array(z.object({ mode: z.string(), type: z.string(), name: z.string(), module: z.string().optional() })),
});

/** The addresses of the resources that a state holds. */
export function stateAddresses(state: unknown): ReadonlySet<string> {
  if (state === undefined) return new Set();
  const { resources } = stateSchema.parse(state);
  return new Set(
    resources.map(({ mode, type, name, module }) =>
      [...(module === undefined ? [] : [module]), ...(mode === 'managed' ? [] : [mode]), type, name].join('.'),
    ),
  );
}
