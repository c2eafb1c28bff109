import type { Budget as LiveBudget } from '@aws-sdk/client-budgets';
import type { Event } from '@aws-sdk/client-cloudtrail';
import type {
  ConfigurationRecorder,
  ConfigurationRecorderStatus,
  ConfigRule as LiveRule,
} from '@aws-sdk/client-config-service';
import { z } from 'zod';
import { toBucketLogging } from '../collect/buckets.ts';
import { toBudget } from '../collect/budgets.ts';
import { eventNames, lookbackStart, toTrailEvent } from '../collect/cloudtrail-events.ts';
import { toRecorder, toRule } from '../collect/config.ts';
import { sortedBy } from '../collect/define.ts';
import type { Bucket, Buckets } from '../model/buckets.ts';
import type { Budget } from '../model/budgets.ts';
import { newestFirst, type TrailEvents } from '../model/cloudtrail-events.ts';
import { type Config, configKey } from '../model/config.ts';
import type { Trail } from '../model/monitoring.ts';
import { broken, date, decodePages, type ImportFile, maybe, maybeList } from './files.ts';
import { importedCoverage, regionOf, requireRegion } from './regional.ts';

const budgets = z.object({ Budgets: maybeList(z.looseObject({ BudgetName: z.string() })) });

/** Reads what `aws budgets describe-budgets` prints. */
export function importBudgets(files: readonly ImportFile[]): Budget[] {
  const found = files.flatMap((file) => decodePages(file, budgets)).flatMap((page) => page.Budgets ?? []);
  return sortedBy((found as unknown as LiveBudget[]).map(toBudget), ({ name }) => name);
}

const configAnswers = z.object({
  ConfigurationRecorders: maybeList(z.looseObject({ name: z.string(), arn: maybe(z.string()) })),
  ConfigurationRecordersStatus: maybeList(z.looseObject({ name: z.string() })),
  ConfigRules: maybeList(
    z.looseObject({ ConfigRuleName: z.string(), ConfigRuleArn: z.string(), InputParameters: maybe(z.string()) }),
  ),
});

/**
 * Reads what `aws configservice describe-configuration-recorders`, `describe-configuration-recorder-status` and
 * `describe-config-rules` print of one region: that a recorder or a rule is missing can be said only with all three.
 */
export function importConfig(files: readonly ImportFile[], region?: string): Config {
  const answers = files.flatMap((file) => decodePages(file, configAnswers).map((answer) => ({ file, ...answer })));
  const [first] = answers;
  const required = <T>(lists: readonly (T[] | undefined)[], command: string): T[] => {
    const given = lists.filter((list) => list !== undefined);
    if (given.length === 0 && first !== undefined)
      throw broken(first.file, `is not all of AWS Config: add the file that aws configservice ${command} prints`);
    return given.flat();
  };
  const listed = required(
    answers.map(({ ConfigurationRecorders }) => ConfigurationRecorders),
    'describe-configuration-recorders',
  );
  const statuses =
    listed.length === 0
      ? []
      : required(
          answers.map(({ ConfigurationRecordersStatus }) => ConfigurationRecordersStatus),
          'describe-configuration-recorder-status',
        );
  const rules = answers.flatMap(({ file, ConfigRules = [] }) =>
    ConfigRules.map((rule) =>
      toRule(
        requireRegion(file, `rule ${rule.ConfigRuleName}`, regionOf(rule.ConfigRuleArn)),
        rule as unknown as LiveRule,
      ),
    ),
  );
  required(
    answers.map(({ ConfigRules }) => ConfigRules),
    'describe-config-rules',
  );
  const recorders = answers.flatMap(({ file, ConfigurationRecorders = [] }) =>
    ConfigurationRecorders.map((recorder) =>
      toRecorder(
        requireRegion(file, `recorder ${recorder.name}`, regionOf(recorder.arn ?? '') ?? region ?? rules[0]?.region),
        recorder as unknown as ConfigurationRecorder,
        statuses as unknown as ConfigurationRecorderStatus[],
      ),
    ),
  );
  const regions = [...recorders, ...rules].map((item) => item.region);
  return {
    ...importedCoverage(regions, region),
    recorders: sortedBy(recorders, configKey),
    rules: sortedBy(rules, configKey),
  };
}

const logging = z.object({
  Bucket: maybe(z.string()),
  LoggingEnabled: maybe(z.object({ TargetBucket: z.string(), TargetPrefix: z.string() })),
});

/** Reads what `aws s3api get-bucket-logging` prints of a bucket, which does not say of which: its Bucket must have been added. */
export function importBuckets(files: readonly ImportFile[], trails: readonly Trail[] | undefined): Buckets {
  const [first] = files;
  if (trails === undefined && first !== undefined)
    throw broken(first, 'nothing says which buckets the trails deliver into: give --trails as well');
  const told = new Map(
    files.flatMap((file) =>
      decodePages(file, logging).map(({ Bucket: name, LoggingEnabled }) => {
        if (name === undefined)
          throw broken(
            file,
            'does not say of which bucket it is: add "Bucket": "NAME" to what aws s3api get-bucket-logging printed',
          );
        return [name, toBucketLogging(LoggingEnabled === undefined ? {} : { LoggingEnabled })] as const;
      }),
    ),
  );
  const delivered = (trails ?? []).flatMap(({ bucket }) => bucket ?? []);
  const items = [...new Set([...delivered, ...told.keys()])].map(
    (name): Bucket => ({
      name,
      trails: (trails ?? []).filter(({ bucket }) => bucket === name).map(({ arn }) => arn),
      logging: told.get(name) ?? { status: 'unknown', reason: 'no file of it was given' },
    }),
  );
  return { scope: 'trails', items: sortedBy(items, ({ name }) => name) };
}

const events = z.object({
  Events: z.array(
    z.looseObject({
      EventId: z.string(),
      EventName: z.string(),
      EventTime: date,
      CloudTrailEvent: maybe(z.string()),
      Username: maybe(z.string()),
      AccessKeyId: maybe(z.string()),
    }),
  ),
});

/** Reads what `aws cloudtrail lookup-events` prints; of no event is it known that these are all. */
export function importTrailEvents(files: readonly ImportFile[], now: Date, region = 'us-east-1'): TrailEvents {
  const since = lookbackStart(now).toISOString();
  const found = files
    .flatMap((file) => decodePages(file, events))
    .flatMap((page) => page.Events as unknown as Event[])
    .map(toTrailEvent)
    .filter((event) => event.at >= since);
  const once = new Map(found.map((event) => [event.id, event]));
  return { region, since, events: newestFirst([...once.values()]), more: eventNames('') };
}
