import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { type RawStatement, readRaw, writeRaw } from '../../../src/providers/aws/policy/raw-document.ts';
import { accountOf, readTrust } from '../../../src/providers/aws/policy/trust.ts';

/** One principal as its author wrote it, such as `{ kind: 'Service', value: 'sns.amazonaws.com' }`. */
export interface Named {
  readonly kind: string;
  readonly value: string;
}

/** A statement that lets somebody in, and the trust policy that it would be alone. */
interface Allowing {
  readonly statement: RawStatement;
  readonly alone: string;
  readonly principals: readonly Named[];
}

/** A condition to be set on principals: for each the value that it must meet, undefined for those that it does not concern. */
export interface Held {
  readonly operator: string;
  readonly key: string;
  valueFor(named: Named, alone: string): string | undefined;
}

/** What a trust policy says when it lets nobody in: it cannot be empty. */
const NOBODY: RawStatement = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };

/**
 * The trust policy without the accounts that `untrusted` tells of a statement. One that means anyone then means the
 * accounts that its condition holds it to, or else the own account: nobody gets in who did not before. Undefined where the
 * text cannot be rewritten.
 */
export function withoutAccounts(
  trust: string,
  own: AccountIdentity,
  untrusted: (alone: string) => readonly string[],
): string | undefined {
  return editAllows(trust, ({ statement, alone, principals }) => {
    const out = untrusted(alone);
    if (out.length === 0) return [statement];
    const heldTo = readTrust(alone, own.id).grants.flatMap((grant) => grant.heldToAccounts ?? []);
    const meant = [...new Set(heldTo)].filter((id) => !out.includes(id));
    const inPlace = (meant.length > 0 ? meant : [own.id]).map((id) => ({
      kind: 'AWS',
      value: `arn:${own.partition}:iam::${id}:root`,
    }));
    const kept = principals.flatMap((named) => {
      if (named.kind === 'AWS' && named.value === '*') return inPlace;
      return out.includes(accountIn(named) ?? '') ? [] : [named];
    });
    return kept.length === 0 ? [] : [withPrincipals(statement, kept)];
  });
}

/** The trust policy with a condition on the principals that it concerns; the others of a statement stay as they are. */
export function withCondition(trust: string, { operator, key, valueFor }: Held): string | undefined {
  return editAllows(trust, ({ statement, alone, principals }) => {
    const byValue = grouped(principals, (named) => valueFor(named, alone));
    const others = byValue.get(undefined) ?? [];
    if (others.length === principals.length) return [statement];
    const held = [...byValue].flatMap(([value, named]) =>
      value === undefined ? [] : [conditioned(withPrincipals(statement, named), operator, key, value)],
    );
    const parts = others.length === 0 ? held : [withPrincipals(statement, others), ...held];
    // A Sid names one statement only.
    return parts.map(({ Sid, ...part }, at) => (at > 0 || Sid === undefined ? part : { Sid, ...part }));
  });
}

/** The account that a principal is of, where it names one. */
export function accountIn({ kind, value }: Named): string | undefined {
  return kind === 'AWS' ? accountOf({ kind, value }) : undefined;
}

function editAllows(trust: string, edit: (allowing: Allowing) => readonly RawStatement[]): string | undefined {
  const raw = readRaw(trust);
  if (raw === undefined) return undefined;
  const statements = raw.statements.flatMap((statement) => {
    const principals = statement['Effect'] === 'Allow' ? namedIn(statement['Principal']) : undefined;
    if (principals === undefined) return [statement];
    return edit({ statement, principals, alone: writeRaw({ ...raw, statements: [statement] }) });
  });
  return writeRaw({ ...raw, statements: statements.length === 0 ? [NOBODY] : statements });
}

/** The principals of a statement one by one; undefined where it names them in another way, as by NotPrincipal. */
function namedIn(principal: unknown): Named[] | undefined {
  if (principal === '*') return [{ kind: 'AWS', value: '*' }];
  if (principal === null || typeof principal !== 'object') return undefined;
  return Object.entries(principal).flatMap(([kind, values]) =>
    [values].flat().map((value) => ({ kind, value: String(value) })),
  );
}

function withPrincipals(statement: RawStatement, named: readonly Named[]): RawStatement {
  const lists = [...grouped(named, ({ kind }) => kind)].map(([kind, list]) => {
    const values = list.map(({ value }) => value);
    return [kind, values.length === 1 ? values[0] : values];
  });
  return { ...statement, Principal: Object.fromEntries(lists) };
}

/** The statement with one condition more, in the place of what the same operator said of the same key. */
function conditioned(statement: RawStatement, operator: string, key: string, value: string): RawStatement {
  const before = (statement['Condition'] ?? {}) as Readonly<Record<string, RawStatement>>;
  const others = Object.entries(before[operator] ?? {}).filter(([name]) => name.toLowerCase() !== key.toLowerCase());
  return { ...statement, Condition: { ...before, [operator]: { ...Object.fromEntries(others), [key]: value } } };
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
