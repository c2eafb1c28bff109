import { monitoringKeys } from '../model/monitoring.ts';
import { toMetricFilter } from '../operations/metric-filters.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';
import { monitoringRegions } from './regions.ts';

/** The metric filters of all log groups where the account's monitoring may be. */
export const metricFiltersCollector = defineCollector({
  name: 'metric-filters',
  permissions: ['logs:DescribeMetricFilters'],
  needs: ['trails'],
  async collect(context) {
    const filters = await context.each(await monitoringRegions(context), async (region) => {
      const logs = await context.live.logs(region);
      const pages = await allPages(
        (nextToken) => logs.describeMetricFilters({ nextToken }),
        (page) => page.nextToken,
      );
      return pages.flatMap((page) => page.metricFilters ?? []).map((filter) => toMetricFilter(region, filter));
    });
    return sortedBy(filters.flat(), monitoringKeys.filter);
  },
});
