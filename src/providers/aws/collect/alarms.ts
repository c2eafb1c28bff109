import { monitoringKeys } from '../model/monitoring.ts';
import { toAlarm } from '../operations/alarms.ts';
import { allPages, defineCollector, sortedBy } from './define.ts';
import { pagesByRegion } from './regional.ts';
import { alarmRegions, whereabouts, whereaboutsIn } from './regions.ts';

/** As many alarms as a page holds at most. */
const page = 100;

/** The alarms on single metrics where the account's monitoring, and what watches its charges, may be. */
export const alarmsCollector = defineCollector({
  name: 'alarms',
  permissions: ['cloudwatch:DescribeAlarms'],
  needs: ['trails'],
  async collect(context) {
    const alarms = await context.each(alarmRegions(await whereabouts(context)), async (region) => {
      const cloudwatch = await context.live.cloudwatch(region);
      const pages = await allPages(
        (NextToken) => cloudwatch.describeAlarms({ AlarmTypes: ['MetricAlarm'], MaxRecords: page, NextToken }),
        (answer) => answer.NextToken,
      );
      return pages.flatMap((answer) => answer.MetricAlarms ?? []).flatMap((alarm) => toAlarm(region, alarm) ?? []);
    });
    return sortedBy(alarms.flat(), monitoringKeys.alarm);
  },
  floor: (alarms, reading) => ({
    'cloudwatch:DescribeAlarms': pagesByRegion(alarmRegions(whereaboutsIn(reading)), alarms, page),
  }),
});
