import type { Difference } from '../../../engine/comparison.ts';
import { compareText } from '../../../engine/finding.ts';
import type { Json } from '../../../engine/json.ts';
import { type AccountIdentity, readable } from '../../../engine/snapshot.ts';
import { type AlternateContacts, contactKinds } from '../model/alternate-contacts.ts';
import { type Attestation, attestationKey } from '../model/attestations.ts';
import type { Budget } from '../model/budgets.ts';
import type { CollectionName } from '../model/collections.ts';
import { rootRow } from '../model/credential-report.ts';
import type { PasswordPolicy } from '../model/credentials.ts';
import { compareFacts, type Kind } from './kind.ts';
import { bothHold, type Sides } from './sides.ts';

const area = 'account';

/** Tells that the account has another alias. */
export function* compareAliases(
  { alias: was }: AccountIdentity,
  { alias: is, id }: AccountIdentity,
): Generator<Difference> {
  const thing = { type: 'account', id, name: 'The alias of the account' };
  yield* compareThing(thing, was === undefined ? null : { alias: was }, is === undefined ? null : { alias: is });
}

/** Tells what became of the password policy. */
export function* comparePasswordPolicies(was: PasswordPolicy | null, is: PasswordPolicy | null): Generator<Difference> {
  const thing = { type: 'iam-account-password-policy', id: 'password policy', name: 'The password policy' };
  yield* compareThing(thing, was, is);
}

/** Tells which alternate contacts were set, removed or replaced. */
export function* compareContacts(was: AlternateContacts, is: AlternateContacts): Generator<Difference> {
  for (const kind of contactKinds) {
    const thing = { type: 'alternate-contact', id: kind, name: `The alternate contact for ${kind}` };
    yield* compareThing(thing, was[kind] ?? null, is[kind] ?? null);
  }
}

/** Something of which the account has one or none. */
interface Thing {
  readonly type: string;
  readonly id: string;
  readonly name: string;
}

function* compareThing<T extends { readonly [F in keyof T]: Json | undefined }>(
  { type, id, name }: Thing,
  was: T | null,
  is: T | null,
): Generator<Difference> {
  const facts = compareFacts(was ?? {}, is ?? {});
  if (facts.length === 0) return;
  const [kind, verb] =
    was === null
      ? (['added', 'was set'] as const)
      : is === null
        ? (['removed', 'was removed'] as const)
        : (['changed', 'was changed'] as const);
  yield { area, kind, resource: { type, id }, sentence: `${name} ${verb}`, facts };
}

/** Counters of what collections tell better. */
const toldBy: Readonly<Record<string, readonly CollectionName[]>> = {
  Users: ['authorization-details', 'credential-report'],
  Groups: ['authorization-details'],
  Roles: ['authorization-details'],
  Policies: ['authorization-details'],
  PolicyVersionsInUse: ['authorization-details'],
  InstanceProfiles: ['authorization-details'],
  MFADevices: ['mfa-devices'],
  MFADevicesInUse: ['mfa-devices'],
  ServerCertificates: ['server-certificates'],
  Providers: ['identity-providers'],
};

const rootCounters: Readonly<Record<string, string>> = {
  AccountMFAEnabled: 'MFA of the root user',
  AccountAccessKeysPresent: 'Access keys of the root user',
  AccountPasswordPresent: 'Password of the root user',
  AccountSigningCertificatesPresent: 'Signing certificates of the root user',
};

/** Tells which counters moved of what nothing else counts, and which quotas. */
export function* compareSummaries(
  was: Readonly<Record<string, number>>,
  is: Readonly<Record<string, number>>,
  sides: Sides,
): Generator<Difference> {
  const rootTold = [sides.before, sides.after].every((side) => {
    const report = readable(side, 'credential-report');
    return report !== undefined && rootRow(report) !== undefined;
  });
  for (const counter of Object.keys(is).sort(compareText)) {
    const [from, to] = [was[counter], is[counter]];
    if (from === undefined || to === undefined || from === to) continue;
    if (toldBy[counter]?.some((collection) => bothHold(sides, collection)) === true) continue;
    const root = rootCounters[counter];
    if (root !== undefined && rootTold) continue;
    yield {
      area,
      kind: 'changed',
      resource: { type: 'account-summary', id: counter },
      sentence: `${root ?? counter}: IAM counts ${to}, and counted ${from}`,
      facts: [{ fact: counter, from, to, told: true }],
    };
  }
}

export const budgets: Kind<Budget> = {
  area,
  type: 'budget',
  noun: 'budget',
  key: ({ name }) => name,
  label: ({ name }) => name,
  fields: { name: 'key', type: 'fact', timeUnit: 'fact', limit: 'fact' },
};

export const attestations: Kind<Attestation> = {
  area: 'attestations',
  type: 'attestation',
  noun: 'attestation',
  key: attestationKey,
  label: ({ control, signedBy, at }) => `of ${control} by ${signedBy} on ${at.slice(0, 10)}`,
  fields: { control: 'key', at: 'key', signedBy: 'key', statement: 'fact', expires: 'fact', reason: 'fact' },
  verbs: ['was given', 'was withdrawn'],
};
