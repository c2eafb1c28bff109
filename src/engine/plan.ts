import { z } from 'zod';
import { changeSchema, resourceRefSchema, vias } from './change.ts';
import { RemediateError } from './errors.ts';
import { findingSchema } from './finding.ts';
import { verdictSchema } from './guard.ts';
import { digest, type Json, jsonSchema, parseJson } from './json.ts';
import { elsewhereSchema } from './managed.ts';
import { accountSchema } from './snapshot.ts';

/** One remedy chosen for some findings: what it closes, and the changes or the instructions that do it. */
export const partSchema = z.object({
  remedy: z.string(),
  title: z.string(),
  closes: z.array(z.string()),
  changes: z.array(z.string()),
  /** The evidence behind the changes, a sentence each. */
  because: z.array(z.string()).optional(),
  guide: z.object({ steps: z.array(z.string()), expect: z.string() }).optional(),
});
export type Part = z.infer<typeof partSchema>;

/** Changes that may run together, once all earlier waves are done. */
export const waveSchema = z.object({ via: z.enum(vias), changes: z.array(z.string()) });
export type Wave = z.infer<typeof waveSchema>;

/** The versioned schema of plan.json. */
export const planSchema = z.object({
  schema: z.literal('remediate.plan/2'),
  id: z.string(),
  createdAt: z.iso.datetime({ offset: true }),
  account: accountSchema,
  snapshot: z.object({ collectedAt: z.string(), digest: z.string() }),
  findings: z.array(findingSchema),
  parts: z.array(partSchema),
  changes: z.array(changeSchema),
  waves: z.array(waveSchema),
  /** Resources that the plan leaves alone but rests on, with the digest of what they were. */
  rests: z.array(z.object({ resource: resourceRefSchema, label: z.string(), value: jsonSchema })),
  /** Fingerprints of findings that the model says the plan closes, opens and leaves. */
  predicted: z.object({ closes: z.array(z.string()), opens: z.array(findingSchema), leaves: z.array(z.string()) }),
  /** Who gains and who loses access, one sentence each. */
  access: z.array(z.string()),
  guards: z.array(verdictSchema),
  /** Changes of what other Terraform states manage: to be made there, or made here all the same as they were allowed to. */
  elsewhere: z.array(elsewhereSchema),
  /** Chosen findings for which the plan does nothing, and why. */
  unplanned: z.array(z.object({ fingerprint: z.string(), reason: z.string() })),
  digest: z.string(),
});
export type Plan = z.infer<typeof planSchema>;

/** A plan's digest, over all of it but the digest itself. */
export function planDigest(plan: Omit<Plan, 'digest'>): string {
  const { digest: _, ...rest } = plan as Plan;
  return digest(rest as unknown as Json);
}

/** Reads a plan file's text; an edited plan, or one that is no plan, is refused. */
export function parsePlan(text: string, source: string): Plan {
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    throw new RemediateError('BadInput', `${source} is not JSON`, { cause, hint: 'make the plan again' });
  }
  const parsed = planSchema.safeParse(json);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new RemediateError('BadInput', `${source} is not a plan: ${issue?.path.join('.')}: ${issue?.message}`, {
      hint: 'make the plan again with `remediate plan`',
    });
  }
  if (planDigest(parsed.data) !== parsed.data.digest)
    throw new RemediateError('PlanEdited', `${source} was changed after it was made: its digest does not fit`, {
      hint: 'make the plan again; a plan is never edited by hand',
    });
  return parsed.data;
}
