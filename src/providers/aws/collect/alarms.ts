import { monitoringKeys } from '../model/monitoring.ts';
import { toAlarm } from '../operations/alarms.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';
import { alarmRegions } from './regions.ts';

/** The alarms on single metrics where the account's monitoring, and what watches its charges, may be. */
export const alarmsCollector = defineCollector({
  name: 'alarms',
  permissions: ['cloudwatch:DescribeAlarms'],
  needs: ['trails'],
  async collect(context) {
    const alarms = await context.each(await alarmRegions(context), async (region) => {
      const cloudwatch = await context.live.cloudwatch(region);
      const pages = await allPages(
        (NextToken) => cloudwatch.describeAlarms({ AlarmTypes: ['MetricAlarm'], MaxRecords: 100, NextToken }),
        (page) => page.NextToken,
      );
      return pages.flatMap((page) => page.MetricAlarms ?? []).flatMap((alarm) => toAlarm(region, alarm) ?? []);
    });
    return sortedBy(alarms.flat(), monitoringKeys.alarm);
  },
});
