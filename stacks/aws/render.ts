import type { Change, Value } from '../../src/engine/change.ts';
import { digest, type Json } from '../../src/engine/json.ts';
import { alternateContact, analyzer, budget, configRule } from './account.ts';
import { bucket, bucketLogging, bucketPolicy, logGroup, publicAccessBlock, trail } from './audit.ts';
import { type DeclarativeType, isDeclarativeType } from './declarative.ts';
import {
  group,
  groupInlinePolicy,
  groupMembership,
  groupPolicyAttachment,
  passwordPolicy,
  policy,
  rolePolicyAttachment,
  userPolicyAttachment,
} from './iam.ts';
import { literal, mapTexts } from './literal.ts';
import { alarm, metricFilter, subscription, topic } from './monitoring.ts';
import { scp, scpAttachment } from './organizations.ts';
import type { Rendering } from './rendering.ts';
import { role, roleSession } from './roles.ts';

type AnyRendering = Rendering<Change['resource']['address'], Value>;

/** Every kind of resource that the stacks write. Their addresses and values differ, which only their own files know. */
const renderings = {
  'iam-group': group,
  'iam-group-membership': groupMembership,
  'iam-policy': policy,
  'iam-user-policy-attachment': userPolicyAttachment,
  'iam-group-policy-attachment': groupPolicyAttachment,
  'iam-role-policy-attachment': rolePolicyAttachment,
  'iam-group-inline-policy': groupInlinePolicy,
  'iam-role': role,
  'iam-role-session': roleSession,
  'iam-account-password-policy': passwordPolicy,
  'logs-metric-filter': metricFilter,
  'cloudwatch-alarm': alarm,
  'sns-topic': topic,
  'sns-subscription': subscription,
  'account-alternate-contact': alternateContact,
  'access-analyzer': analyzer,
  'budgets-budget': budget,
  'config-rule': configRule,
  's3-bucket': bucket,
  's3-bucket-policy': bucketPolicy,
  's3-public-access-block': publicAccessBlock,
  's3-bucket-logging': bucketLogging,
  'logs-log-group': logGroup,
  'cloudtrail-trail': trail,
  'organizations-policy': scp,
  'organizations-policy-attachment': scpAttachment,
} as unknown as Readonly<Record<DeclarativeType, AnyRendering>>;

/** A change's resource as the stack writes it, every text of it literal to Terraform. */
export interface Rendered {
  readonly change: Change;
  /** Its name in the stack: stable, readable, and no other resource's. */
  readonly name: string;
  readonly region: string | undefined;
  readonly importId: string | undefined;
  readonly keeps: readonly string[];
  /** Makes it with the value before (`from`) or after (`to`) the change. */
  make(side: 'from' | 'to', ...rest: MakeArguments): ReturnType<AnyRendering['make']>;
}
type MakeArguments = [scope: Parameters<AnyRendering['make']>[0], meta: Parameters<AnyRendering['make']>[4]];

/** A change as a resource of a stack; what exists before it gets the id to import it by. */
export function renderChange(change: Change): Rendered {
  const { type, address } = change.resource;
  if (!isDeclarativeType(type)) throw new Error(`the stacks have no rendering for ${type}`);
  const rendering = renderings[type];
  const name = resourceName(rendering.name(address), { type, address });
  return {
    change,
    name,
    region: rendering.region?.(address),
    importId: change.from === null ? undefined : literal(rendering.importId(address, change.from as Value)),
    keeps: change.from === null ? [] : (rendering.keeps ?? []),
    make: (side, scope, meta) =>
      rendering.make(
        scope,
        `${type}/${name}`,
        mapTexts(address, literal),
        mapTexts(change[side] as Value, literal),
        meta,
      ),
  };
}

/** A Terraform name from the parts: as they are where that is unmistakable, else with a mark of the whole address. */
function resourceName(parts: readonly string[], address: Json): string {
  const [only = ''] = parts;
  if (parts.length === 1 && /^[a-z_][\w-]*$/i.test(only)) return only;
  const readable = parts.map((part) => part.replace(/[^\w-]+/g, '_')).join('_');
  return `${/^[a-z_]/i.test(readable) ? '' : '_'}${readable.slice(0, 200)}_${digest(address).slice(0, 8)}`;
}
