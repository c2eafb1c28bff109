import { canonicalJson, toJson } from '../../../src/engine/json.ts';
import type { Steps } from '../../../src/engine/remedy.ts';
import { type AccountIdentity, readable } from '../../../src/engine/snapshot.ts';
import { deliveryPolicy, deliveryTrust, trailBucketPolicy } from '../../../src/providers/aws/model/audit-policies.ts';
import { trailBucketName } from '../../../src/providers/aws/model/buckets.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import {
  selectedBy,
  selectorsOf,
  usualSelectors,
  withAllManagementEvents,
} from '../../../src/providers/aws/model/event-selectors.ts';
import { sharedLogGroup, type Trail } from '../../../src/providers/aws/model/monitoring.ts';
import { attachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { createBucket } from '../../../src/providers/aws/operations/buckets.ts';
import { putEventSelectors } from '../../../src/providers/aws/operations/event-selectors.ts';
import { createLogGroup } from '../../../src/providers/aws/operations/log-groups.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { createRole } from '../../../src/providers/aws/operations/roles.ts';
import { createTrail, startLogging, updateTrail } from '../../../src/providers/aws/operations/trails.ts';
import { isDeliveryRole } from '../../../src/providers/aws/policy/delivery-role.ts';
import { accessLogBucket, isLeftBehind, logAccess, makePrivate } from './log-access.ts';

/** What is made where an account has nothing: each name is looked for before it is made. */
const trailName = 'management-events';
const roleName = 'cloudtrail-to-cloudwatch-logs';

/** Where CloudTrail keeps a trail that records all regions, by partition: the region of the global services. */
const mainRegions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** What has to be done for a trail. */
export interface Recording {
  readonly snapshot: AwsSnapshot;
  readonly steps: Steps<AwsCollections>;
  readonly now: Date;
}

/** What came of it: the trail as it will be, or why nothing can be done. */
export type Recorded = { readonly trail: Trail } | { readonly blocked: string };

type Delivery = Pick<Trail, 'logGroupArn' | 'logRoleArn'>;

/** True for a trail that steps can complete, and for none at all: one is made. The trail of another account, and what nobody could read of this one's selectors, are for a person. */
export function canRecord(trail: Trail | undefined, account: AccountIdentity, allEvents: boolean): boolean {
  if (trail === undefined) return true;
  return trail.arn.split(':')[4] === account.id && (!allEvents || selectorsOf(trail) !== undefined);
}

/**
 * Has a trail log all regions, with validation where that is asked for, select all management events where it leaves
 * out some that are wanted, and deliver to a log group where it has to.
 */
export function recordEvents(
  trail: Trail | undefined,
  wanted: { readonly validation: boolean; readonly delivery: boolean; readonly allEvents: boolean },
  recording: Recording,
): Recorded {
  const { snapshot, steps, now } = recording;
  if (trail === undefined) return recordAnew(recording);
  const address = { region: trail.homeRegion, name: trail.name, arn: trail.arn };
  const settings = steps.value(updateTrail, address);
  const present = wanted.allEvents ? selectorsOf(trail) : undefined;
  if (settings === null || !canRecord(trail, snapshot.account, wanted.allEvents))
    return { blocked: `trail ${trail.name} belongs to another account, or what it selects is not in the evidence` };
  const delivers = wanted.delivery && trail.logGroupArn === undefined;
  const delivery: Delivery | { readonly blocked: string } = delivers ? deliver(trail.homeRegion, recording) : {};
  if ('blocked' in delivery) return { blocked: delivery.blocked };
  steps.nextStage();
  const logFileValidation = settings.logFileValidation || wanted.validation;
  const complete = { multiRegion: true, globalServiceEvents: true, logFileValidation, ...delivery };
  steps.add(updateTrail, address, { ...settings, ...complete });
  const selectors = present && withAllManagementEvents(present);
  if (selectors !== undefined) steps.add(putEventSelectors, address, selectors);
  const mended = { ...trail, ...complete, ...(selectors === undefined ? {} : selectedBy(selectors)) };
  if (trail.logging) return { trail: mended };
  const since = now.toISOString();
  steps.add(startLogging, address, { since });
  return { trail: { ...mended, logging: true, loggingSince: since } };
}

/** A bucket that CloudTrail alone writes to, with an access log; a log group; and a trail of all regions into both. */
function recordAnew(recording: Recording): Recorded {
  const { snapshot, steps, now } = recording;
  const { partition, id } = snapshot.account;
  const region = mainRegions[partition] ?? 'us-east-1';
  const arn = `arn:${partition}:cloudtrail:${region}:${id}:trail/${trailName}`;
  const address = { region, name: trailName, arn };
  const bucket = trailBucketName(id);
  const taken = readable(snapshot, 'buckets')?.items.find(({ name }) => name === bucket);
  if (taken !== undefined && !isLeftBehind(taken, region))
    return { blocked: `a bucket named ${bucket} exists already; see what it holds, and create the trail by hand` };
  steps.add(createBucket, { region, name: bucket }, {});
  const delivery = deliver(region, recording);
  if ('blocked' in delivery) return delivery;
  makePrivate(region, bucket, trailBucketPolicy(bucket, arn, snapshot.account), steps);
  const log = accessLogBucket(region, snapshot, steps);
  if ('blocked' in log) return log;
  steps.nextStage();
  logAccess(region, bucket, log.target, steps);
  const all = { multiRegion: true, organization: false, globalServiceEvents: true, logFileValidation: true };
  const settings = { ...all, bucket, ...delivery };
  steps.add(createTrail, address, settings);
  steps.nextStage();
  const since = now.toISOString();
  steps.add(startLogging, address, { since });
  const events = selectedBy(usualSelectors);
  const { name } = address;
  return { trail: { name, arn, homeRegion: region, ...settings, logging: true, loggingSince: since, ...events } };
}

/** Makes the shared log group and the role by which CloudTrail writes to it, as far as they are missing. */
function deliver(
  region: string,
  { snapshot, steps }: Recording,
): { readonly logGroupArn: string; readonly logRoleArn: string } | { readonly blocked: string } {
  const { account } = snapshot;
  const arn = logGroupArn(region, account.partition, account.id);
  const trust = canonicalJson(toJson(deliveryTrust));
  const role = steps.value(createRole, { role: roleName });
  if (role !== null && !isDeliveryRole(role))
    return { blocked: `role ${roleName} exists and lets in others than CloudTrail alone; rename it, then plan again` };
  steps.add(createLogGroup, { region, name: sharedLogGroup }, {});
  if (role === null) steps.add(createRole, { role: roleName }, { path: '/', trust });
  const name = `${roleName}-${region}`;
  const policyArn = iamArn(account, 'policy', '/', name);
  if (steps.value(createPolicy, { arn: policyArn }) === null)
    steps.add(
      createPolicy,
      { arn: policyArn },
      { name, path: '/', document: canonicalJson(toJson(deliveryPolicy(arn, account, region))) },
    );
  steps.add(attachRolePolicy, { role: roleName, policyArn }, {});
  return { logGroupArn: arn, logRoleArn: iamArn(account, 'role', role?.path ?? '/', roleName) };
}

function logGroupArn(region: string, partition: string, account: string): string {
  return `arn:${partition}:logs:${region}:${account}:log-group:${sharedLogGroup}`;
}
