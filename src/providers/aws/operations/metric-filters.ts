import type { MetricFilter as LiveFilter, StandardUnit } from '@aws-sdk/client-cloudwatch-logs';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type MetricFilter, monitoringKeys } from '../model/monitoring.ts';
import { parsePattern } from '../monitoring/filter-pattern.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type FilterAddress = Pick<MetricFilter, 'region' | 'logGroup' | 'name'> & Readonly<Record<string, string>>;
type FilterValue = Omit<MetricFilter, 'region' | 'logGroup' | 'name'>;

/** CloudWatch Logs keeps this many metric filters for one log group, and nobody can raise it. */
const mostFilters = 100;

/** A metric filter as DescribeMetricFilters tells it; fields of the system that it adds count as dimensions. */
export function toMetricFilter(region: string, answer: LiveFilter): MetricFilter {
  const [transformation] = answer.metricTransformations ?? [];
  const added = (answer.emitSystemFieldDimensions ?? []).map((field) => [field, field] as const);
  const dimensions = { ...transformation?.dimensions, ...Object.fromEntries(added) };
  const { defaultValue, unit } = transformation ?? {};
  return {
    region,
    logGroup: answer.logGroupName ?? '',
    name: answer.filterName ?? '',
    pattern: answer.filterPattern ?? '',
    metric: transformation?.metricName ?? '',
    namespace: transformation?.metricNamespace ?? '',
    value: transformation?.metricValue ?? '',
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(unit === undefined || unit === 'None' ? {} : { unit }),
    ...(Object.keys(dimensions).length === 0 ? {} : { dimensions }),
    ...(answer.fieldSelectionCriteria ? { selection: answer.fieldSelectionCriteria } : {}),
    ...(answer.applyOnTransformedLogs === true ? { transformed: true } : {}),
  };
}

/** A metric filter of a log group, by name. */
export const metricFilterResource = defineResource<FilterAddress, FilterValue>({
  type: 'logs-metric-filter',
  collection: 'metric-filters',
  volatile: [],
  label: ({ logGroup, name }) => `metric filter ${name} of log group ${logGroup}`,
  read(snapshot, address) {
    const key = monitoringKeys.filter(address);
    const found = readable(snapshot, 'metric-filters')?.find((filter) => monitoringKeys.filter(filter) === key);
    return found === undefined ? null : filterValue(found);
  },
  write(draft, { region, logGroup, name }, value) {
    const filters = editable(draft, 'metric-filters');
    if (filters === undefined) return;
    const key = monitoringKeys.filter({ region, logGroup, name });
    const others = filters.filter((filter) => filter.region === region && filter.logGroup === logGroup);
    const exists = others.some((filter) => filter.name === name);
    if (value === null) {
      if (!exists) throw new Refusal(`log group ${logGroup} has no metric filter ${name} to delete`);
      removeKeyed(filters, key, monitoringKeys.filter);
      return;
    }
    if (!exists && others.length >= mostFilters)
      throw new Refusal(`log group ${logGroup} has ${mostFilters} metric filters already, the most that AWS allows`);
    const parsed = parsePattern(value.pattern);
    if (value.pattern.trimStart().startsWith('{') && 'problem' in parsed)
      throw new Refusal(`CloudWatch Logs does not accept the pattern of ${name}: ${parsed.problem.message}`);
    putSorted(filters, { region, logGroup, name, ...structuredClone(value) }, monitoringKeys.filter);
  },
  requires: ({ region, logGroup }) => [{ type: 'logs-log-group', address: { region, name: logGroup } }],
  permissions: ['logs:DescribeMetricFilters'],
  async observe(live, { region, logGroup, name }) {
    const logs = await live.logs(region);
    const answer = await absent(() => logs.describeMetricFilters({ logGroupName: logGroup, filterNamePrefix: name }));
    const found = answer?.metricFilters?.find((filter) => filter.filterName === name);
    return found === undefined ? null : filterValue(toMetricFilter(region, found));
  },
});

export const putMetricFilter = defineOperation({
  name: 'logs:PutMetricFilter',
  resource: metricFilterResource,
  inverse: 'logs:DeleteMetricFilter',
  reversibility: 'reversible',
  permissions: ['logs:PutMetricFilter', 'logs:DescribeMetricFilters'],
  title: ({ logGroup, name }, from) =>
    `${from === null ? 'Create' : 'Change'} metric filter ${name} of log group ${logGroup}`,
  command: ({ region, logGroup, name }, _, to) => [
    ...['logs', 'put-metric-filter', '--region', region, '--log-group-name', logGroup, '--filter-name', name],
    ...(to === null
      ? []
      : ['--filter-pattern', to.pattern, '--metric-transformations', JSON.stringify([transformationOf(to)])]),
    ...(to?.transformed === true ? ['--apply-on-transformed-logs'] : []),
    ...(to?.selection === undefined ? [] : ['--field-selection-criteria', to.selection]),
  ],
  async perform(live, { address, to }) {
    if (to === null) throw new Error('a metric filter is removed by logs:DeleteMetricFilter');
    const logs = await live.logs(address.region);
    const added = Object.keys(to.dimensions ?? {}).filter(isSystemField);
    await logs.putMetricFilter({
      logGroupName: address.logGroup,
      filterName: address.name,
      filterPattern: to.pattern,
      metricTransformations: [transformationOf(to)],
      ...(to.selection === undefined ? {} : { fieldSelectionCriteria: to.selection }),
      ...(to.transformed === true ? { applyOnTransformedLogs: true } : {}),
      ...(added.length === 0 ? {} : { emitSystemFieldDimensions: added }),
    });
    return undefined;
  },
});

export const deleteMetricFilter = defineOperation({
  name: 'logs:DeleteMetricFilter',
  resource: metricFilterResource,
  inverse: 'logs:PutMetricFilter',
  reversibility: 'reversible',
  permissions: ['logs:DeleteMetricFilter', 'logs:DescribeMetricFilters'],
  title: ({ logGroup, name }) => `Delete metric filter ${name} of log group ${logGroup}`,
  command: ({ region, logGroup, name }) => [
    ...['logs', 'delete-metric-filter', '--region', region, '--log-group-name', logGroup, '--filter-name', name],
  ],
  async perform(live, { address }) {
    const logs = await live.logs(address.region);
    await logs.deleteMetricFilter({ logGroupName: address.logGroup, filterName: address.name });
    return undefined;
  },
});

export const metricFilterOperations = [putMetricFilter, deleteMetricFilter];

function filterValue({ region: _, logGroup: __, name: ___, ...value }: MetricFilter): FilterValue {
  return value;
}

function transformationOf(value: FilterValue) {
  const dimensions = Object.entries(value.dimensions ?? {}).filter(([name]) => !isSystemField(name));
  return {
    metricName: value.metric,
    metricNamespace: value.namespace,
    metricValue: value.value,
    ...(value.defaultValue === undefined ? {} : { defaultValue: value.defaultValue }),
    ...(value.unit === undefined ? {} : { unit: value.unit as StandardUnit }),
    ...(dimensions.length === 0 ? {} : { dimensions: Object.fromEntries(dimensions) }),
  };
}

function isSystemField(name: string): boolean {
  return name.startsWith('@');
}
