import type { Alarm, MetricFilter } from '../model/monitoring.ts';

/** Why a filter’s metric does not count each matched event, and nothing else, as one or more; undefined where it does. */
export function filterFault(filter: MetricFilter): string | undefined {
  if (filter.selection !== undefined) return `it looks only at events with ${filter.selection}`;
  if (filter.transformed === true) return 'it looks at transformed events';
  if (filter.dimensions !== undefined) return 'its metric is split by dimensions';
  if (!(Number(filter.value) >= 1)) return `it counts an event as ${filter.value}`;
  if ((filter.defaultValue ?? 0) > 0) return `it counts ${filter.defaultValue} where there is no event`;
  return undefined;
}

/** True when an alarm is on the metric that a filter publishes. */
export function watches(alarm: Alarm, filter: MetricFilter): boolean {
  return alarm.region === filter.region && alarm.metric === filter.metric && alarm.namespace === filter.namespace;
}

/** Why an alarm on a filter's metric does not go off on one single event, or undefined where it does. */
export function alarmFault(alarm: Alarm, filter: MetricFilter): string | undefined {
  if (alarm.dimensions !== undefined) return 'it looks at dimensions that the metric does not have';
  if (alarm.unit !== undefined && alarm.unit !== (filter.unit ?? 'None')) return `it looks at values in ${alarm.unit}`;
  const { evaluationPeriods, datapointsToAlarm = evaluationPeriods } = alarm;
  if (datapointsToAlarm > 1) return `it waits for ${datapointsToAlarm} periods of ${alarm.periodSeconds} s with events`;
  const breaches = breach(alarm);
  if (breaches === undefined) return `its comparison ${alarm.comparison} says nothing of single events`;
  const seen = afterOneEvent(alarm.statistic, Number(filter.value), filter.defaultValue);
  if (seen === undefined) return `its statistic ${alarm.statistic} says nothing of single events`;
  if (!breaches(seen)) return `one event does not reach its threshold of ${alarm.threshold}`;
  return alwaysOn(alarm, filter, breaches);
}

/** An alarm that is in ALARM before the event tells nobody of it. */
function alwaysOn(alarm: Alarm, filter: MetricFilter, breaches: (value: number) => boolean): string | undefined {
  const { defaultValue } = filter;
  const quiet = alarm.statistic === 'SampleCount' ? 1 : defaultValue;
  if (defaultValue !== undefined && quiet !== undefined && breaches(quiet)) return 'it is in alarm without any event';
  if (defaultValue === undefined && alarm.treatMissingData === 'breaching')
    return 'it is in alarm without any event, for it treats missing data as breaching';
  if (defaultValue === undefined && alarm.treatMissingData === 'ignore')
    return 'it stays in alarm after the first event, for it ignores missing data';
  return undefined;
}

/** The least that a statistic shows of a period with one event; other minutes of it may hold the default value. */
function afterOneEvent(statistic: string, value: number, defaultValue: number | undefined): number | undefined {
  switch (statistic) {
    case 'Sum':
    case 'Maximum':
      return value;
    case 'SampleCount':
      return 1;
    case 'Average':
    case 'Minimum':
      return Math.min(value, defaultValue ?? value);
    default:
      return undefined;
  }
}

function breach({ comparison, threshold }: Alarm): ((value: number) => boolean) | undefined {
  if (comparison === 'GreaterThanOrEqualToThreshold') return (value) => value >= threshold;
  return comparison === 'GreaterThanThreshold' ? (value) => value > threshold : undefined;
}
