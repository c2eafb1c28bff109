import { expect, test } from 'vitest';
import { passedWindow } from '../../remediations/aws/age-windows.ts';

test.each([
  [30, undefined],
  [31, { window: 30, severity: 'low' }],
  [46, { window: 45, severity: 'medium' }],
  [91, { window: 90, severity: 'high' }],
])('an age of %s days against three windows, written in any order', (age, expected) => {
  expect(passedWindow(age, [90, 30, 45], 'high')).toEqual(expected);
});

test('no step goes below low', () => {
  expect(passedWindow(2, [1, 30, 45, 90], 'medium')).toEqual({ window: 1, severity: 'low' });
});

test('past a single window the age is as bad as its control says', () => {
  expect(passedWindow(91, [90], 'critical')).toEqual({ window: 90, severity: 'critical' });
});
