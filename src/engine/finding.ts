import { z } from 'zod';
import { digest, jsonSchema } from './json.ts';
import { type Severity, severities } from './severity.ts';

export const statuses = ['pass', 'fail', 'unknown', 'not-applicable', 'muted'] as const;
export type Status = (typeof statuses)[number];

/** What a finding is about: a resource of the account, or the account itself. */
export const resourceSchema = z.object({ type: z.string(), id: z.string(), arn: z.string().optional() });
export type Resource = z.infer<typeof resourceSchema>;

/** One resource judged by one control, with the evidence that decided it. */
export const findingSchema = z.object({
  control: z.string(),
  status: z.enum(statuses),
  severity: z.enum(severities),
  resource: resourceSchema,
  /** Tells findings of one control on one resource apart, such as an access key's id. */
  discriminator: z.string().optional(),
  /** The key of the control's message; the text is for people, the key for programs. */
  reason: z.string(),
  message: z.string(),
  evidence: z.record(z.string(), jsonSchema),
  fingerprint: z.string(),
  /** Who accepted the finding and until when: a muted one, or one that fails again because that day is past. */
  exception: z.object({ owner: z.string(), reason: z.string(), expires: z.string() }).optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/** A finding's identity over time: control, resource and discriminator, never its text. */
export function fingerprint(control: string, resource: Resource, discriminator?: string): string {
  return digest([control, resource.type, resource.arn ?? resource.id, discriminator ?? null]).slice(0, 16);
}

const rank = Object.fromEntries(severities.map((severity, at) => [severity, at])) as Record<Severity, number>;

/** Orders findings for people: the worst severity first, then by control and resource. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    rank[a.severity] - rank[b.severity] ||
    compareText(a.control, b.control) ||
    compareText(a.resource.id, b.resource.id) ||
    compareText(a.discriminator ?? '', b.discriminator ?? '')
  );
}

/** Orders text by code unit, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
