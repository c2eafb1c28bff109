import type { Budgets, BudgetType, TimeUnit } from '@aws-sdk/client-budgets';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toBudget } from '../collect/budgets.ts';
import type { Budget } from '../model/budgets.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

/** The account is part of the address: the API asks for it in every call. */
type BudgetAddress = { readonly account: string; readonly name: string };
type BudgetValue = Omit<Budget, 'name'> & {
  /** Who is told when the cost, or its forecast, passes the limit; a listing does not tell. */
  readonly emails?: readonly string[];
};

/** AWS Budgets tells at most this many subscribers of one notification. */
const mostSubscribers = 10;
const byName = ({ name }: Pick<Budget, 'name'>) => name;

/** A budget of the account, by name. */
export const budgetResource = defineResource<BudgetAddress, BudgetValue>({
  type: 'budgets-budget',
  collection: 'budgets',
  volatile: ['emails'],
  label: ({ name }) => `budget ${name}`,
  read(snapshot, { name }) {
    const found = readable(snapshot, 'budgets')?.find((budget) => budget.name === name);
    return found === undefined ? null : budgetValue(found);
  },
  write(draft, { name }, value) {
    const budgets = editable(draft, 'budgets');
    if (budgets === undefined) return;
    const exists = budgets.some((budget) => budget.name === name);
    if (value === null) {
      if (!exists) throw new Refusal(`there is no budget ${name} to delete`);
      removeKeyed(budgets, name, byName);
      return;
    }
    if (exists) throw new Refusal(`budget ${name} exists already`);
    const { emails = [], ...rest } = value;
    if (emails.length > mostSubscribers)
      throw new Refusal(`budget ${name} would tell ${emails.length} people; AWS Budgets allows ${mostSubscribers}`);
    putSorted(budgets, { name, ...structuredClone(rest) }, byName);
  },
  requires: () => [],
  permissions: ['budgets:ViewBudget'],
  async observe(live, { account, name }) {
    const budgets = await live.budgets();
    const answer = await absent(() => budgets.describeBudget({ AccountId: account, BudgetName: name }));
    return answer?.Budget === undefined ? null : budgetValue(toBudget(answer.Budget));
  },
});

export const createBudget = defineOperation({
  name: 'budgets:CreateBudget',
  resource: budgetResource,
  inverse: 'budgets:DeleteBudget',
  reversibility: 'reversible',
  permissions: ['budgets:ModifyBudget', 'budgets:ViewBudget'],
  title: ({ name }, _, to) =>
    `Create budget ${name} of ${to?.limit?.amount} ${to?.limit?.unit} (${to?.timeUnit.toLowerCase()})${told(to?.emails)}`,
  command: ({ account, name }, _, to) => [
    ...['budgets', 'create-budget', '--account-id', account],
    ...(to === null ? [] : ['--budget', JSON.stringify(toLive(name, to))]),
    ...(to?.emails === undefined ? [] : ['--notifications-with-subscribers', JSON.stringify(notifications(to.emails))]),
  ],
  async perform(live, { address: { account, name }, to }) {
    if (to === null) throw new Error('a budget is removed by budgets:DeleteBudget');
    const budgets: Budgets = await live.budgets();
    await budgets.createBudget({
      AccountId: account,
      Budget: toLive(name, to),
      NotificationsWithSubscribers: notifications(to.emails ?? []),
    });
    return undefined;
  },
});

export const deleteBudget = defineOperation({
  name: 'budgets:DeleteBudget',
  resource: budgetResource,
  inverse: 'budgets:CreateBudget',
  // Whom it told is known of those alone that a plan made.
  reversibility: 'recoverable',
  permissions: ['budgets:ModifyBudget', 'budgets:ViewBudget'],
  title: ({ name }) => `Delete budget ${name}`,
  command: ({ account, name }) => ['budgets', 'delete-budget', '--account-id', account, '--budget-name', name],
  async perform(live, { address: { account, name } }) {
    const budgets = await live.budgets();
    await absent(() => budgets.deleteBudget({ AccountId: account, BudgetName: name }));
    return undefined;
  },
});

export const budgetOperations = [createBudget, deleteBudget];

function budgetValue({ name: _, ...value }: Budget): BudgetValue {
  return value;
}

function told(emails: readonly string[] = []): string {
  return emails.length === 0 ? '' : `, which tells ${emails.join(', ')}`;
}

function toLive(name: string, { type, timeUnit, limit }: BudgetValue) {
  return {
    BudgetName: name,
    BudgetType: type as BudgetType,
    TimeUnit: timeUnit as TimeUnit,
    ...(limit === undefined ? {} : { BudgetLimit: { Amount: limit.amount, Unit: limit.unit } }),
  };
}

/** Tells when the limit is passed, and when it will be by the end of the period. */
function notifications(emails: readonly string[]) {
  if (emails.length === 0) return [];
  const subscribers = emails.map((Address) => ({ SubscriptionType: 'EMAIL' as const, Address }));
  return (['ACTUAL', 'FORECASTED'] as const).map((NotificationType) => ({
    Notification: {
      NotificationType,
      ComparisonOperator: 'GREATER_THAN' as const,
      Threshold: 100,
      ThresholdType: 'PERCENTAGE' as const,
    },
    Subscribers: subscribers,
  }));
}
