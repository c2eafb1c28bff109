import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { Trail } from '../model/monitoring.ts';
import { sortedBy } from './define.ts';

/** Which management events a trail lets through. */
export type Selected = Pick<Trail, 'managementEvents' | 'excludedSources'>;

/** What one selector lets through of the management events. */
interface Share {
  readonly read: boolean;
  readonly write: boolean;
  readonly excluded: readonly string[];
}

/** What basic or advanced selectors let through of the management events, all selectors of the trail together. */
export function toSelected(basic: readonly EventSelector[], advanced: readonly AdvancedEventSelector[]): Selected {
  const shares = [...basic.map(fromBasic), ...advanced.map(fromAdvanced)];
  const known = shares.filter((share) => share !== 'partial');
  const reading = known.filter((share) => share.read);
  const writing = known.filter((share) => share.write);
  const excluded = new Set([...excludedByAll(reading), ...excludedByAll(writing)]);
  return { managementEvents: extent(reading, writing, shares), excludedSources: sortedBy([...excluded], String) };
}

function extent(
  reading: unknown[],
  writing: unknown[],
  shares: readonly (Share | 'partial')[],
): Trail['managementEvents'] {
  if (reading.length > 0 && writing.length > 0) return 'all';
  // Selectors that let through some events by name or caller may fill the gap, or not.
  if (shares.includes('partial')) return 'unknown';
  if (reading.length > 0) return 'read-only';
  return writing.length > 0 ? 'write-only' : 'none';
}

/** A source is left out when no selector lets it through. */
function excludedByAll(shares: readonly Share[]): string[] {
  const [first, ...rest] = shares;
  return first?.excluded.filter((source) => rest.every((share) => share.excluded.includes(source))) ?? [];
}

const nothing: Share = { read: false, write: false, excluded: [] };

function fromBasic(selector: EventSelector): Share {
  if (selector.IncludeManagementEvents === false) return nothing;
  const { ReadWriteType: type = 'All', ExcludeManagementEventSources: excluded = [] } = selector;
  return { read: type !== 'WriteOnly', write: type !== 'ReadOnly', excluded };
}

function fromAdvanced(selector: AdvancedEventSelector): Share | 'partial' {
  const fields = selector.FieldSelectors ?? [];
  const category = fields.find((field) => field.Field === 'eventCategory');
  if (category?.Equals?.includes('Management') !== true) return nothing;
  let share: Share = { read: true, write: true, excluded: [] };
  for (const field of fields) {
    const { Field, Equals = [], NotEquals = [], ...others } = field;
    if (Field === 'eventCategory') continue;
    const plain = Object.values(others).every((values) => values === undefined || values.length === 0);
    if (Field === 'readOnly' && plain && NotEquals.length === 0)
      share = { ...share, read: Equals.includes('true'), write: Equals.includes('false') };
    else if (Field === 'eventSource' && plain && Equals.length === 0) share = { ...share, excluded: NotEquals };
    else return 'partial';
  }
  return share;
}
