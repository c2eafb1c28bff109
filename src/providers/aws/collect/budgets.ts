import type { Budget as LiveBudget } from '@aws-sdk/client-budgets';
import type { Budget } from '../model/budgets.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';

/** The budgets of the account, by name. */
export const budgetsCollector = defineCollector({
  name: 'budgets',
  permissions: ['budgets:ViewBudget'],
  needs: [],
  async collect({ live, account }) {
    const budgets = await live.budgets();
    const pages = await allPages(
      (NextToken) => budgets.describeBudgets({ AccountId: account.id, MaxResults: 100, NextToken }),
      (page) => page.NextToken,
    );
    return sortedBy(pages.flatMap((page) => page.Budgets ?? []).map(toBudget), ({ name }) => name);
  },
});

/** A budget as AWS Budgets tells it. */
export function toBudget(budget: LiveBudget): Budget {
  const { Amount: amount, Unit: unit } = budget.BudgetLimit ?? {};
  return {
    name: budget.BudgetName ?? '',
    type: budget.BudgetType ?? '',
    timeUnit: budget.TimeUnit ?? '',
    ...(amount === undefined || unit === undefined ? {} : { limit: { amount, unit } }),
  };
}
