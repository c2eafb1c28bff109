import type { AdvancedEventSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import type { Selectors } from '../model/event-selectors.ts';

/** The selectors of a trail as CloudTrail tells them, with what it leaves out where it goes without saying. */
export function toSelectors(
  basic: readonly EventSelector[] = [],
  advanced: readonly AdvancedEventSelector[] = [],
): Selectors {
  return advanced.length > 0 ? { advanced: advanced.map(toAdvanced) } : { basic: basic.map(toBasic) };
}

function toBasic({
  ReadWriteType = 'All',
  IncludeManagementEvents = true,
  DataResources = [],
  ExcludeManagementEventSources = [],
}: EventSelector) {
  return {
    ReadWriteType,
    IncludeManagementEvents,
    DataResources: DataResources.map(({ Type = '', Values = [] }) => ({ Type, Values })),
    ExcludeManagementEventSources,
  };
}

const operators = ['Equals', 'NotEquals', 'StartsWith', 'NotStartsWith', 'EndsWith', 'NotEndsWith'] as const;

function toAdvanced({ Name, FieldSelectors = [] }: AdvancedEventSelector) {
  return {
    ...(Name === undefined || Name === '' ? {} : { Name }),
    FieldSelectors: FieldSelectors.map(({ Field = '', ...conditions }) => ({
      Field,
      ...Object.fromEntries(
        operators.flatMap((operator) => {
          const values = conditions[operator] ?? [];
          return values.length === 0 ? [] : [[operator, values]];
        }),
      ),
    })),
  };
}
