import type { CloudTrail, Trail as LiveTrail } from '@aws-sdk/client-cloudtrail';
import { Refusal, type ResourceRef } from '../../../engine/change.ts';
import { sameJson } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toTrail } from '../collect/trails.ts';
import { type Bucket, foreignBucket } from '../model/buckets.ts';
import type { AwsDraft } from '../model/collections.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { type Selected, selectedBy, selectorsOf, usualSelectors } from '../model/event-selectors.ts';
import type { Trail } from '../model/monitoring.ts';
import { bucketRef } from './buckets.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

export type TrailAddress = { readonly region: string; readonly name: string; readonly arn: string };
type TrailValue = Pick<Trail, 'multiRegion' | 'organization' | 'globalServiceEvents' | 'logFileValidation'> &
  Partial<Pick<Trail, 'bucket' | 'logGroupArn' | 'logRoleArn' | 'kmsKey' | 'latestLogsDeliveryAt'>>;

export const byArn = ({ arn }: Pick<Trail, 'arn'>) => arn;

/** The settings of a trail, by its home region, name and ARN. Whether it is logging and what it selects are resources of their own. */
export const trailResource = defineResource<TrailAddress, TrailValue>({
  type: 'cloudtrail-trail',
  collection: 'trails',
  volatile: ['latestLogsDeliveryAt'],
  label: ({ name }) => `trail ${name}`,
  read(snapshot, { arn }) {
    const found = readable(snapshot, 'trails')?.find((trail) => trail.arn === arn);
    return found === undefined ? null : trailValue(found);
  },
  write(draft, { region, name, arn }, value) {
    const trails = editable(draft, 'trails');
    if (trails === undefined) return;
    const present = trails.find((trail) => trail.arn === arn);
    if (arn.split(':')[4] !== draft.account.id) throw new Refusal(`trail ${name} belongs to another account`);
    if (value === null) {
      if (present === undefined) throw new Refusal(`there is no trail ${name} in ${region} to delete`);
      holdDeletion(present);
      removeKeyed(trails, arn, byArn);
    } else {
      holdSettings(name, value, present === undefined);
      const kept = lasting(present ?? selectedBy(usualSelectors));
      putSorted(trails, { ...settingsOf(value), name, arn, homeRegion: region, ...kept }, byArn);
    }
    deliver(draft, arn, present?.bucket, value?.bucket);
  },
  requires({ region }, { bucket, logGroupArn, logRoleArn }) {
    const [group, role] = [logGroupArn?.split(':')[6], logRoleArn?.split('/').at(-1)];
    const named: (ResourceRef | undefined)[] = [
      bucket === undefined ? undefined : bucketRef(region, bucket),
      group === undefined ? undefined : { type: 'logs-log-group', address: { region, name: group } },
      role === undefined ? undefined : { type: 'iam-role', address: { role } },
    ];
    return named.filter((ref) => ref !== undefined);
  },
  permissions: ['cloudtrail:DescribeTrails'],
  async observe(live, { region, arn }) {
    const cloudtrail = await live.cloudtrail(region);
    const { trailList = [] } = await cloudtrail.describeTrails({ trailNameList: [arn] });
    const trail = trailList.find(({ TrailARN }) => TrailARN === arn);
    return trail === undefined ? null : trailValue(toTrail(trail, {}, selectedBy(usualSelectors)));
  },
});

export const createTrail = defineOperation({
  name: 'cloudtrail:CreateTrail',
  resource: trailResource,
  inverse: 'cloudtrail:DeleteTrail',
  reversibility: 'reversible',
  permissions: ['cloudtrail:CreateTrail', 'cloudtrail:DescribeTrails', 'iam:PassRole'],
  title: ({ name, region }, _, to) => `Create trail ${name} in ${region}${features(null, to)}`,
  command: ({ name, region }, _, to) => [
    ...['cloudtrail', 'create-trail', '--region', region, '--name', name],
    ...(to === null ? [] : flags(to)),
  ],
  async perform(live, { address: { region, name }, to }) {
    if (to === null) throw new Error('a trail is removed by cloudtrail:DeleteTrail');
    const cloudtrail: CloudTrail = await live.cloudtrail(region);
    await untilSettled(() => cloudtrail.createTrail({ Name: name, S3BucketName: to.bucket, ...toLive(to) }));
    return undefined;
  },
});

