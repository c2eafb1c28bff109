import type { Change } from '../../../engine/change.ts';
import { type Json, sameJson } from '../../../engine/json.ts';
import type { Edit, Place } from '../../../engine/managed.ts';
import type { Entry, Switch } from './claim.ts';

type Attributes = { readonly [name: string]: Json };
type Naming = string | { readonly argument: string; as(value: Json): Json };

const status: Naming = { argument: 'status', as: (active) => (active === true ? 'Active' : 'Inactive') };

/** What Terraform's provider calls the attributes of each kind of resource, where it is not the same name in snake case. */
const namings: Readonly<Record<string, Readonly<Record<string, Naming>>>> = {
  'iam-policy': { document: 'policy' },
  'iam-user-inline-policy': { document: 'policy' },
  'iam-group-inline-policy': { document: 'policy' },
  'iam-role-inline-policy': { document: 'policy' },
  'iam-role': { trust: 'assume_role_policy', maxSessionSeconds: 'max_session_duration' },
  'iam-role-trust': { document: 'assume_role_policy' },
  'iam-role-session': { maxSessionSeconds: 'max_session_duration' },
  'iam-user-permissions-boundary': { policyArn: 'permissions_boundary' },
  'iam-role-permissions-boundary': { policyArn: 'permissions_boundary' },
  'iam-access-key': { active: status },
  'iam-ssh-public-key': { active: status },
  'iam-signing-certificate': { active: status },
  'iam-account-password-policy': {
    minimumLength: 'minimum_password_length',
    requireUppercase: 'require_uppercase_characters',
    requireLowercase: 'require_lowercase_characters',
    allowUsersToChange: 'allow_users_to_change_password',
    maxAgeDays: 'max_password_age',
    reusePrevention: 'password_reuse_prevention',
  },
  'logs-metric-filter': {
    metric: 'metric_transformation.name',
    namespace: 'metric_transformation.namespace',
    value: 'metric_transformation.value',
    defaultValue: 'metric_transformation.default_value',
    unit: 'metric_transformation.unit',
    dimensions: 'metric_transformation.dimensions',
  },
  'cloudwatch-alarm': {
    description: 'alarm_description',
    metric: 'metric_name',
    comparison: 'comparison_operator',
    periodSeconds: 'period',
    actions: 'alarm_actions',
  },
  'cloudtrail-trail': {
    multiRegion: 'is_multi_region_trail',
    organization: 'is_organization_trail',
    globalServiceEvents: 'include_global_service_events',
    logFileValidation: 'enable_log_file_validation',
    bucket: 's3_bucket_name',
    logGroupArn: 'cloud_watch_logs_group_arn',
    logRoleArn: 'cloud_watch_logs_role_arn',
    kmsKey: 'kms_key_id',
  },
  'cloudtrail-event-selectors': { basic: 'event_selector', advanced: 'advanced_event_selector' },
  's3-bucket-policy': { document: 'policy' },
  'organizations-policy': { document: 'content' },
  's3-bucket-logging': { target: 'target_bucket', prefix: 'target_prefix' },
  'iam-saml-provider': {
    sha256: { argument: 'saml_metadata_document', as: (value) => `the metadata whose SHA-256 is ${value}` },
  },
  'iam-oidc-provider': { clientIds: 'client_id_list', thumbprints: 'thumbprint_list' },
  'account-alternate-contact': { email: 'email_address', phone: 'phone_number' },
};

/** What a change becomes in the block that is the resource itself. */
export function changeOfBlock(change: Change): Pick<Place, 'action' | 'edits'> {
  if (change.to === null) return { action: 'remove', edits: [] };
  if (change.from === null) return { action: 'apply', edits: [] };
  return { action: 'edit', edits: changesOfArguments(change) };
}

/** The arguments that a change gives another value. */
export function changesOfArguments({ resource, from, to, facts }: Change): Edit[] {
  const [before, after] = [attributesOf(from), attributesOf(to)];
  const naming = namings[resource.type] ?? {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((name) => !facts.includes(name) && !sameJson(before[name] ?? null, after[name] ?? null))
    .map((name) => {
      const named = naming[name] ?? snakeCase(name);
      const { argument, as } = typeof named === 'string' ? { argument: named, as: (value: Json) => value } : named;
      const [was, is] = [before[name], after[name]].map((value) => (value === undefined ? null : as(value)));
      return { argument, from: was ?? null, to: is ?? null };
    });
}

/** The entries of a list that a change adds, removes or changes; none where the list says nothing of what changes. */
export function changesOfEntry({ resource, from, to }: Change, { list, by, document }: Entry): Edit[] {
  const entryOf = (value: Json): Json => {
    if (value === null) return null;
    const name = resource.address[by] ?? null;
    return document === undefined ? name : { [by]: name, [document]: attributesOf(value)['document'] ?? null };
  };
  const edit = { argument: list, entry: true, from: entryOf(from), to: entryOf(to) } as const;
  return sameJson(edit.from, edit.to) ? [] : [edit];
}

/** The argument that says whether the resource is there. */
export function changesOfSwitch({ from, to }: Change, { switch: argument }: Switch): Edit[] {
  return [{ argument, from: from !== null, to: to !== null }];
}

function attributesOf(value: Json): Attributes {
  return value === null ? {} : (value as Attributes);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
