import type { Truth } from './condition.ts';
import { type ContextValues, contextOf } from './context.ts';
import {
  allOf,
  anyOf,
  type DecidingStatement,
  judgeLayer,
  type LayerVerdict,
  type NamedPolicy,
  type Question,
} from './layer.ts';
import { type Naming, type Requester, requesterContext, requesterOf } from './requester.ts';

/** A request to be decided. */
export interface PolicyRequest {
  /** An ARN, a service, `federated:PROVIDER` or `*`, as `requesterOf` reads it. */
  readonly principal: string;
  /** The ARN of the role of a session, where the role has a path. */
  readonly role?: string;
  readonly action: string;
  /** The resource's ARN, or `*` for an action that names none. */
  readonly resource: string;
  /** The account that owns the resource; the requester's own unless told otherwise. */
  readonly resourceAccount?: string;
  /** Condition keys with their values; `null` says that a key is absent, and a key not given is unknown. */
  readonly context?: ContextValues;
}

/** The policies that bear on a request, by layer; a layer not given does not exist. */
export interface PolicyLayers {
  readonly identity?: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
  readonly session?: readonly NamedPolicy[];
  /** One list for the root, each organizational unit on the path, and the account: each must allow. */
  readonly scps?: readonly (readonly NamedPolicy[])[];
  /** As `scps`, on the side of the resource's account. */
  readonly rcps?: readonly (readonly NamedPolicy[])[];
  /** The resource's own policy; of a role, its trust policy. */
  readonly resource?: NamedPolicy;
}

/** The name of a layer in an answer. */
export type LayerName = keyof PolicyLayers;

/** The answer to a request, with what decided it. */
export interface Decision {
  readonly verdict: 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'unknown';
  /** The statements that allowed or denied; those that might, when the verdict is unknown. */
  readonly decidedBy: readonly (DecidingStatement & { readonly layer: LayerName })[];
  /** The layers that gave no Allow where one was needed. */
  readonly withheldBy: readonly LayerName[];
  /** Condition keys whose values would have told more. */
  readonly missingKeys: readonly string[];
}

interface Judged {
  readonly name: LayerName;
  readonly verdict: LayerVerdict;
}

/** Decides a request as AWS does, in three values: `unknown` where the context or a document leaves it open. */
export function evaluate(request: PolicyRequest, layers: PolicyLayers): Decision {
  const requester = requesterOf(request.principal, request.role);
  const question: Question = {
    requester,
    action: request.action.toLowerCase(),
    resource: request.resource,
    context: new Map([...requesterContext(requester), ...contextOf(request.context ?? {})]),
  };
  const judged = judgeLayers(layers, question);
  const missingKeys = [...new Set(judged.flatMap(({ verdict }) => verdict.missingKeys))];
  const denied = anyOf(judged.map(({ verdict }) => verdict.deny));
  if (denied === 'true')
    return { verdict: 'explicitly-denied', decidedBy: hits(judged, 'denies', ['true']), withheldBy: [], missingKeys };

  const isOwn = request.resourceAccount === undefined || request.resourceAccount === requester.account;
  const { allowed, withheldBy } = allowance(question, judged, isOwn);
  if (allowed === 'false') return { verdict: 'implicitly-denied', decidedBy: [], withheldBy, missingKeys };
  if (allowed === 'true' && denied === 'false')
    return { verdict: 'allowed', decidedBy: hits(judged, 'allows', ['true']), withheldBy: [], missingKeys };
  const open = [...hits(judged, 'allows', ['true', 'unknown']), ...hits(judged, 'denies', ['unknown'])];
  return { verdict: 'unknown', decidedBy: open, withheldBy, missingKeys };
}

function judgeLayers(layers: PolicyLayers, question: Question): Judged[] {
  const judged: Judged[] = [];
  const add = (name: LayerName, policies: readonly NamedPolicy[] | undefined) => {
    if (policies !== undefined) judged.push({ name, verdict: judgeLayer(policies, question) });
  };
  if (!isServiceLinked(question.requester)) for (const layer of layers.scps ?? []) add('scps', layer);
  for (const layer of layers.rcps ?? []) add('rcps', layer);
  add('resource', layers.resource === undefined ? undefined : [layers.resource]);
  add('identity', layers.identity ?? []);
  add('boundary', layers.boundary === undefined ? undefined : [layers.boundary]);
  add('session', layers.session);
  return judged;
}

/** Service control policies do not bear on service-linked roles, nor on services themselves. */
function isServiceLinked({ kind, id, role }: Requester): boolean {
  return kind === 'service' || (role ?? id).includes(':role/aws-service-role/');
}

/** Whether the layers together allow, no Deny considered. */
function allowance(
  question: Question,
  judged: readonly Judged[],
  isOwn: boolean,
): { allowed: Truth; withheldBy: LayerName[] } {
  const allowOf = (name: LayerName): Truth =>
    allOf(judged.filter((one) => one.name === name).map(({ verdict }) => verdict.allow));
  const { requester, action } = question;
  const limits: readonly LayerName[] = ['boundary', 'session'];
  const limit = allOf(limits.map(allowOf));
  const identity = requester.kind === 'root' ? 'true' : allOf([allowOf('identity'), limit]);
  const resource = judged.find((one) => one.name === 'resource')?.verdict;
  const byResource = (...namings: readonly Naming[]): Truth =>
    anyOf((resource?.allows ?? []).filter((hit) => namings.includes(hit.naming)).map((hit) => hit.truth));
  const unclear: Truth = resource !== undefined && resource.allow === 'unknown' ? 'unknown' : 'false';
  const named = anyOf([byResource('person', 'role', 'anyone', 'account', 'unknown'), unclear]);

  let granted: Truth;
  let needed: readonly LayerName[] = ['identity', ...limits];
  if (requester.account === undefined) {
    granted = named;
    needed = ['resource'];
  } else if (!isOwn) {
    granted = allOf([identity, named]);
    needed = ['identity', ...limits, 'resource'];
  } else {
    const outright = anyOf([byResource('person'), requester.kind === 'user' ? byResource('anyone') : 'false']);
    const asRole = allOf([byResource('role', 'anyone'), limit]);
    const own = isAssumption(action) ? allOf([identity, named]) : identity;
    granted = anyOf([outright, asRole, own, allOf([unclear, 'unknown'])]);
    if (isAssumption(action)) needed = ['identity', ...limits, 'resource'];
  }
  const ceilings: readonly LayerName[] = ['scps', 'rcps'];
  const allowed = allOf([...ceilings.map(allowOf), granted]);
  const failing = (name: LayerName) => (name === 'resource' ? named : allowOf(name)) !== 'true';
  return { allowed, withheldBy: [...ceilings, ...(granted === 'true' ? [] : needed)].filter(failing) };
}

/** A role can be assumed only if its trust policy agrees, in its own account too. */
function isAssumption(action: string): boolean {
  return action.startsWith('sts:assumerole') || action === 'sts:tagsession' || action === 'sts:setsourceidentity';
}

function hits(
  judged: readonly Judged[],
  which: 'allows' | 'denies',
  truths: readonly Truth[],
): (DecidingStatement & { readonly layer: LayerName })[] {
  return judged.flatMap(({ name, verdict }) =>
    verdict[which].filter((hit) => truths.includes(hit.truth)).map((hit) => ({ ...hit.by, layer: name })),
  );
}
