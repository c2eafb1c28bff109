import { z } from 'zod';
import type { Json } from './json.ts';

/** A finding that somebody accepted: which, why, who answers for it, and until when. */
export const exceptionSchema = z.strictObject({
  control: z.string(),
  /** A resource's id or ARN, where `*` stands for any text. */
  resource: z.string(),
  account: z.string().optional(),
  owner: z.string().min(1),
  reason: z.string().min(1),
  expires: z.iso.date('expected a day such as 2027-01-31'),
});
export type Exception = z.infer<typeof exceptionSchema>;

/** Where new secrets go: a folder of files that only their owner can read, AWS Secrets Manager, or the input of a command. */
export const sinkSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), directory: z.string().min(1) }),
  z.strictObject({ kind: z.literal('secrets-manager'), prefix: z.string() }),
  /** The program and its arguments, each for itself: no shell reads them. `{name}` stands for the secret's name. */
  z.strictObject({ kind: z.literal('command'), run: z.tuple([z.string().min(1)], z.string()) }),
]);
export type SinkChoice = z.infer<typeof sinkSchema>;

/** remediate.yaml: what this account is held to, and what plans may do. */
export const baselineSchema = z.strictObject({
  version: z.literal(1),
  /** Parameters by control id; a control set to false is left out. */
  controls: z
    .record(
      z.string(),
      z.union([z.literal(false), z.record(z.string(), z.unknown())], 'expected false, or parameters by their names'),
    )
    .default({}),
  exceptions: z.array(exceptionSchema).default([]),
  /** ARNs or patterns of principals that no plan may touch, break-glass users among them. */
  protectedPrincipals: z.array(z.string()).default([]),
  /** Mail addresses that alarms are sent to. */
  alarmEmails: z.array(z.email('expected a mail address')).default([]),
  secrets: sinkSchema.optional(),
  /** The AWS profile of the organization's management account, or its delegated administrator for IAM, that opens root sessions. */
  rootSessionProfile: z.string().min(1).optional(),
  /** The file of what people signed off; attestations.yaml in the working folder unless told. */
  attestations: z.string().optional(),
  /** Files of new SAML metadata, by the name of the provider that is to have it. */
  samlMetadata: z.record(z.string(), z.string().min(1)).default({}),
  limits: z.strictObject({ maxChanges: z.number().int().positive().default(500) }).default({ maxChanges: 500 }),
});
export type Baseline = z.infer<typeof baselineSchema>;

/** The baseline's JSON Schema for editors, with the parameters of each control. */
export function baselineJsonSchema(
  controls: readonly { readonly id: string; readonly parameters: z.ZodObject }[],
): Json {
  const parameters = Object.fromEntries(
    controls.map(({ id, parameters }) => [id, z.union([z.literal(false), parameters.strict()]).optional()]),
  );
  const schema = baselineSchema.extend({ controls: z.strictObject(parameters).optional() });
  return z.toJSONSchema(schema, { io: 'input' }) as Json;
}

/** The baseline of an account for which nothing was settled. */
export const defaultBaseline: Baseline = baselineSchema.parse({ version: 1 });

/** True when a text matches a pattern whose `*` stands for any text and whose other characters stand for themselves. */
export function matchesPattern(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(text);
}