/** Changes the settings of a trail in place; those that the change is not about stay as they are. */
export const updateTrail = defineOperation({
  name: 'cloudtrail:UpdateTrail',
  resource: trailResource,
  inverse: 'cloudtrail:UpdateTrail',
  reversibility: 'reversible',
  permissions: ['cloudtrail:UpdateTrail', 'cloudtrail:DescribeTrails', 'iam:PassRole'],
  title: ({ name }, from, to) => `Change trail ${name}${features(from, to)}`,
  command: ({ region, arn }, _, to) => [
    ...['cloudtrail', 'update-trail', '--region', region, '--name', arn],
    ...(to === null ? [] : flags(to)),
  ],
  async perform(live, { address: { region, arn }, from, to }) {
    if (to === null || from === null) throw new Error('a trail that exists is changed by cloudtrail:UpdateTrail');
    const cloudtrail: CloudTrail = await live.cloudtrail(region);
    const bucket = to.bucket === from.bucket ? {} : { S3BucketName: to.bucket };
    // An empty text takes a log group, a role or a key away.
    const gone = {
      ...(from.logGroupArn !== undefined && to.logGroupArn === undefined
        ? { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }
        : {}),
      ...(from.kmsKey !== undefined && to.kmsKey === undefined ? { KmsKeyId: '' } : {}),
    };
    await untilSettled(() => cloudtrail.updateTrail({ Name: arn, ...bucket, ...gone, ...toLive(to) }));
    return undefined;
  },
});

export const deleteTrail = defineOperation({
  name: 'cloudtrail:DeleteTrail',
  resource: trailResource,
  inverse: 'cloudtrail:CreateTrail',
  // The trail comes back under its ARN, and what it recorded stays in its bucket; its tags and insights are lost.
  reversibility: 'recoverable',
  permissions: ['cloudtrail:DeleteTrail', 'cloudtrail:DescribeTrails'],
  title: ({ name }) => `Delete trail ${name}; its bucket keeps what it recorded`,
  command: ({ region, arn }) => ['cloudtrail', 'delete-trail', '--region', region, '--name', arn],
  async perform(live, { address: { region, arn } }) {
    const cloudtrail = await live.cloudtrail(region);
    await absent(() => cloudtrail.deleteTrail({ Name: arn }));
    return undefined;
  },
});

type LoggingValue = { readonly since?: string };

/** Whether a trail is logging; null where it is stopped. */
export const trailLoggingResource = defineResource<TrailAddress, LoggingValue>({
  type: 'cloudtrail-logging',
  collection: 'trails',
  volatile: ['since'],
  label: ({ name }) => `logging of trail ${name}`,
  read(snapshot, { arn }) {
    const found = readable(snapshot, 'trails')?.find((trail) => trail.arn === arn);
    if (found === undefined || !found.logging) return null;
    return found.loggingSince === undefined ? {} : { since: found.loggingSince };
  },
  write(draft, { name, arn }, value) {
    const trails = editable(draft, 'trails');
    if (trails === undefined) return;
    const trail = trails.find((one) => one.arn === arn);
    if (trail === undefined) throw new Refusal(`there is no trail ${name} to log anything`);
    if (arn.split(':')[4] !== draft.account.id) throw new Refusal(`trail ${name} belongs to another account`);
    const { loggingSince: _, ...rest } = trail;
    const since = value?.since === undefined ? {} : { loggingSince: value.since };
    putSorted(trails, { ...rest, logging: value !== null, ...since }, byArn);
  },
  requires: (address) => [{ type: 'cloudtrail-trail', address }],
  permissions: ['cloudtrail:GetTrailStatus'],
  async observe(live, { region, arn }) {
    const cloudtrail = await live.cloudtrail(region);
    const status = await absent(() => cloudtrail.getTrailStatus({ Name: arn }));
    if (status?.IsLogging !== true) return null;
    return status.StartLoggingTime === undefined ? {} : { since: status.StartLoggingTime.toISOString() };
  },
});

