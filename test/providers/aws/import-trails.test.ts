import { describe, expect, test } from 'vitest';
import { importSnapshot } from '../../../src/providers/aws/import/import-snapshot.ts';
import { builtAt } from '../../../src/providers/aws/model/builder.ts';

const at = '2026-01-02T03:04:05.000Z';
const file = (value: unknown, path: string) => ({ path, text: JSON.stringify(value) });
const imported = (files: Parameters<typeof importSnapshot>[0]['files']) =>
  importSnapshot({ files, now: builtAt, accountId: '111122223333' });

function data(...values: unknown[]): unknown {
  const collection = imported({ trails: values.map((value, index) => file(value, `file${index + 1}`)) }).collections
    .trails;
  return collection.status === 'read' ? collection.data : collection;
}

describe('trails', () => {
  const trail = (name: string) => ({
    Name: name,
    TrailARN: `arn:aws:cloudtrail:us-east-2:111122223333:trail/${name}`,
    HomeRegion: 'us-east-2',
    IsMultiRegionTrail: true,
    HasCustomEventSelectors: true,
    CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-2:111122223333:log-group:trail:*',
  });
  const status = { IsLogging: true, LatestCloudWatchLogsDeliveryTime: 1767323045 };
  const selectors = { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] };

  test('with status and selectors', () => {
    const expected = { name: 'main', logging: true, latestLogsDeliveryAt: at, managementEvents: 'write-only' };
    const group = { logGroupArn: 'arn:aws:logs:us-east-2:111122223333:log-group:trail' };
    expect(data({ trailList: [trail('main')] }, status, selectors)).toMatchObject([{ ...expected, ...group }]);
  });

  test('tell as whom they deliver, and since when they are logging', () => {
    const role = 'arn:aws:iam::111122223333:role/writer';
    const started = { ...status, StartLoggingTime: 1767323045 };
    expect(data({ trailList: [{ ...trail('main'), CloudWatchLogsRoleArn: role }] }, started)).toMatchObject([
      { logRoleArn: role, loggingSince: at },
    ]);
    const [stopped] = data({ trailList: [trail('main')] }, { ...started, IsLogging: false }) as object[];
    expect(stopped).not.toHaveProperty('loggingSince');
  });

  test('log groups have their region in their ARN', () => {
    const group = { logGroupName: 'trail', arn: 'arn:aws:logs:us-east-2:111122223333:log-group:trail:*' };
    const { collections } = imported({ 'log-groups': [file({ logGroups: [group] }, 'groups.json')] });
    expect(collections['log-groups']).toEqual({ status: 'read', data: [{ region: 'us-east-2', name: 'trail' }] });
  });

  test('without selectors what is recorded is unknown, unless there are none', () => {
    expect(data({ trailList: [trail('main')] }, status)).toMatchObject([{ managementEvents: 'unknown' }]);
    const plain = { ...trail('main'), HasCustomEventSelectors: false };
    expect(data({ trailList: [plain] }, status)).toMatchObject([{ managementEvents: 'all' }]);
  });

  test('a status must tell its trail where there are two', () => {
    const both = { trailList: [trail('main'), trail('other')] };
    expect(() => data(both, status)).toThrow('nothing says whether trail main is logging');
    const named = (name: string, IsLogging: boolean) => ({ TrailARN: trail(name).TrailARN, IsLogging });
    expect(data(both, named('other', true), named('main', false))).toMatchObject([
      { name: 'main', logging: false },
      { name: 'other', logging: true },
    ]);
  });

  test('give their log groups’ filters the region', () => {
    const filter = {
      filterName: 'f',
      logGroupName: 'trail',
      metricTransformations: [{ metricName: 'm', metricNamespace: 'n', metricValue: '1' }],
    };
    const filters = [file({ metricFilters: [filter] }, 'filters.json')];
    const { collections } = imported({
      trails: [file({ trailList: [trail('main')] }, 'trails.json'), file(status, 'status.json')],
      'metric-filters': filters,
    });
    expect(collections['metric-filters']).toMatchObject({ data: [{ region: 'us-east-2' }] });
    expect(() => imported({ 'metric-filters': filters })).toThrow(
      'filters.json: the region of log group trail is not told',
    );
  });
});
