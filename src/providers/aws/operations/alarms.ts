import type {
  CloudWatch,
  ComparisonOperator,
  Dimension,
  MetricAlarm,
  PutMetricAlarmCommandInput,
  StandardUnit,
  Statistic,
} from '@aws-sdk/client-cloudwatch';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type Alarm, monitoringKeys } from '../model/monitoring.ts';
import { defineOperation, defineResource } from './define.ts';
import { topicRef } from './topics.ts';

type AlarmAddress = Pick<Alarm, 'region' | 'name'> & Readonly<Record<string, string>>;
type AlarmValue = Omit<Alarm, 'region' | 'name'>;

/** CloudWatch starts at most this many actions for one state of an alarm. */
const mostActions = 5;

/** An alarm as DescribeAlarms tells it, or undefined for one that is not on a single metric. */
export function toAlarm(region: string, answer: MetricAlarm): Alarm | undefined {
  const { AlarmName: name, MetricName: metric, Namespace: namespace } = answer;
  if (name === undefined || metric === undefined || namespace === undefined) return undefined;
  const dimensions = Object.fromEntries((answer.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value]));
  const list = (key: string, values: readonly string[] = []) => (values.length === 0 ? {} : { [key]: [...values] });
  return {
    region,
    name,
    ...(answer.AlarmDescription ? { description: answer.AlarmDescription } : {}),
    metric,
    namespace,
    statistic: answer.Statistic ?? answer.ExtendedStatistic ?? '',
    comparison: answer.ComparisonOperator ?? '',
    threshold: answer.Threshold ?? 0,
    periodSeconds: answer.Period ?? 0,
    evaluationPeriods: answer.EvaluationPeriods ?? 1,
    ...(answer.DatapointsToAlarm === undefined ? {} : { datapointsToAlarm: answer.DatapointsToAlarm }),
    ...(answer.TreatMissingData ? { treatMissingData: answer.TreatMissingData } : {}),
    actionsEnabled: answer.ActionsEnabled ?? true,
    actions: [...(answer.AlarmActions ?? [])],
    ...list('okActions', answer.OKActions),
    ...list('insufficientDataActions', answer.InsufficientDataActions),
    ...(answer.Unit === undefined ? {} : { unit: answer.Unit }),
    ...(Object.keys(dimensions).length === 0 ? {} : { dimensions }),
  };
}

/** A CloudWatch alarm on one metric, by name. */
export const alarmResource = defineResource<AlarmAddress, AlarmValue>({
  type: 'cloudwatch-alarm',
  collection: 'alarms',
  volatile: [],
  label: ({ name }) => `alarm ${name}`,
  read(snapshot, address) {
    const key = monitoringKeys.alarm(address);
    const found = readable(snapshot, 'alarms')?.find((alarm) => monitoringKeys.alarm(alarm) === key);
    return found === undefined ? null : alarmValue(found);
  },
  write(draft, { region, name }, value) {
    const alarms = editable(draft, 'alarms');
    if (alarms === undefined) return;
    const key = monitoringKeys.alarm({ region, name });
    if (value === null) {
      if (!alarms.some((alarm) => monitoringKeys.alarm(alarm) === key))
        throw new Refusal(`there is no alarm ${name} in ${region} to delete`);
      removeKeyed(alarms, key, monitoringKeys.alarm);
      return;
    }
    if (value.actions.length > mostActions)
      throw new Refusal(`alarm ${name} would have ${value.actions.length} actions; CloudWatch allows ${mostActions}`);
    putSorted(alarms, { region, name, ...structuredClone(value) }, monitoringKeys.alarm);
  },
  requires: (_, { actions }, account) => actions.flatMap((arn) => topicRef(arn, account) ?? []),
  permissions: ['cloudwatch:DescribeAlarms'],
  async observe(live, { region, name }) {
    const found = await describe(await live.cloudwatch(region), name);
    const alarm = found === undefined ? undefined : toAlarm(region, found);
    return alarm === undefined ? null : alarmValue(alarm);
  },
});

