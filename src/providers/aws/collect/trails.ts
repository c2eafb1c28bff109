import type { Trail as LiveTrail, GetTrailStatusResponse as TrailStatus } from '@aws-sdk/client-cloudtrail';
import type { Live } from '../live.ts';
import { type Selected, selectedBy, selectorsOf, usualSelectors } from '../model/event-selectors.ts';
import type { Trail } from '../model/monitoring.ts';
import { absent } from '../operations/live-answers.ts';
import { defineCollector, sortedBy } from './define.ts';
import { toSelectors } from './event-selectors.ts';

/** The trails that log this region, those with their home elsewhere included, each once. */
export const trailsCollector = defineCollector({
  name: 'trails',
  permissions: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
  needs: [],
  async collect({ live, each, account }) {
    const cloudtrail = await live.cloudtrail(live.region);
    const { trailList = [] } = await cloudtrail.describeTrails({ includeShadowTrails: true });
    const byArn = new Map(trailList.map((trail) => [trail.TrailARN ?? '', trail]));
    const trails = await each([...byArn.values()], (trail) => readTrail(live, trail, account.id));
    return sortedBy(
      trails.filter((trail) => trail !== null),
      (trail) => trail.arn,
    );
  },
  floor: (trails) => ({
    'cloudtrail:DescribeTrails': 1,
    'cloudtrail:GetTrailStatus': trails.length,
    'cloudtrail:GetEventSelectors': trails.filter((trail) => selectorsOf(trail) !== usualSelectors).length,
  }),
});

/** The trail with its status, or null for one that was deleted meanwhile. */
async function readTrail(live: Live, trail: LiveTrail, account: string): Promise<Trail | null> {
  const { TrailARN: arn = '', HomeRegion: homeRegion = live.region } = trail;
  const cloudtrail = await live.cloudtrail(homeRegion);
  const status = await absent(() => cloudtrail.getTrailStatus({ Name: arn }));
  if (status === null) return null;
  return toTrail({ ...trail, HomeRegion: homeRegion }, status, await readSelectors(live, trail, account));
}

/** A trail from what CloudTrail says of it, of its status and of its selectors. */
export function toTrail(trail: LiveTrail, status: TrailStatus, selected: Selected): Trail {
  const logGroupArn = trail.CloudWatchLogsLogGroupArn?.replace(/:\*$/, '');
  const delivered = status.LatestCloudWatchLogsDeliveryTime;
  const since = status.IsLogging ? status.StartLoggingTime : undefined;
  return {
    name: trail.Name ?? '',
    arn: trail.TrailARN ?? '',
    homeRegion: trail.HomeRegion ?? '',
    multiRegion: trail.IsMultiRegionTrail ?? false,
    organization: trail.IsOrganizationTrail ?? false,
    globalServiceEvents: trail.IncludeGlobalServiceEvents ?? false,
    logFileValidation: trail.LogFileValidationEnabled ?? false,
    ...(trail.S3BucketName ? { bucket: trail.S3BucketName } : {}),
    ...(logGroupArn ? { logGroupArn } : {}),
    ...(trail.CloudWatchLogsRoleArn ? { logRoleArn: trail.CloudWatchLogsRoleArn } : {}),
    ...(trail.KmsKeyId ? { kmsKey: trail.KmsKeyId } : {}),
    logging: status.IsLogging ?? false,
    ...(since === undefined ? {} : { loggingSince: since.toISOString() }),
    ...(delivered === undefined ? {} : { latestLogsDeliveryAt: delivered.toISOString() }),
    ...selected,
  };
}

async function readSelectors(live: Live, trail: LiveTrail, account: string): Promise<Selected> {
  // Without selectors of its own a trail logs all management events; AWS saves us the question.
  if (trail.HasCustomEventSelectors === false) return selectedBy(usualSelectors);
  const { TrailARN: arn = '', HomeRegion: region = live.region } = trail;
  const cloudtrail = await live.cloudtrail(region);
  try {
    const { EventSelectors, AdvancedEventSelectors } = await cloudtrail.getEventSelectors({ TrailName: arn });
    return selectedBy(toSelectors(EventSelectors, AdvancedEventSelectors));
  } catch (error) {
    // The organization's trail keeps its selectors to the account that owns it, whatever this one is permitted.
    if (arn.split(':')[4] === account) throw error;
    return { managementEvents: 'unknown', excludedSources: [] };
  }
}
