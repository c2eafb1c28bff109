import { defineCollector } from './define.ts';

/** The account's counters and quotas. */
export const accountSummaryCollector = defineCollector({
  name: 'account-summary',
  permissions: ['iam:GetAccountSummary'],
  needs: [],
  async collect({ live }) {
    const iam = await live.iam();
    return toAccountSummary((await iam.getAccountSummary({})).SummaryMap ?? {});
  },
  floor: () => ({ 'iam:GetAccountSummary': 1 }),
});

/** The summary with its counters in order. */
export function toAccountSummary(map: Readonly<Record<string, number | undefined>>): Record<string, number> {
  const counters = Object.entries(map).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(counters.sort(([a], [b]) => (a < b ? -1 : 1)));
}
