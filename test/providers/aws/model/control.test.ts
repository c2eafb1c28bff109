import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysBetween, longerAgoThan } from '../../../../src/providers/aws/model/control.ts';

const now = new Date('2026-06-15T12:00:00.000Z');

describe('longerAgoThan', () => {
  it.each([
    ['2026-03-17T12:00:00.001Z', false],
    ['2026-03-16T12:00:00.001Z', false],
    ['2026-03-16T12:00:00.000Z', true],
    ['2026-03-16T12:00:00Z', true],
    ['2026-03-16T14:00:00+02:00', true],
    ['2026-07-01T00:00:00.000Z', false],
  ])('of 90 days, %s: %s', (time, expected) => {
    expect(longerAgoThan(90, now)(time)).toBe(expected);
  });

  it('agrees with counting the days, in whatever form the time is written', () => {
    const times = fc.date({ min: new Date('1971-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(times, fc.integer({ min: 1, max: 20_000 }), fc.boolean(), (time, days, short) => {
        const text = short ? `${time.toISOString().slice(0, 19)}Z` : time.toISOString();
        expect(longerAgoThan(days, now)(text)).toBe(daysBetween(text, now) > days);
      }),
    );
  });
});
