import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { documentOf, findGroup, type PrincipalEntity } from './principals.ts';

/** What a look at a document may tell, and how looks at several are one. */
export interface Looking<T> {
  lookAt(document: string): T;
  readonly nothing: T;
  /** What is told of a policy or a group that is named but not held. */
  readonly notHeld: T;
  join(a: T, b: T): T;
}

/** Looks at what bears on principals of one account. */
export interface Lookout<T> {
  atPolicy(arn: string): T;
  /** All identity policies of a user, role or group, those of a user's groups among them; a boundary is none. */
  atPrincipal(entity: PrincipalEntity): T;
}

/**
 * Makes a lookout over an account that does not change meanwhile. An account has tens of thousands of attachments: what
 * a policy or a group gives is looked up once for all who have it.
 */
export function lookout<T>(details: AuthorizationDetails, { lookAt, nothing, notHeld, join }: Looking<T>): Lookout<T> {
  const byArn = new Map<string, T>();
  const byGroup = new Map<string, T>();
  const atPolicy = (arn: string): T => {
    const known = byArn.get(arn);
    if (known !== undefined) return known;
    const document = documentOf(details, arn);
    const look = document === undefined ? notHeld : lookAt(document);
    byArn.set(arn, look);
    return look;
  };
  const atOwn = ({ inline, attached }: PrincipalEntity): T => {
    let look = nothing;
    if (inline.length > 0) for (const { document } of inline) look = join(look, lookAt(document));
    // An account has tens of thousands of these lists, mostly empty or short, and an iterator for each is litter.
    for (let at = 0; at < attached.length; at++) look = join(look, atPolicy(attached[at] as string));
    return look;
  };
  const atGroup = (name: string): T => {
    const known = byGroup.get(name);
    if (known !== undefined) return known;
    const group = findGroup(details, name);
    const look = group === undefined ? notHeld : atOwn(group);
    byGroup.set(name, look);
    return look;
  };
  const atPrincipal = (entity: PrincipalEntity): T => {
    let look = atOwn(entity);
    if (!('groups' in entity)) return look;
    const { groups } = entity;
    for (let at = 0; at < groups.length; at++) look = join(look, atGroup(groups[at] as string));
    return look;
  };
  return { atPolicy, atPrincipal };
}
