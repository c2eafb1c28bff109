import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { type ExceptionStanding, exceptionStandingSchema } from '../engine/exceptions.ts';
import { compareFindings, compareText, type Finding, findingSchema, statuses } from '../engine/finding.ts';
import { parseJson } from '../engine/json.ts';
import { planSchema } from '../engine/plan.ts';
import { type Severity, severities } from '../engine/severity.ts';
import { accountSchema, type Collection, type Snapshot } from '../engine/snapshot.ts';
import { practicesOf } from './posture.ts';
import { trendSchema } from './trend.ts';

const countsOf = <const K extends string>(names: readonly K[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, z.number().int()])) as Record<K, z.ZodNumber>);

const toolSchema = z.object({ name: z.string(), version: z.string() });
/** The program that judged. */
export type Tool = z.infer<typeof toolSchema>;

/** What a report tells of a control beside its findings. */
const controlNoteSchema = z.object({
  id: z.string(),
  area: z.string(),
  severity: z.enum(severities),
  title: z.string(),
  rationale: z.string(),
  risk: z.string(),
  reads: z.array(z.string()),
  frameworks: z.record(z.string(), z.array(z.string())),
});
export type ControlNote = z.infer<typeof controlNoteSchema>;

/** A user or role with full administrator permissions, and how it came by them. */
const administratorSchema = z.object({
  type: z.string(),
  name: z.string(),
  how: z.string(),
  /** False where a condition, or a document that is not held, decides. */
  certain: z.boolean(),
});

/** A password or an access key that opens the account now. */
const credentialSchema = z.object({
  user: z.string(),
  kind: z.enum(['access-key', 'password']),
  id: z.string().optional(),
  /** When it was made or last changed: an ISO 8601 time, or `unknown`. */
  since: z.string(),
  /** An ISO 8601 time, `never` or `unknown`. */
  lastUsed: z.string(),
});
export type CredentialNote = z.infer<typeof credentialSchema>;

/** What a report tells of an account beside its findings; what could not be told is absent. */
export const accountViewSchema = z.object({
  administrators: z.array(administratorSchema).optional(),
  credentials: z.array(credentialSchema).optional(),
});
export type AccountView = z.infer<typeof accountViewSchema>;

/** The versioned schema of a scan's result: what `scan --format json` promises. */
export const scanResultSchema = z.object({
  schema: z.literal('remediate.scan/1'),
  account: accountSchema,
  collectedAt: z.iso.datetime({ offset: true }),
  tool: toolSchema,
  summary: z.object({
    /** Every control that was chosen, each as bad as its worst finding. */
    practices: countsOf(statuses),
    findings: z.number().int(),
    byStatus: countsOf(statuses),
    /** The failing findings alone. */
    failingBySeverity: countsOf(severities),
  }),
  collections: z.record(
    z.string(),
    z.object({
      status: z.enum(['read', 'unreadable']),
      cause: z.string().optional(),
      reason: z.string().optional(),
      permission: z.string().optional(),
      /** What is missing of evidence that was read in part. */
      partial: z.string().optional(),
    }),
  ),
  /** The controls that judged, where the caller gave them. */
  controls: z.array(controlNoteSchema).optional(),
  /** What became of the baseline's exceptions. */
  exceptions: z.array(exceptionStandingSchema),
  ...accountViewSchema.shape,
  /** What opened and closed, where earlier scans were given. */
  trend: trendSchema.optional(),
  /** What a plan would change, where one was made. */
  plan: planSchema.optional(),
  findings: z.array(findingSchema),
});
export type ScanResult = z.infer<typeof scanResultSchema>;

/** What the builder takes from a control; the engine's controls fit. */
interface ControlLike {
  readonly id: string;
  readonly area: string;
  readonly severity: Severity;
  readonly title: string;
  readonly rationale: string;
  readonly risk: string;
  readonly reads: readonly string[];
  readonly frameworks: Readonly<Record<string, readonly string[]>>;
}

/**
 * Makes a scan's result from what was collected and what was found; with the controls, reports can name practices and
 * areas, and with the view of the account, its administrators and the ages of its credentials.
 */
export function scanResult<C>(
  snapshot: Snapshot<C>,
  findings: readonly Finding[],
  tool: Tool,
  controls?: readonly ControlLike[],
  exceptions: readonly ExceptionStanding[] = [],
  view: AccountView = {},
): ScanResult {
  const collections = Object.entries<Collection<unknown>>(snapshot.collections).sort(([a], [b]) => compareText(a, b));
  return scanResultSchema.parse({
    schema: 'remediate.scan/1',
    account: snapshot.account,
    collectedAt: snapshot.collectedAt,
    tool,
    summary: summarise(findings),
    collections: Object.fromEntries(
      collections.map(([name, collection]) => {
        if (collection.status !== 'read') return [name, collection];
        const { status, partial } = collection;
        return [name, partial === undefined ? { status } : { status, partial }];
      }),
    ),
    ...(controls === undefined ? {} : { controls: [...controls].sort((a, b) => compareText(a.id, b.id)) }),
    exceptions,
    ...view,
    findings: [...findings].sort(compareFindings),
  });
}

/** Reads a result file's text; what is no scan result is refused. */
export function parseScanResult(text: string, source: string): ScanResult {
  const hint = 'make one with `remediate scan --format json --output FILE`';
  let json: unknown;
  try {
    json = parseJson(text);
  } catch (cause) {
    throw new RemediateError('BadInput', `${source} is not JSON`, { cause, hint });
  }
  const parsed = scanResultSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const place = issue?.path.join('.') || 'its top level';
  throw new RemediateError('BadInput', `${source} is not a scan result: ${place}: ${issue?.message}`, { hint });
}

function summarise(findings: readonly Finding[]): ScanResult['summary'] {
  const failing = findings.filter(({ status }) => status === 'fail');
  return {
    practices: tally(
      statuses,
      practicesOf({ findings }).map(({ status }) => status),
    ),
    findings: findings.length,
    byStatus: tally(
      statuses,
      findings.map(({ status }) => status),
    ),
    failingBySeverity: tally(
      severities,
      failing.map(({ severity }) => severity),
    ),
  };
}

function tally<K extends string>(names: readonly K[], items: readonly K[]): Record<K, number> {
  const counts = Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;
  for (const item of items) counts[item] += 1;
  return counts;
}
