import { z } from 'zod';
import { sameJson } from '../../../engine/json.ts';
import type { Trail } from './monitoring.ts';

const texts = z.array(z.string());

/** A basic selector, whole, in CloudTrail's own words: it goes back as it came. */
const basicSelectorSchema = z.object({
  ReadWriteType: z.string(),
  IncludeManagementEvents: z.boolean(),
  DataResources: z.array(z.object({ Type: z.string(), Values: texts })),
  ExcludeManagementEventSources: texts,
});
type BasicSelector = z.infer<typeof basicSelectorSchema>;

const fieldSelectorSchema = z.object({
  Field: z.string(),
  Equals: texts.exactOptional(),
  NotEquals: texts.exactOptional(),
  StartsWith: texts.exactOptional(),
  NotStartsWith: texts.exactOptional(),
  EndsWith: texts.exactOptional(),
  NotEndsWith: texts.exactOptional(),
});
const advancedSelectorSchema = z.object({
  Name: z.string().exactOptional(),
  FieldSelectors: z.array(fieldSelectorSchema),
});
type AdvancedSelector = z.infer<typeof advancedSelectorSchema>;

/** What a trail selects, management and data events alike: by basic selectors or by advanced ones, never by both. */
export const selectorsSchema = z.union([
  z.object({ basic: z.array(basicSelectorSchema) }),
  z.object({ advanced: z.array(advancedSelectorSchema) }),
]);
export type Selectors = z.infer<typeof selectorsSchema>;

/** What of a trail its selectors settle. */
export type Selected = Pick<Trail, 'managementEvents' | 'excludedSources' | 'selectors'>;

const allManagementEvents: BasicSelector = {
  ReadWriteType: 'All',
  IncludeManagementEvents: true,
  DataResources: [],
  ExcludeManagementEventSources: [],
};

/** The selector that every trail begins with: CloudTrail holds it for no selector at all. */
export const usualSelectors = { basic: [allManagementEvents] };

/** What one selector lets through of the management events. */
interface Share {
  readonly read: boolean;
  readonly write: boolean;
  readonly excluded: readonly string[];
}

/** True where selectors select other events besides those of management: of data, or of network activity. */
export function selectsMore(selectors: Selectors): boolean {
  return 'basic' in selectors
    ? selectors.basic.some(({ DataResources }) => DataResources.length > 0)
    : selectors.advanced.some((selector) => !selectsManagement(selector));
}

/** What selectors let through of the management events, all selectors of the trail together, beside themselves. */
export function selectedBy(selectors: Selectors): Selected {
  const shares = 'basic' in selectors ? selectors.basic.map(fromBasic) : selectors.advanced.map(fromAdvanced);
  const known = shares.filter((share) => share !== 'partial');
  const reading = known.filter((share) => share.read);
  const writing = known.filter((share) => share.write);
  const excluded = new Set([...excludedByAll(reading), ...excludedByAll(writing)]);
  return {
    managementEvents: extent(reading, writing, shares),
    excludedSources: [...excluded].sort(),
    ...('basic' in selectors && sameJson(selectors.basic, [allManagementEvents]) ? {} : { selectors }),
  };
}

/** The selectors of a trail, or undefined where they are not in the evidence. */
export function selectorsOf({ selectors, managementEvents, excludedSources }: Selected): Selectors | undefined {
  if (selectors !== undefined) return selectors;
  return managementEvents === 'all' && excludedSources.length === 0 ? usualSelectors : undefined;
}

/**
 * The selectors by which a trail selects all management events besides all that it selects already. No selector of
 * data events is touched, save that it may take management events in; those for a part of the management events give
 * way to one for all of them.
 */
export function withAllManagementEvents(selectors: Selectors): Selectors {
  if ('advanced' in selectors) return { advanced: advancedWithAll(selectors.advanced) };
  const { basic } = selectors;
  const plain = basic.findIndex(({ DataResources }) => DataResources.length === 0);
  // How much is read and written of the data is told by the same word, so that only `All` may take the rest in.
  const at = plain === -1 ? basic.findIndex(({ ReadWriteType }) => ReadWriteType === 'All') : plain;
  const DataResources = basic[at]?.DataResources ?? [];
  const whole = { ...allManagementEvents, DataResources };
  return { basic: at === -1 ? [...basic, whole] : basic.with(at, whole) };
}

function advancedWithAll(advanced: readonly AdvancedSelector[]): AdvancedSelector[] {
  const whole = {
    Name: 'All management events',
    FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }],
  };
  const at = advanced.findIndex(selectsManagement);
  if (at === -1) return [...advanced, whole];
  return advanced.with(at, whole).filter((selector) => selector === whole || !selectsManagement(selector));
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

function fromBasic(selector: BasicSelector): Share {
  if (!selector.IncludeManagementEvents) return nothing;
  const { ReadWriteType: type, ExcludeManagementEventSources: excluded } = selector;
  return { read: type !== 'WriteOnly', write: type !== 'ReadOnly', excluded };
}

function selectsManagement({ FieldSelectors }: AdvancedSelector): boolean {
  return FieldSelectors.some(
    ({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management') === true,
  );
}

function fromAdvanced(selector: AdvancedSelector): Share | 'partial' {
  if (!selectsManagement(selector)) return nothing;
  let share: Share = { read: true, write: true, excluded: [] };
  for (const { Field, Equals = [], NotEquals = [], ...others } of selector.FieldSelectors) {
    if (Field === 'eventCategory') continue;
    const plain = Object.values(others).every((values) => values === undefined || values.length === 0);
    if (Field === 'readOnly' && plain && NotEquals.length === 0)
      share = { ...share, read: Equals.includes('true'), write: Equals.includes('false') };
    else if (Field === 'eventSource' && plain && Equals.length === 0) share = { ...share, excluded: NotEquals };
    else return 'partial';
  }
  return share;
}
