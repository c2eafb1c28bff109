import type { Difference, FactChange } from '../../../engine/comparison.ts';
import { compareText } from '../../../engine/finding.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { type CredentialReport, isTime, type Moment, type ReportRow, rootUser } from '../model/credential-report.ts';
import { ownerText } from './credentials.ts';
import { capitalised, sameTime } from './kind.ts';
import { bothHold, type Sides } from './sides.ts';

/**
 * Tells what the credential report alone knows: passwords, all of the root user, and of everybody what listings would
 * tell better where those were not read.
 */
export function* compareReports(
  before: CredentialReport,
  after: CredentialReport,
  sides: Sides,
): Generator<Difference> {
  const old = new Map(before.rows.map((row) => [row.user, row]));
  const now = new Map(after.rows.map((row) => [row.user, row]));
  const known = {
    users: bothHold(sides, 'authorization-details'),
    devices: bothHold(sides, 'mfa-devices'),
    keys: bothHold(sides, 'access-keys'),
    certificates: bothHold(sides, 'signing-certificates'),
  };
  const [hadUser, hasUser] = [usersOf(sides.before), usersOf(sides.after)];
  for (const user of [...new Set([...old.keys(), ...now.keys()])].sort(compareText)) {
    const [was, is] = [old.get(user), now.get(user)];
    const isRoot = user === rootUser;
    // A report may be cut or older than the listings: what is missing there, and yet exists, tells nothing.
    if ((was === undefined && (isRoot || hadUser.has(user))) || (is === undefined && (isRoot || hasUser.has(user))))
      continue;
    if (!isRoot && !known.users) yield* compareExistence(was, is);
    yield* comparePassword(was, is);
    if (isRoot || !known.devices) yield* compareMfa(was, is);
    if (isRoot || !known.keys) yield* compareSlots('access key', 'access keys', was?.keys, is?.keys, user);
    if (isRoot || !known.certificates)
      yield* compareSlots('signing certificate', 'certificates', was?.certificates, is?.certificates, user);
  }
}

function usersOf(snapshot: AwsSnapshot): ReadonlySet<string> {
  return new Set(readable(snapshot, 'authorization-details')?.users.map(({ name }) => name));
}

function* compareExistence(was: ReportRow | undefined, is: ReportRow | undefined): Generator<Difference> {
  const row = is ?? was;
  if (row === undefined) return;
  const common = { area: 'users', resource: { type: 'iam-user', id: row.user, arn: row.arn } };
  if (was === undefined) yield { ...common, kind: 'added', sentence: `User ${row.user} was created` };
  else if (is === undefined) yield { ...common, kind: 'removed', sentence: `User ${row.user} was deleted` };
  else if (moved(was.createdAt, is.createdAt))
    yield {
      ...common,
      kind: 'changed',
      sentence: `User ${row.user} was deleted and created again`,
      facts: [{ fact: 'createdAt', from: was.createdAt, to: is.createdAt }],
    };
}

function* comparePassword(was: ReportRow | undefined, is: ReportRow | undefined): Generator<Difference> {
  const row = is ?? was;
  if (row === undefined) return;
  const [had, has] = [was?.passwordEnabled ?? false, is?.passwordEnabled ?? false];
  const who = ownerText(row.user);
  const common = { area: 'passwords and MFA', resource: { type: 'iam-login-profile', id: row.user, arn: row.arn } };
  if (had === false && has === true)
    yield { ...common, kind: 'added', sentence: `${capitalised(who)} was given a console password` };
  else if (had === true && has === false)
    yield { ...common, kind: 'removed', sentence: `The console password of ${who} was deleted` };
  else if (was !== undefined && is !== undefined && had === has) {
    const [from, to] = [was.passwordLastChanged, is.passwordLastChanged];
    if (moved(from, to))
      yield {
        ...common,
        kind: 'changed',
        sentence: `The console password of ${who} was changed`,
        facts: [{ fact: 'passwordLastChanged', from, to }],
      };
  }
}

function* compareMfa(was: ReportRow | undefined, is: ReportRow | undefined): Generator<Difference> {
  const row = is ?? was;
  const [had, has] = [was?.mfaActive ?? false, is?.mfaActive ?? false];
  if (row === undefined || had === has) return;
  yield {
    area: 'passwords and MFA',
    kind: has ? 'added' : 'removed',
    resource: { type: row.user === rootUser ? 'root-user' : 'iam-user', id: row.user, arn: row.arn },
    sentence: `MFA of ${ownerText(row.user)} was switched ${has ? 'on' : 'off'}`,
  };
}

interface Slot {
  readonly active: boolean;
  readonly lastRotated: Moment;
}

/** The report names no ids: what it tells is that a slot was filled, emptied, or holds something else. */
function* compareSlots(
  noun: string,
  area: string,
  was: readonly Slot[] | undefined,
  is: readonly Slot[] | undefined,
  user: string,
): Generator<Difference> {
  for (const [at, ordinal] of (['first', 'second'] as const).entries()) {
    const [from, to] = [was?.[at], is?.[at]];
    const [had, has] = [isFilled(from), isFilled(to)];
    const what = `The ${ordinal} ${noun} of ${ownerText(user)}`;
    const common = { area, resource: { type: noun.replace(' ', '-'), id: `${user} ${ordinal}` } };
    if (!had && !has) continue;
    if (!had) yield { ...common, kind: 'added', sentence: `${what} was created` };
    else if (!has) yield { ...common, kind: 'removed', sentence: `${what} was deleted` };
    else if (from?.active !== to?.active)
      yield {
        ...common,
        kind: 'changed',
        sentence: `${what} was ${to?.active === true ? 'activated' : 'deactivated'}`,
      };
    else if (from !== undefined && to !== undefined && moved(from.lastRotated, to.lastRotated)) {
      const facts: FactChange[] = [{ fact: 'lastRotated', from: from.lastRotated, to: to.lastRotated }];
      yield { ...common, kind: 'changed', sentence: `${what} was replaced, or switched off and on again`, facts };
    }
  }
}

function isFilled(slot: Slot | undefined): boolean {
  return slot !== undefined && (slot.active || slot.lastRotated !== 'never');
}

/** True when both are times, and not the same. */
function moved(from: Moment, to: Moment): boolean {
  return isTime(from) && isTime(to) && !sameTime(from, to);
}
