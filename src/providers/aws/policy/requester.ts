import type { Context } from './context.ts';
import { contextOf } from './context.ts';
import type { PrincipalEntry, Principals } from './statement.ts';

/** Who makes a request. */
export interface Requester {
  readonly kind: 'user' | 'role' | 'session' | 'federated-user' | 'root' | 'service' | 'federated' | 'anonymous';
  /** The ARN, the service's name or the identity provider; empty for an anonymous request. */
  readonly id: string;
  readonly account: string | undefined;
  /** The role that a session is of. */
  readonly role: string | undefined;
}

/** How a policy's principal element names a requester: in person, as its role, with everybody, or by its account. */
export type Naming = 'person' | 'role' | 'anyone' | 'account' | 'no' | 'unknown';

/**
 * Reads a requester: the ARN of a user, role, session or account root, a service such as `ec2.amazonaws.com`,
 * `federated:` with an identity provider, or `*` for an anonymous request. A session's role is taken to have no path
 * unless its ARN is given.
 */
export function requesterOf(text: string, roleArn?: string): Requester {
  const none = { account: undefined, role: undefined };
  if (text === '*' || text === '') return { kind: 'anonymous', id: '', ...none };
  if (text.startsWith('federated:')) return { kind: 'federated', id: text.slice('federated:'.length), ...none };
  const [scheme, partition = '', service, , account, ...rest] = text.split(':');
  if (scheme !== 'arn') return { kind: 'service', id: text, ...none };
  const [type = '', name = ''] = rest.join(':').split('/');
  const known = { id: text, account, role: undefined };
  if (type === 'root') return { kind: 'root', ...known };
  if (service === 'sts' && type === 'assumed-role')
    return { kind: 'session', ...known, role: roleArn ?? `arn:${partition}:iam::${account}:role/${name}` };
  if (service === 'sts' && type === 'federated-user') return { kind: 'federated-user', ...known };
  return { kind: type === 'role' ? 'role' : 'user', ...known };
}

/** What a request's context holds because of who makes it. */
export function requesterContext({ kind, id, account, role }: Requester): Context {
  if (kind === 'service') return contextOf({ 'aws:PrincipalIsAWSService': 'true', 'aws:PrincipalServiceName': id });
  if (account === undefined) return contextOf({});
  return contextOf({
    'aws:PrincipalArn': role ?? id,
    'aws:PrincipalAccount': account,
    'aws:PrincipalIsAWSService': 'false',
    'aws:username': kind === 'user' ? id.slice(id.lastIndexOf('/') + 1) : null,
  });
}

/** How a Principal or NotPrincipal element bears on a requester. */
export function namingOf(principals: Principals | undefined, requester: Requester): Naming {
  if (principals === undefined) return 'anyone';
  const namings = principals.entries.map((entry) => entryNaming(entry, requester));
  const best = ORDER.find((naming) => namings.includes(naming)) ?? 'no';
  if (!principals.not) return best;
  if (best === 'unknown') return 'unknown';
  return best === 'no' ? 'anyone' : 'no';
}

/** From the strongest grant to the weakest. */
const ORDER: readonly Naming[] = ['person', 'role', 'anyone', 'account', 'unknown', 'no'];

function entryNaming({ kind, value }: PrincipalEntry, { kind: who, id, account, role }: Requester): Naming {
  if (kind === 'Service') return who === 'service' && value.toLowerCase() === id.toLowerCase() ? 'person' : 'no';
  if (kind === 'Federated') return who === 'federated' && (value === id || value === '*') ? 'person' : 'no';
  if (kind === 'CanonicalUser') return account === undefined ? 'no' : 'unknown';
  if (value === '*') return who === 'service' || who === 'federated' ? 'no' : 'anyone';
  if (account === undefined) return 'no';
  if (value === account) return 'account';
  if (value === id) return who === 'role' ? 'role' : 'person';
  return value === role ? 'role' : 'no';
}
