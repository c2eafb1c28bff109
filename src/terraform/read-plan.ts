import { z } from 'zod';
import { RemediateError } from '../engine/errors.ts';
import { type Json, sameJson } from '../engine/json.ts';

type Attributes = { readonly [name: string]: Json };

/** One resource as a stack declares it: what it is before and after, null where it is not there. */
export interface PlannedResource {
  /** The id of the change that it comes from. */
  readonly change: string;
  readonly address: string;
  /** The id by which an existing resource is taken over. */
  readonly importId?: string;
  readonly before: Attributes | null;
  readonly after: Attributes | null;
}

const attributesSchema = z.record(z.string(), z.json());

const resourceChangeSchema = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  deposed: z.string().optional(),
  change: z.object({
    actions: z.array(z.string()),
    before: attributesSchema.nullable().default(null),
    after: attributesSchema.nullable().default(null),
    after_unknown: z.unknown().optional(),
    importing: z.object({ id: z.string().optional() }).optional(),
  }),
});
type ResourceChange = z.infer<typeof resourceChangeSchema>;

/** What `terraform show -json` tells of a saved plan, as far as a check needs it. */
const terraformPlanSchema = z.object({
  format_version: z.string().startsWith('1.'),
  errored: z.boolean().optional(),
  resource_changes: z.array(resourceChangeSchema).default([]),
  output_changes: z.record(z.string(), z.unknown()).default({}),
  deferred_changes: z.array(z.unknown()).default([]),
  configuration: z.object({
    root_module: z.object({
      module_calls: z.record(z.string(), z.unknown()).default({}),
      resources: z
        .array(
          z.object({
            address: z.string(),
            provisioners: z.array(z.unknown()).default([]),
            expressions: z.record(z.string(), z.unknown()).default({}),
          }),
        )
        .default([]),
    }),
  }),
});
type TerraformPlan = z.infer<typeof terraformPlanSchema>;

/** Refuses a saved Terraform plan that holds anything but the given resources with their own values. */
export function checkPlan(json: unknown, resources: readonly PlannedResource[]): void {
  const parsed = terraformPlanSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw refusal(`it cannot be read: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const [first, ...others] = [...problems(parsed.data, resources)];
  if (first === undefined) return;
  throw refusal(`${first}${others.length === 0 ? '' : ` (and ${others.length} more)`}`);
}

function refusal(reason: string): RemediateError {
  return new RemediateError('Terraform', `Terraform's plan is refused: ${reason}`, {
    hint: 'nothing was changed; make the plan again, or with --via api',
  });
}

function* problems(plan: TerraformPlan, resources: readonly PlannedResource[]): Iterable<string> {
  if (plan.errored) yield 'it was not made to its end';
  if (plan.deferred_changes.length > 0) yield `it defers ${plan.deferred_changes.length} change(s)`;
  for (const name of Object.keys(plan.output_changes)) yield `it writes the output ${name}`;
  for (const name of Object.keys(plan.configuration.root_module.module_calls)) yield `it calls the module ${name}`;

  const wanted = new Map(resources.map((resource) => [resource.address, resource]));
  for (const { address, provisioners, expressions } of plan.configuration.root_module.resources) {
    if (provisioners.length > 0) yield `${address} runs a program`;
    const after = wanted.get(address)?.after ?? {};
    for (const name of Object.keys(expressions)) if (!(name in after)) yield `${address} sets ${name}`;
  }
  for (const change of plan.resource_changes) yield* problemsOf(change, wanted.get(change.address));
  const seen = new Set(plan.resource_changes.map(({ address }) => address));
  // What is to go may be gone already; what is to be there must be spoken of.
  for (const { address, after } of resources)
    if (after !== null && !seen.has(address)) yield `it leaves out ${address}`;
}

function* problemsOf({ address, deposed, previous_address, change }: ResourceChange, wanted?: PlannedResource) {
  const action = change.actions.join(' and ');
  const would = `Terraform would ${action === 'no-op' ? 'keep' : action} ${address}`;
  if (wanted === undefined || deposed !== undefined || previous_address !== undefined) {
    yield `${would}, which no change asks for`;
    return;
  }
  const expected = wanted.before === null ? 'create' : wanted.after === null ? 'delete' : 'update';
  // Nothing is left to do for what an interrupted run has done already.
  if (action !== expected && (action !== 'no-op' || wanted.after === null)) {
    yield `${would}, where the change asks to ${expected} it`;
    return;
  }
  if (change.importing?.id !== undefined && change.importing.id !== wanted.importId)
    yield `Terraform would take over ${change.importing.id} as ${address}`;
  for (const [name, value] of Object.entries(wanted.after ?? {}))
    if (!fits(value, change.after?.[name])) yield differs(address, name, value, change.after?.[name]);
  if (action === 'update') yield* sideEffects(address, change, wanted);
}

/** What an update would change besides the attributes that the change is about, or from another value than it knows. */
function* sideEffects(address: string, { before, after }: ResourceChange['change'], wanted: PlannedResource) {
  for (const [name, value] of Object.entries(wanted.before ?? {}))
    if (!fits(value, before?.[name]))
      yield `${address}: ${name} is ${text(before?.[name])} in the account and not ${text(value)}`;
  for (const [name, value] of Object.entries(after ?? {})) {
    const own = !sameJson(wanted.before?.[name] ?? null, wanted.after?.[name] ?? null);
    if (!own && !fits(value, before?.[name]))
      yield `${address}: ${name} would go from ${text(before?.[name])} to ${text(value)}, which no change asks for`;
  }
}

function differs(address: string, name: string, wanted: Json, planned: Json | undefined): string {
  return `${address}: ${name} would be ${text(planned)} and not ${text(wanted)}`;
}

function text(value: Json | undefined): string {
  return value === undefined ? 'unset' : JSON.stringify(value);
}

/** True when a planned value is the wanted one: lists without order, JSON texts as JSON, empty as good as unset. */
function fits(wanted: Json, planned: Json | undefined): boolean {
  if (isEmpty(wanted) || isEmpty(planned)) return isEmpty(wanted) && isEmpty(planned);
  if (planned === undefined) return false;
  if (Array.isArray(wanted) && Array.isArray(planned)) {
    const left = [...(planned as readonly Json[])];
    return wanted.length === left.length && wanted.every((item: Json) => take(left, item));
  }
  // Terraform tells a nested block as a list of one.
  if (isObject(wanted) && Array.isArray(planned)) return planned.length === 1 && fits(wanted, planned[0] as Json);
  if (isObject(wanted) && isObject(planned))
    return Object.entries(wanted).every(([name, value]) => fits(value, planned[name]));
  return sameJson(asDocument(wanted), asDocument(planned));
}

function take(from: Json[], wanted: Json): boolean {
  const at = from.findIndex((item) => fits(wanted, item));
  if (at >= 0) from.splice(at, 1);
  return at >= 0;
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function isObject(value: Json): value is Attributes {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** A JSON document's text as the document; the provider writes its keys in an order of its own. */
function asDocument(value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    return JSON.parse(value) as Json;
  } catch {
    return value;
  }
}