export const startLogging = defineOperation({
  name: 'cloudtrail:StartLogging',
  resource: trailLoggingResource,
  inverse: 'cloudtrail:StopLogging',
  reversibility: 'reversible',
  permissions: ['cloudtrail:StartLogging', 'cloudtrail:GetTrailStatus'],
  title: ({ name }) => `Have trail ${name} start logging`,
  command: ({ region, arn }) => ['cloudtrail', 'start-logging', '--region', region, '--name', arn],
  async perform(live, { address: { region, arn } }) {
    const cloudtrail = await live.cloudtrail(region);
    await cloudtrail.startLogging({ Name: arn });
    return undefined;
  },
});

export const stopLogging = defineOperation({
  name: 'cloudtrail:StopLogging',
  resource: trailLoggingResource,
  inverse: 'cloudtrail:StartLogging',
  reversibility: 'reversible',
  permissions: ['cloudtrail:StopLogging', 'cloudtrail:GetTrailStatus'],
  title: ({ name }) => `Have trail ${name} stop logging`,
  command: ({ region, arn }) => ['cloudtrail', 'stop-logging', '--region', region, '--name', arn],
  async perform(live, { address: { region, arn } }) {
    const cloudtrail = await live.cloudtrail(region);
    await cloudtrail.stopLogging({ Name: arn });
    return undefined;
  },
});

export const trailOperations = [createTrail, updateTrail, deleteTrail, startLogging, stopLogging];

function trailValue(trail: Trail): TrailValue {
  const { multiRegion, organization, globalServiceEvents, logFileValidation } = trail;
  return { multiRegion, organization, globalServiceEvents, logFileValidation, ...given(trail) };
}

function settingsOf(value: TrailValue): TrailValue {
  return trailValue(value as Trail);
}

/** The settings that a trail need not have. */
function given({ bucket, logGroupArn, logRoleArn, kmsKey, latestLogsDeliveryAt }: Partial<Trail>) {
  return {
    ...(bucket === undefined ? {} : { bucket }),
    ...(logGroupArn === undefined ? {} : { logGroupArn }),
    ...(logRoleArn === undefined ? {} : { logRoleArn }),
    ...(kmsKey === undefined ? {} : { kmsKey }),
    ...(latestLogsDeliveryAt === undefined ? {} : { latestLogsDeliveryAt }),
  };
}

/** What a change of the settings leaves as it is. */
function lasting({ logging, loggingSince, managementEvents, excludedSources, selectors }: Selected & Partial<Trail>) {
  return {
    logging: logging === true,
    ...(loggingSince === undefined ? {} : { loggingSince }),
    managementEvents,
    excludedSources,
    ...(selectors === undefined ? {} : { selectors }),
  };
}

/** What could not be made again as it was is not deleted, and nothing stops recording by the way. */
function holdDeletion(trail: Trail): void {
  const { name, logging, organization } = trail;
  if (logging) throw new Refusal(`trail ${name} is not deleted while it is logging`);
  if (organization)
    throw new Refusal(`trail ${name} records the whole organization, and is not deleted for one account`);
  if (selectorsOf(trail) !== usualSelectors)
    throw new Refusal(`trail ${name} is not deleted: which events it selects could not be brought back`);
}

function holdSettings(
  name: string,
  { bucket, multiRegion, globalServiceEvents, ...value }: TrailValue,
  isNew: boolean,
) {
  if (bucket === undefined) throw new Refusal(`trail ${name} needs a bucket to deliver into`);
  if (isNew && multiRegion && !globalServiceEvents)
    throw new Refusal(`CloudTrail has no trail of all regions leave out the global services, as ${name} would`);
  if ((value.logGroupArn === undefined) !== (value.logRoleArn === undefined))
    throw new Refusal(`trail ${name} needs a log group and a role to write to it, or neither`);
}

const untold = { status: 'unknown', reason: foreignBucket } as const;

