import { isTime, type Moment, type ReportKey, type ReportRow } from './credential-report.ts';
import type { AccessKey } from './credentials.ts';
import type { SigningCertificate } from './uploads.ts';

/** One of the two places that a report's row has for access keys. */
export type Slot = 0 | 1;

/** What a slot tells of its key. */
type SlotKey = Pick<AccessKey, 'id' | 'active' | 'createdAt' | 'lastUsed'>;

type Fit = (slot: ReportKey, key: SlotKey) => boolean;

const second = (time: string) => Math.floor(Date.parse(time) / 1000);
const sameMoment = (a: Moment, b: Moment) => a === b || (isTime(a) && isTime(b) && second(a) === second(b));

const madeThen: Fit = (slot, key) => sameMoment(slot.lastRotated, key.createdAt);
const sameStatus: Fit = (slot, key) => madeThen(slot, key) && slot.active === key.active;
const sameUse: Fit = (slot, key) => sameStatus(slot, key) && sameMoment(slot.lastUsed, key.lastUsed);
const changedLater: Fit = (slot, key) => isTime(slot.lastRotated) && second(slot.lastRotated) > second(key.createdAt);

/**
 * Tells which slot of a user's row is about which of the user's keys, by key id. The report has no key ids, so a
 * key is matched by when it was made, then by its status and last use; `last_rotated` may also be the moment of a
 * later change. A key that could be meant by either slot is left out: facts never go to the wrong key.
 */
export function pairSlots(row: Pick<ReportRow, 'keys'>, keys: readonly SlotKey[]): ReadonlyMap<string, Slot> {
  const pairs = new Map<string, Slot>();
  const taken = new Set<Slot>();
  for (const fits of [madeThen, sameStatus, sameUse, changedLater])
    for (const key of keys) {
      if (pairs.has(key.id)) continue;
      const open = ([0, 1] as const).filter((slot) => !taken.has(slot) && fits(row.keys[slot], key));
      const rivals = keys.filter((other) => !pairs.has(other.id) && open.some((slot) => fits(row.keys[slot], other)));
      const [slot] = open;
      if (slot === undefined) continue;
      // Slots that agree in all that is read may be given to either key: it makes no difference.
      if (fits !== sameUse && (open.length > 1 || rivals.length > 1)) continue;
      pairs.set(key.id, slot);
      taken.add(slot);
    }
  return pairs;
}

/** Tells which slot of a user's row is about which of the user's signing certificates, in the same way, by id. */
export function pairCertificates(
  { certificates: [first, second] }: Pick<ReportRow, 'certificates'>,
  certificates: readonly Pick<SigningCertificate, 'id' | 'active' | 'uploadedAt'>[],
): ReadonlyMap<string, Slot> {
  const unused = { lastUsed: 'never' } as const;
  const items = certificates.map(({ id, active, uploadedAt }) => ({ id, active, createdAt: uploadedAt, ...unused }));
  return pairSlots(
    {
      keys: [
        { ...first, ...unused },
        { ...second, ...unused },
      ],
    },
    items,
  );
}

/** True when a slot holds a key, active or not. */
export function isFilled(slot: ReportKey): boolean {
  return slot.active || slot.lastRotated !== 'never';
}
