import { monitoringKeys } from '../model/monitoring.ts';
import { toMetricFilter } from '../operations/metric-filters.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';
import { pagesByRegion } from './regional.ts';
import { monitoringRegions, whereabouts, whereaboutsIn } from './regions.ts';

/** As many filters as a page holds at most. */
const page = 50;

/** The metric filters of all log groups where the account's monitoring may be. */
export const metricFiltersCollector = defineCollector({
  name: 'metric-filters',
  permissions: ['logs:DescribeMetricFilters'],
  needs: ['trails'],
  async collect(context) {
    const filters = await context.each(monitoringRegions(await whereabouts(context)), async (region) => {
      const logs = await context.live.logs(region);
      const pages = await allPages(
        (nextToken) => logs.describeMetricFilters({ limit: page, nextToken }),
        (answer) => answer.nextToken,
      );
      return pages.flatMap((answer) => answer.metricFilters ?? []).map((filter) => toMetricFilter(region, filter));
    });
    return sortedBy(filters.flat(), monitoringKeys.filter);
  },
  floor: (filters, reading) => ({
    'logs:DescribeMetricFilters': pagesByRegion(monitoringRegions(whereaboutsIn(reading)), filters, page),
  }),
});
