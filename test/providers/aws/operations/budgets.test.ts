import { expect, test } from 'vitest';
import { toBudget } from '../../../../src/providers/aws/collect/budgets.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { budgetOperations, createBudget, deleteBudget } from '../../../../src/providers/aws/operations/budgets.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const at = (name: string) => ({ account: '111122223333', name });
const wanted = {
  type: 'COST',
  timeUnit: 'MONTHLY',
  limit: { amount: '500', unit: 'USD' },
  emails: ['a@example.com', 'b@example.com'],
};

testOperationLaws(budgetOperations, () => [
  write(createBudget, at('new'), wanted),
  write(deleteBudget, at('monthly'), null),
]);

test('the command tells the limit, and whom it mails to when that is passed or will be', () => {
  const change = changeOf(account().build(), write(createBudget, at('new'), wanted));
  expect(change?.title).toBe('Create budget new of 500 USD (monthly), which tells a@example.com, b@example.com');
  const [budget, notifications] = [change?.command[5], change?.command[7]].map((text) => JSON.parse(text ?? ''));
  expect(budget).toEqual({
    BudgetName: 'new',
    BudgetType: 'COST',
    TimeUnit: 'MONTHLY',
    BudgetLimit: { Amount: '500', Unit: 'USD' },
  });
  expect(notifications).toMatchObject(
    ['ACTUAL', 'FORECASTED'].map((NotificationType) => ({
      Notification: { NotificationType, Threshold: 100, ThresholdType: 'PERCENTAGE' },
      Subscribers: [{ Address: 'a@example.com' }, { Address: 'b@example.com' }],
    })),
  );
});

test('AWS Budgets takes a name once, and ten people', () => {
  const many = (count: number) => ({
    ...wanted,
    emails: Array.from({ length: count }, (_, one) => `p${one}@example.com`),
  });
  expect(refusalOf(account().build(), write(createBudget, at('new'), many(10)))).toBeUndefined();
  expect(refusalOf(account().build(), write(createBudget, at('new'), many(11)))).toContain('allows 10');
  expect(refusalOf(account().build(), write(createBudget, at('monthly'), wanted))).toContain('exists already');
});

test.each([
  ['500.0', '500'],
  ['2.51E+7', '25100000'],
  ['99.5', '99.5'],
])('AWS writes %s for %s', (Amount, amount) => {
  const budget = { BudgetName: 'b', BudgetType: 'COST' as const, TimeUnit: 'MONTHLY' as const };
  expect(toBudget({ ...budget, BudgetLimit: { Amount, Unit: 'USD' } }).limit).toEqual({ amount, unit: 'USD' });
});