/** Keeps the evidence on buckets in step: which of them a trail delivers into. */
function deliver(draft: AwsDraft, trail: string, was: string | undefined, is: string | undefined): void {
  const items = editable(draft, 'buckets')?.items;
  if (items === undefined || was === is) return;
  const key = ({ name }: Bucket) => name;
  const left = items.find((item) => item.name === was);
  if (left !== undefined) {
    left.trails = left.trails.filter((arn) => arn !== trail);
    if (left.region === undefined && left.trails.length === 0 && sameJson(left.logging, untold))
      removeKeyed(items, left.name, key);
  }
  if (is === undefined) return;
  const taken = items.find((item) => item.name === is);
  if (taken !== undefined) taken.trails = [...taken.trails, trail].sort();
  else putSorted(items, { name: is, trails: [trail], logging: { ...untold } }, key);
}

/** What differs between two states of the settings, for a title. */
function features(from: TrailValue | null, to: TrailValue | null): string {
  const words = [
    to?.multiRegion === true && from?.multiRegion !== true ? 'all regions' : undefined,
    to?.globalServiceEvents === true && from?.globalServiceEvents === false ? 'global services' : undefined,
    to?.logFileValidation === true && from?.logFileValidation !== true ? 'log file validation' : undefined,
    to?.logGroupArn !== undefined && from?.logGroupArn !== to.logGroupArn
      ? `delivery to log group ${to.logGroupArn.split(':')[6]}`
      : undefined,
  ].filter((word) => word !== undefined);
  return words.length === 0 ? '' : `: ${words.join(', ')}`;
}

function toLive(value: TrailValue) {
  const { multiRegion, organization, globalServiceEvents, logFileValidation, logGroupArn, logRoleArn, kmsKey } = value;
  return {
    IsMultiRegionTrail: multiRegion,
    IncludeGlobalServiceEvents: globalServiceEvents,
    EnableLogFileValidation: logFileValidation,
    ...(organization ? { IsOrganizationTrail: true } : {}),
    ...(logGroupArn === undefined ? {} : { CloudWatchLogsLogGroupArn: `${logGroupArn}:*` }),
    ...(logRoleArn === undefined ? {} : { CloudWatchLogsRoleArn: logRoleArn }),
    ...(kmsKey === undefined ? {} : { KmsKeyId: kmsKey }),
  } satisfies Partial<LiveTrail> & { readonly EnableLogFileValidation: boolean };
}

function flags(value: TrailValue): string[] {
  const { bucket, multiRegion, globalServiceEvents, logFileValidation, logGroupArn, logRoleArn, kmsKey } = value;
  const flag = (on: boolean, name: string) => `--${on ? '' : 'no-'}${name}`;
  return [
    ...(bucket === undefined ? [] : ['--s3-bucket-name', bucket]),
    flag(multiRegion, 'is-multi-region-trail'),
    flag(globalServiceEvents, 'include-global-service-events'),
    flag(logFileValidation, 'enable-log-file-validation'),
    ...(logGroupArn === undefined ? [] : ['--cloud-watch-logs-log-group-arn', `${logGroupArn}:*`]),
    ...(logRoleArn === undefined ? [] : ['--cloud-watch-logs-role-arn', logRoleArn]),
    ...(kmsKey === undefined ? [] : ['--kms-key-id', kmsKey]),
  ];
}

/** What CloudTrail answers while it does not see yet what was made a moment ago: the bucket's policy, the role. */
const unsettled = new Set([
  'InsufficientS3BucketPolicyException',
  'InvalidCloudWatchLogsLogGroupArnException',
  'InvalidCloudWatchLogsRoleArnException',
]);
const firstWaitMs = 500;
const patienceMs = 30_000;

/** A call that is tried again while CloudTrail does not see what it rests on. */
async function untilSettled(call: () => Promise<unknown>): Promise<void> {
  for (let pause = firstWaitMs; ; pause *= 2)
    try {
      await call();
      return;
    } catch (error) {
      if (!(error instanceof Error) || !unsettled.has(error.name) || pause > patienceMs) throw error;
      const wait = pause;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
}
