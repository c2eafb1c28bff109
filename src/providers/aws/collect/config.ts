import type {
  ConfigurationRecorderStatus,
  ConfigurationRecorder as LiveRecorder,
  ConfigRule as LiveRule,
} from '@aws-sdk/client-config-service';
import { type ConfigRecorder, type ConfigRule, configKey } from '../model/config.ts';
import { allPages, type CollectContext, defineCollector, sortedBy } from './define.ts';
import { once, pagesByRegion, readRegions, regionsFloor } from './regional.ts';

/** As many rules as AWS Config puts on a page; it takes no other wish. */
const rulesPage = 25;

/** AWS Config's recorders and rules in all enabled regions. */
export const configCollector = defineCollector({
  name: 'config',
  permissions: [
    'ec2:DescribeRegions',
    'config:DescribeConfigurationRecorders',
    'config:DescribeConfigurationRecorderStatus',
    'config:DescribeConfigRules',
  ],
  needs: [],
  async collect(context) {
    const { coverage, answers } = await readRegions(context, async (region) => {
      const [recorders, rules] = await Promise.all([listRecorders(context, region), listRules(context, region)]);
      return { recorders, rules };
    });
    return {
      ...coverage,
      recorders: sortedBy(
        answers.flatMap(({ recorders }) => recorders),
        configKey,
      ),
      rules: sortedBy(
        answers.flatMap(({ rules }) => rules),
        configKey,
      ),
    };
  },
  floor: ({ regions, recorders, rules }) => ({
    ...regionsFloor,
    'config:DescribeConfigurationRecorders': regions.length,
    'config:DescribeConfigurationRecorderStatus': new Set(recorders.map(({ region }) => region)).size,
    'config:DescribeConfigRules': pagesByRegion(regions, rules, rulesPage),
  }),
});

async function listRecorders(context: CollectContext, region: string): Promise<ConfigRecorder[]> {
  const config = await context.live.config(region);
  return once(context, async () => {
    const { ConfigurationRecorders: recorders = [] } = await config.describeConfigurationRecorders({});
    if (recorders.length === 0) return [];
    const { ConfigurationRecordersStatus: statuses = [] } = await config.describeConfigurationRecorderStatus({});
    return recorders.map((recorder) => toRecorder(region, recorder, statuses));
  });
}

/** A recorder, with the status of the same name. */
export function toRecorder(
  region: string,
  recorder: LiveRecorder,
  statuses: readonly ConfigurationRecorderStatus[],
): ConfigRecorder {
  const { name = 'default', recordingGroup: group } = recorder;
  const status = statuses.find((one) => (one.name ?? 'default') === name);
  return {
    region,
    name,
    recording: status?.recording ?? false,
    ...(status?.lastStatus === undefined ? {} : { lastStatus: status.lastStatus.toUpperCase() }),
    allSupported: group?.allSupported ?? false,
    globalTypes: group?.includeGlobalResourceTypes ?? false,
    types: sortedBy(group?.resourceTypes ?? [], String),
    excludedTypes: sortedBy(group?.exclusionByResourceTypes?.resourceTypes ?? [], String),
  };
}

async function listRules(context: CollectContext, region: string): Promise<ConfigRule[]> {
  const config = await context.live.config(region);
  const pages = await once(context, () =>
    allPages(
      (NextToken) => config.describeConfigRules({ NextToken }),
      (page) => page.NextToken,
    ),
  );
  return pages.flatMap((page) => page.ConfigRules ?? []).map((rule) => toRule(region, rule));
}

/** A rule as AWS Config tells it. */
export function toRule(region: string, rule: LiveRule): ConfigRule {
  return {
    region,
    name: rule.ConfigRuleName ?? '',
    arn: rule.ConfigRuleArn ?? '',
    owner: rule.Source?.Owner ?? '',
    source: rule.Source?.SourceIdentifier ?? '',
    state: rule.ConfigRuleState ?? 'ACTIVE',
    parameters: toParameters(rule.InputParameters),
  };
}

/** Parameters are JSON in a text; AWS Config takes numbers and flags as texts, and so are they told here. */
function toParameters(text: string | undefined): Record<string, string> {
  const parsed: unknown = text === undefined || text === '' ? {} : JSON.parse(text);
  return Object.fromEntries(Object.entries(Object(parsed)).map(([name, value]) => [name, String(value)]));
}
