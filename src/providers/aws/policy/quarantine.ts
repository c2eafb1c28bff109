import type { InlinePolicy, User } from '../model/authorization-details.ts';
import { daysBetween } from '../model/control.ts';
import { sameMeaning } from './canonical.ts';
import { parseDocument } from './document.ts';
import { writeRaw } from './raw-document.ts';

/** The inline policy that takes everything from a quarantined user. */
export const QUARANTINE_POLICY = 'remediate-quarantine';

/** The document of the inline policy that denies a user everything; its Sid tells since when. */
export function userQuarantine(now: Date): string {
  return writeRaw({
    head: { Version: '2012-10-17' },
    statements: [{ Sid: sidOf(now), Effect: 'Deny', Action: '*', Resource: '*' }],
  });
}

/** Every way to take a role: a trust policy may name no other actions that begin a session. */
const ASSUMING = ['sts:AssumeRole', 'sts:AssumeRoleWithSAML', 'sts:AssumeRoleWithWebIdentity'];

/** The trust policy that lets nobody take a role; its Sid tells since when. */
export function roleQuarantine(now: Date): string {
  return writeRaw({
    head: { Version: '2012-10-17' },
    statements: [{ Sid: sidOf(now), Effect: 'Deny', Principal: { AWS: '*' }, Action: ASSUMING }],
  });
}

/**
 * The day on which a document was written as a quarantine, as ISO date, or undefined: the day is believed only where the
 * document still denies all that a quarantine denies, and allows nothing beside it.
 */
export function quarantinedSince(text: string): string | undefined {
  const [statement, ...others] = parseDocument(text).document.statements;
  const [, year, month, day] = /^QuarantinedOn(\d{4})(\d{2})(\d{2})$/.exec(statement?.sid ?? '') ?? [];
  if (year === undefined || others.length > 0) return undefined;
  const since = `${year}-${month}-${day}`;
  const time = new Date(since);
  if (Number.isNaN(time.getTime()) || dayOf(time) !== since) return undefined;
  return sameMeaning(text, userQuarantine(time)) || sameMeaning(text, roleQuarantine(time)) ? since : undefined;
}

/** The day on which a user was put into quarantine, as ISO date, or undefined where the user is in none. */
export function userQuarantinedSince({ inline }: Pick<User, 'inline'>): string | undefined {
  const policy = inline.find(isQuarantine);
  return policy && quarantinedSince(policy.document);
}

/** The inline policies that a user has beside the one of a quarantine. */
export function besideQuarantine({ inline }: Pick<User, 'inline'>): InlinePolicy[] {
  return inline.filter((policy) => !isQuarantine(policy));
}

function isQuarantine({ name, document }: InlinePolicy): boolean {
  return name === QUARANTINE_POLICY && quarantinedSince(document) !== undefined;
}

/** How a quarantine stands: the days it has lasted, the day on which its grace ends, and whether that has come. */
export interface Standing {
  readonly days: number;
  readonly until: string;
  readonly overdue: boolean;
}

/** Judges a quarantine by its days of grace: it is overdue once that many whole days have gone by. */
export function quarantineStanding(since: string, graceDays: number, now: Date): Standing {
  const until = new Date(since);
  until.setUTCDate(until.getUTCDate() + graceDays);
  const days = daysBetween(since, now);
  return { days, until: dayOf(until), overdue: days >= graceDays };
}

function sidOf(now: Date): string {
  return `QuarantinedOn${dayOf(now).replaceAll('-', '')}`;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
