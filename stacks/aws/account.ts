import { AccessanalyzerAnalyzer } from '@cdktf/provider-aws/lib/accessanalyzer-analyzer/index.js';
import { AccountAlternateContact } from '@cdktf/provider-aws/lib/account-alternate-contact/index.js';
import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget/index.js';
import { ConfigConfigRule } from '@cdktf/provider-aws/lib/config-config-rule/index.js';
import type { Analyzer } from '../../src/providers/aws/model/access-analyzer.ts';
import type { AlternateContact } from '../../src/providers/aws/model/alternate-contacts.ts';
import type { Budget } from '../../src/providers/aws/model/budgets.ts';
import type { ConfigRule } from '../../src/providers/aws/model/config.ts';
import { defineRendering } from './rendering.ts';

export const alternateContact = defineRendering<{ type: string }, AlternateContact>({
  name: ({ type }) => [type],
  importId: ({ type }) => type.toUpperCase(),
  make: (scope, id, { type }, { name, title, email, phone }, meta) =>
    new AccountAlternateContact(scope, id, {
      alternateContactType: type.toUpperCase(),
      name,
      title,
      emailAddress: email,
      phoneNumber: phone,
      ...meta,
    }),
});

export const analyzer = defineRendering<{ region: string; name: string }, Pick<Analyzer, 'type'>>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ name }) => name,
  make: (scope, id, { name }, { type }, meta) =>
    new AccessanalyzerAnalyzer(scope, id, { analyzerName: name, type, ...meta }),
});

type BudgetValue = Omit<Budget, 'name'> & { emails?: readonly string[] };

export const budget = defineRendering<{ account: string; name: string }, BudgetValue>({
  name: ({ name }) => [name],
  importId: ({ account, name }) => `${account}:${name}`,
  make: (scope, id, { name }, { type, timeUnit, limit, emails = [] }, meta) =>
    new BudgetsBudget(scope, id, {
      name,
      budgetType: type,
      timeUnit,
      ...(limit === undefined ? {} : { limitAmount: limit.amount, limitUnit: limit.unit }),
      // Told when the limit is passed, and when it will be by the end of the period.
      ...(emails.length === 0
        ? {}
        : {
            notification: ['ACTUAL', 'FORECASTED'].map((notificationType) => ({
              notificationType,
              comparisonOperator: 'GREATER_THAN',
              threshold: 100,
              thresholdType: 'PERCENTAGE',
              subscriberEmailAddresses: [...emails],
            })),
          }),
      ...meta,
    }),
});

export const configRule = defineRendering<
  { region: string; name: string },
  Pick<ConfigRule, 'owner' | 'source' | 'parameters'>
>({
  name: ({ name, region }) => [name, region],
  region: ({ region }) => region,
  importId: ({ name }) => name,
  make: (scope, id, { name }, { owner, source, parameters }, meta) =>
    new ConfigConfigRule(scope, id, {
      name,
      source: { owner, sourceIdentifier: source },
      ...(Object.keys(parameters).length === 0 ? {} : { inputParameters: JSON.stringify(parameters) }),
      ...meta,
    }),
});
