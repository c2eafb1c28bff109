import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type LogGroup, monitoringKeys } from '../model/monitoring.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type GroupAddress = LogGroup & Readonly<Record<string, string>>;
type GroupValue = Readonly<Record<never, never>>;

/** A log group of CloudWatch Logs, without its filters: those are resources of their own. */
export const logGroupResource = defineResource<GroupAddress, GroupValue>({
  type: 'logs-log-group',
  collection: 'log-groups',
  volatile: [],
  label: ({ region, name }) => `log group ${name} of ${region}`,
  read(snapshot, address) {
    const key = monitoringKeys.logGroup(address);
    return readable(snapshot, 'log-groups')?.some((group) => monitoringKeys.logGroup(group) === key) ? {} : null;
  },
  write(draft, { region, name }, value) {
    const groups = editable(draft, 'log-groups');
    if (groups === undefined) return;
    const key = monitoringKeys.logGroup({ region, name });
    if (value !== null) {
      putSorted(groups, { region, name }, monitoringKeys.logGroup);
      return;
    }
    // CloudWatch Logs would drop the filters silently, and with them alarms of which nobody asked.
    if (editable(draft, 'metric-filters')?.some((filter) => filter.region === region && filter.logGroup === name))
      throw new Refusal(`log group ${name} of ${region} is not deleted while it has metric filters`);
    removeKeyed(groups, key, monitoringKeys.logGroup);
  },
  requires: () => [],
  permissions: ['logs:DescribeLogGroups'],
  async observe(live, { region, name }) {
    const logs = await live.logs(region);
    // A name is the prefix of itself and of others; it sorts before all of them.
    const answer = await absent(() => logs.describeLogGroups({ logGroupNamePrefix: name, limit: 1 }));
    return answer?.logGroups?.some(({ logGroupName }) => logGroupName === name) ? {} : null;
  },
});

export const createLogGroup = defineOperation({
  name: 'logs:CreateLogGroup',
  resource: logGroupResource,
  inverse: 'logs:DeleteLogGroup',
  reversibility: 'reversible',
  permissions: ['logs:CreateLogGroup', 'logs:DescribeLogGroups'],
  title: ({ region, name }) => `Create log group ${name} in ${region}`,
  command: ({ region, name }) => ['logs', 'create-log-group', '--region', region, '--log-group-name', name],
  async perform(live, { address: { region, name } }) {
    const logs = await live.logs(region);
    await logs.createLogGroup({ logGroupName: name });
    return undefined;
  },
});

export const deleteLogGroup = defineOperation({
  name: 'logs:DeleteLogGroup',
  resource: logGroupResource,
  inverse: 'logs:CreateLogGroup',
  // The group comes back empty. What a trail delivered is in its bucket still.
  reversibility: 'recoverable',
  permissions: ['logs:DeleteLogGroup', 'logs:DescribeLogGroups'],
  title: ({ region, name }) => `Delete log group ${name} of ${region} with what was delivered to it`,
  command: ({ region, name }) => ['logs', 'delete-log-group', '--region', region, '--log-group-name', name],
  async perform(live, { address: { region, name } }) {
    const logs = await live.logs(region);
    await absent(() => logs.deleteLogGroup({ logGroupName: name }));
    return undefined;
  },
});

export const logGroupOperations = [createLogGroup, deleteLogGroup];
