import type { Resource } from '../../../src/engine/finding.ts';
import { daysBetween, iamResource } from '../../../src/providers/aws/model/control.ts';
import {
  type CredentialReport,
  isTime,
  type Moment,
  rootUser,
} from '../../../src/providers/aws/model/credential-report.ts';

/** A credential that opens the account, with the moments that tell whether anybody needs it. */
export interface Credential {
  readonly user: string;
  readonly resource: Resource;
  readonly credential: string;
  readonly lastUsed: Moment;
  readonly made: Moment;
}

/** How a credential stands: its last use, or where there was none its making, against the days it may stand unused. */
export type Use = { readonly use: 'used' | 'unused' | 'neverUsed'; readonly days: number } | { readonly use: 'untold' };

/**
 * Judges the use of a credential. Days are whole days, and the last one counts: "unused for 45 days or more" is one
 * that was last used 45 days ago, and not one used 44 days ago. One that was never used is judged from the day it was
 * made; so is one whose use is not known while it is too young to be unused.
 */
export function useOf({ lastUsed, made }: Pick<Credential, 'lastUsed' | 'made'>, unusedDays: number, now: Date): Use {
  const since = isTime(lastUsed) ? lastUsed : made;
  if (!isTime(since)) return { use: 'untold' };
  const days = daysBetween(since, now);
  if (days < unusedDays) return { use: 'used', days };
  if (lastUsed === 'unknown') return { use: 'untold' };
  return { use: lastUsed === 'never' ? 'neverUsed' : 'unused', days };
}

/** The console passwords of users that are enabled; one that was never used counts from its last change. */
export function* passwordsOf({ rows }: CredentialReport): Iterable<Credential> {
  for (const { user, arn, passwordEnabled, passwordLastUsed: lastUsed, passwordLastChanged, createdAt } of rows) {
    if (user === rootUser || passwordEnabled !== true) continue;
    const made = isTime(passwordLastChanged) ? passwordLastChanged : createdAt;
    yield { user, resource: iamResource('user', { name: user, arn }), credential: 'console password', lastUsed, made };
  }
}
