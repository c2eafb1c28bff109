import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { toSelectors } from '../../../../src/providers/aws/collect/event-selectors.ts';
import { selectedBy, withAllManagementEvents } from '../../../../src/providers/aws/model/event-selectors.ts';

const kms = 'kms.amazonaws.com';
const rds = 'rdsdata.amazonaws.com';
const management: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
/** What CloudTrail's answer lets through. */
function selected(basic: readonly EventSelector[], fields: readonly AdvancedFieldSelector[][] = []) {
  const advanced = fields.map((FieldSelectors) => ({ FieldSelectors }));
  const { selectors: _, ...through } = selectedBy(toSelectors(basic, advanced));
  return through;
}
const advanced = (...fields: AdvancedFieldSelector[][]) => selected([], fields);

describe('basic selectors', () => {
  test.each([
    [[{}], 'all', []],
    [[{ ReadWriteType: 'All', IncludeManagementEvents: true }], 'all', []],
    [[{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }], 'write-only', []],
    [[{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }], 'read-only', []],
    [[{ IncludeManagementEvents: false }], 'none', []],
    [[{ IncludeManagementEvents: false }, { ReadWriteType: 'WriteOnly' }], 'write-only', []],
    [[{ ReadWriteType: 'ReadOnly' }, { ReadWriteType: 'WriteOnly' }], 'all', []],
    [[{ ExcludeManagementEventSources: [rds, kms] }], 'all', [kms, rds]],
    [[{ ExcludeManagementEventSources: [kms] }, {}], 'all', []],
  ] as const)('%j', (selectors, managementEvents, excludedSources) => {
    expect(selected(selectors as unknown as EventSelector[])).toEqual({
      managementEvents,
      excludedSources,
    });
  });
});

describe('advanced selectors', () => {
  test('all, or a part of the management events', () => {
    expect(advanced([management])).toEqual({ managementEvents: 'all', excludedSources: [] });
    expect(advanced([management, { Field: 'readOnly', Equals: ['true'] }]).managementEvents).toBe('read-only');
    expect(advanced([{ Field: 'eventCategory', Equals: ['Data'] }]).managementEvents).toBe('none');
  });

  test('a source that one selector leaves out and another lets through is not left out', () => {
    const without = (...sources: string[]) => [management, { Field: 'eventSource', NotEquals: sources }];
    expect(advanced(without(kms, rds), without(kms))).toEqual({ managementEvents: 'all', excludedSources: [kms] });
  });

  test('a source that is left out of the writes is left out, though it is read', () => {
    const writes: AdvancedFieldSelector[] = [
      management,
      { Field: 'readOnly', Equals: ['false'] },
      { Field: 'eventSource', NotEquals: [kms] },
    ];
    expect(advanced(writes, [management, { Field: 'readOnly', Equals: ['true'] }])).toEqual({
      managementEvents: 'all',
      excludedSources: [kms],
    });
  });

  test('what is selected by other fields is some, and nobody knows which', () => {
    const some: AdvancedFieldSelector[] = [management, { Field: 'eventName', StartsWith: ['Delete'] }];
    expect(advanced(some).managementEvents).toBe('unknown');
    expect(advanced(some, [management]).managementEvents).toBe('all');
    expect(advanced([management, { Field: 'eventSource', Equals: ['iam.amazonaws.com'] }]).managementEvents).toBe(
      'unknown',
    );
    expect(advanced([management, { Field: 'eventSource', NotStartsWith: ['k'] }]).managementEvents).toBe('unknown');
  });
});

describe('the selectors themselves', () => {
  test('are kept as CloudTrail tells them', () => {
    const given = { advanced: [{ Name: 'Reads', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] };
    expect(selectedBy(toSelectors([], given.advanced)).selectors).toEqual(given);
    const empty = { Name: '', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'], NotEquals: [] }] };
    expect(toSelectors([], [empty])).toEqual({ advanced: [{ FieldSelectors: [management] }] });
  });

  test('are none where they say what no selector says', () => {
    expect(selectedBy(toSelectors([{}]))).toEqual({ managementEvents: 'all', excludedSources: [] });
  });
});

describe('all management events are taken in, and no data event is lost or won', () => {
  const [reads, data] = [
    { ReadWriteType: 'ReadOnly', IncludeManagementEvents: true } as const,
    { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::a/'] }] },
  ];
  const [category, writing] = [
    (name: string) => ({ Field: 'eventCategory', Equals: [name] }),
    { Field: 'readOnly', Equals: ['false'] },
  ];
  const whole = { Name: 'All management events', FieldSelectors: [management] };

  test.each<[string, EventSelector[], EventSelector[]]>([
    ['by a selector that has no data events', [{ ...reads, ...data }, reads], [{ ...reads, ...data }, {}]],
    [
      'by one of reads and writes',
      [{ ...data, IncludeManagementEvents: false, ExcludeManagementEventSources: [kms] }],
      [data],
    ],
    ['by another, where data events are read only', [{ ...reads, ...data }], [{ ...reads, ...data }, {}]],
  ])('%s', (_, given, wanted) => {
    expect(withAllManagementEvents(toSelectors(given))).toEqual(toSelectors(wanted));
  });

  const of = (...fields: AdvancedFieldSelector[]) => ({ FieldSelectors: fields });
  test.each<[string, AdvancedEventSelector[], AdvancedEventSelector[]]>([
    ['by another advanced selector', [of(category('Data'), writing)], [of(category('Data'), writing), whole]],
    [
      'by one in the place of all that are for a part of them',
      [of(management, writing), of(category('Data')), of(management, { Field: 'eventName', Equals: ['X'] })],
      [whole, of(category('Data'))],
    ],
  ])('%s', (_, given, wanted) => {
    expect(withAllManagementEvents(toSelectors([], given))).toEqual(toSelectors([], wanted));
  });
});
