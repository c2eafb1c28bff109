import { readable } from '../../../src/engine/snapshot.ts';
import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { daysBetween } from '../../../src/providers/aws/model/control.ts';
import { type LastAccessed, principalsOfInterest } from '../../../src/providers/aws/model/last-accessed.ts';
import { gapOf, unusedFor } from '../policies/service-use.ts';
import { bearerLabel } from './places.ts';

/** Evidence of use that is older says too little of today. */
const freshDays = 7;

/** What IAM tells of the services that some users and roles used, or why it tells too little to take anything away. */
export type ServiceEvidence =
  | {
      /** The services that some of them used, or may have used. */
      readonly used: ReadonlySet<string>;
      /** The services that none of them used in time, and how that is known. */
      readonly unused: ReadonlyMap<string, string>;
    }
  | { readonly gap: string };

/** Asks how services were used; the evidence is looked at once for all questions. */
export type AskUse = (bearers: readonly (User | Role)[], unusedDays: number) => ServiceEvidence;

/** Makes the question for one account at one moment. Whatever is not told for certain counts as used. */
export function serviceEvidence(snapshot: AwsSnapshot, details: AuthorizationDetails, now: Date): AskUse {
  const entries = readable(snapshot, 'service-last-accessed');
  const report = readable(snapshot, 'credential-report');
  if (entries === undefined)
    return () => ({
      gap: 'nothing is known of the use of services: choose policy-unused-services along, so that IAM is asked',
    });
  const age = daysBetween(snapshot.collectedAt, now);
  if (age > freshDays)
    return () => ({
      gap: `the evidence of use is ${age} days old: collect it again, at most ${freshDays} days before`,
    });
  const told = new Map(entries.map((entry) => [entry.arn, entry]));
  const asked = new Set([...principalsOfInterest(details, report), ...told.keys()]);
  const day = snapshot.collectedAt.slice(0, 10);

  return (bearers, unusedDays) => {
    for (const bearer of bearers) {
      const gap = gapOf(bearer, told.get(bearer.arn), asked);
      if (gap !== undefined) return { gap };
      const days = daysBetween(bearer.createdAt, now);
      if (days <= unusedDays)
        return { gap: `${bearerLabel(bearer)} was made ${days} days ago, which is too short to judge` };
    }
    if (bearers.length === 0) return { gap: 'nobody has it, so that nothing tells what is needed of it' };
    if (!bearers.some(({ arn }) => told.has(arn))) return { gap: 'nobody who has it was ever seen using anything' };
    return weigh(bearers, told, unusedDays, now, day);
  };
}

function weigh(
  bearers: readonly (User | Role)[],
  told: ReadonlyMap<string, LastAccessed>,
  unusedDays: number,
  now: Date,
  day: string,
): ServiceEvidence {
  const used = new Set<string>();
  const unused = new Map<string, string>();
  const last = new Map<string, string>();
  const isIdle = unusedFor(unusedDays, now);
  for (const bearer of bearers)
    for (const use of told.get(bearer.arn)?.services ?? []) {
      const { service, lastUsed } = use;
      if (!isIdle(use)) used.add(service);
      else if (lastUsed !== 'never' && lastUsed > (last.get(service) ?? '')) last.set(service, lastUsed);
      if (!unused.has(service)) unused.set(service, '');
    }
  const who = bearers.length === 1 ? bearers.map(bearerLabel).join() : `all ${bearers.length} who have it`;
  for (const service of unused.keys()) {
    const at = last.get(service);
    const how =
      at === undefined
        ? `never used ${service} in the 400 days that IAM looks back`
        : `last used ${service} on ${at.slice(0, 10)}, ${daysBetween(at, now)} days before the plan`;
    if (used.has(service)) unused.delete(service);
    else unused.set(service, `${who} ${how} (as IAM told on ${day})`);
  }
  return { used, unused };
}
