import type { AdvancedFieldSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { toSelected } from '../../../../src/providers/aws/collect/event-selectors.ts';

const kms = 'kms.amazonaws.com';
const rds = 'rdsdata.amazonaws.com';
const management: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
const advanced = (...selectors: AdvancedFieldSelector[][]) =>
  toSelected(
    [],
    selectors.map((FieldSelectors) => ({ FieldSelectors })),
  );

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
    expect(toSelected(selectors as unknown as Parameters<typeof toSelected>[0], [])).toEqual({
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