/** Sends the whole alarm: what the model does not hold of an existing one is read first and kept. */
export const putMetricAlarm = defineOperation({
  name: 'cloudwatch:PutMetricAlarm',
  resource: alarmResource,
  inverse: 'cloudwatch:DeleteAlarms',
  reversibility: 'reversible',
  permissions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms'],
  title({ name }, from, to) {
    if (from === null) return `Create alarm ${name} on the metric ${to?.namespace}/${to?.metric}`;
    const added = to?.actions.filter((arn) => !from.actions.includes(arn)).map(lastPart) ?? [];
    if (added.length > 0) return `Have alarm ${name} notify ${added.join(', ')}`;
    return from.actionsEnabled === false && to?.actionsEnabled === true
      ? `Switch the actions of alarm ${name} on`
      : `Change alarm ${name}`;
  },
  command: ({ region, name }, _, to) => [
    ...['cloudwatch', 'put-metric-alarm', '--region', region],
    ...(to === null ? ['--alarm-name', name] : ['--cli-input-json', JSON.stringify(inputOf(name, to))]),
  ],
  async perform(live, { address: { region, name }, to }) {
    if (to === null) throw new Error('an alarm is removed by cloudwatch:DeleteAlarms');
    const cloudwatch = await live.cloudwatch(region);
    const existing = await describe(cloudwatch, name);
    await cloudwatch.putMetricAlarm({ ...(existing === undefined ? {} : settingsOf(existing)), ...inputOf(name, to) });
    return undefined;
  },
});

export const deleteAlarm = defineOperation({
  name: 'cloudwatch:DeleteAlarms',
  resource: alarmResource,
  inverse: 'cloudwatch:PutMetricAlarm',
  reversibility: 'reversible',
  permissions: ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  title: ({ name }) => `Delete alarm ${name}`,
  command: ({ region, name }) => ['cloudwatch', 'delete-alarms', '--region', region, '--alarm-names', name],
  async perform(live, { address }) {
    const cloudwatch = await live.cloudwatch(address.region);
    await cloudwatch.deleteAlarms({ AlarmNames: [address.name] });
    return undefined;
  },
});

export const alarmOperations = [putMetricAlarm, deleteAlarm];

function alarmValue({ region: _, name: __, ...value }: Alarm): AlarmValue {
  return value;
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/** Alarm names are unique in a region, whatever the kind of alarm. */
async function describe(cloudwatch: CloudWatch, name: string): Promise<MetricAlarm | undefined> {
  return (await cloudwatch.describeAlarms({ AlarmNames: [name] })).MetricAlarms?.[0];
}

/** The settings of an alarm that the model does not hold. */
function settingsOf({ EvaluateLowSampleCountPercentile, ThresholdMetricId, Metrics }: MetricAlarm) {
  return {
    ...(EvaluateLowSampleCountPercentile === undefined ? {} : { EvaluateLowSampleCountPercentile }),
    ...(ThresholdMetricId === undefined ? {} : { ThresholdMetricId }),
    ...(Metrics === undefined || Metrics.length === 0 ? {} : { Metrics }),
  };
}

function inputOf(name: string, value: AlarmValue): PutMetricAlarmCommandInput {
  const plain = /^(?:Sum|Average|Minimum|Maximum|SampleCount)$/.test(value.statistic);
  const dimensions = Object.entries(value.dimensions ?? {}).map(([Name, Value]): Dimension => ({ Name, Value }));
  return {
    AlarmName: name,
    ...(value.description === undefined ? {} : { AlarmDescription: value.description }),
    MetricName: value.metric,
    Namespace: value.namespace,
    ...(plain ? { Statistic: value.statistic as Statistic } : { ExtendedStatistic: value.statistic }),
    ComparisonOperator: value.comparison as ComparisonOperator,
    Threshold: value.threshold,
    Period: value.periodSeconds,
    EvaluationPeriods: value.evaluationPeriods,
    ...(value.datapointsToAlarm === undefined ? {} : { DatapointsToAlarm: value.datapointsToAlarm }),
    ...(value.treatMissingData === undefined ? {} : { TreatMissingData: value.treatMissingData }),
    ActionsEnabled: value.actionsEnabled,
    AlarmActions: [...value.actions],
    ...(value.okActions === undefined ? {} : { OKActions: [...value.okActions] }),
    ...(value.insufficientDataActions === undefined
      ? {}
      : { InsufficientDataActions: [...value.insufficientDataActions] }),
    ...(value.unit === undefined ? {} : { Unit: value.unit as StandardUnit }),
    ...(dimensions.length === 0 ? {} : { Dimensions: dimensions }),
  };
}
