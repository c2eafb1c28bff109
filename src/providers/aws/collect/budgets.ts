import type { Budget as LiveBudget } from '@aws-sdk/client-budgets';
import type { Budget } from '../model/budgets.ts';
import { allPages, defineCollector, pagesOf, sortedBy } from './define.ts';

/** As many budgets as a page holds at most. */
const page = 1000;

/** The budgets of the account, by name. */
export const budgetsCollector = defineCollector({
  name: 'budgets',
  permissions: ['budgets:ViewBudget'],
  needs: [],
  async collect({ live, account }) {
    const budgets = await live.budgets();
    const pages = await allPages(
      (NextToken) => budgets.describeBudgets({ AccountId: account.id, MaxResults: page, NextToken }),
      (answer) => answer.NextToken,
    );
    return sortedBy(pages.flatMap((answer) => answer.Budgets ?? []).map(toBudget), ({ name }) => name);
  },
  floor: (budgets) => ({ 'budgets:ViewBudget': pagesOf(budgets.length, page) }),
});

/** A budget as AWS Budgets tells it. */
export function toBudget(budget: LiveBudget): Budget {
  const { Amount: amount, Unit: unit } = budget.BudgetLimit ?? {};
  return {
    name: budget.BudgetName ?? '',
    type: budget.BudgetType ?? '',
    timeUnit: budget.TimeUnit ?? '',
    // AWS writes amounts as 500.0 and 2.51E+7, whatever they were given as.
    ...(amount === undefined || unit === undefined ? {} : { limit: { amount: String(Number(amount)), unit } }),
  };
}
