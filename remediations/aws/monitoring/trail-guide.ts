import { eachFinding, type Guide } from '../../../src/engine/remedy.ts';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { trailBucketName } from '../../../src/providers/aws/model/buckets.ts';
import { type AwsRemedy, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { Trail } from '../../../src/providers/aws/model/monitoring.ts';
import { chainOf, type MonitorId } from './chain-of.ts';

/** Says how a trail comes to log everything into a log group where a person must see to it: one of another account, one that selects events, one that fails to deliver. */
export function guideToTrail(id: MonitorId): AwsRemedy {
  return defineRemedy({
    id: 'set-up-trail',
    via: ['manual'],
    title: 'Have a trail log all regions into a CloudWatch log group',
    reversibility: 'reversible',
    suits: ({ reason }) => reason === 'noTrail' || reason === 'noLogGroup',
    *propose(context) {
      const { account } = context.snapshot;
      yield* eachFinding(context, () => {
        const { trail } = chainOf(id, context.snapshot, context.now).found;
        return {
          title: trail === undefined ? 'Create a trail' : `Set up trail ${trail.name}`,
          guide: trail === undefined ? newTrail(account) : repaired(trail, account),
        };
      });
    },
  });
}

/** How a trail is made that logs all that controls ask for. */
export function newTrail({ id }: AccountIdentity): Guide {
  return {
    steps: [
      'Open the CloudTrail console in the account’s main region, choose Trails, then Create trail',
      `Name it management-events and let it create the bucket ${trailBucketName(id)}; keep log file validation on`,
      'Under CloudWatch Logs choose Enabled, a new log group named cloudtrail, and a new role',
      'Choose Management events, Read and Write, and exclude nothing; then Create trail',
    ],
    expect: 'a trail that logs all regions and delivers to the log group cloudtrail',
  };
}

function repaired(trail: Trail, account: AccountIdentity): Guide {
  return {
    steps: [...recordingSteps(trail, account), ...delivery(trail)],
    expect: `aws cloudtrail get-trail-status --region ${trail.homeRegion} --name ${trail.arn} shows IsLogging true and a LatestCloudWatchLogsDeliveryTime of today`,
  };
}

/** What must be done for a trail to log the management events of all regions. */
export function recordingSteps(trail: Trail, account: AccountIdentity): string[] {
  const owner = trail.arn.split(':')[4];
  const partial = trail.managementEvents !== 'all' || trail.excludedSources.length > 0;
  return [
    ...(owner === account.id ? [] : [`Sign in to account ${owner}, to which the trail belongs`]),
    ...(trail.multiRegion && trail.globalServiceEvents
      ? []
      : [`${updating(trail)} --is-multi-region-trail --include-global-service-events`]),
    ...(partial
      ? [
          `Open trail ${trail.name} in the CloudTrail console, edit Management events, choose Read and Write, and exclude nothing`,
        ]
      : []),
    ...(trail.logging ? [] : [`aws cloudtrail start-logging --region ${trail.homeRegion} --name ${trail.arn}`]),
  ];
}

/** The command that a trail's settings are added to. */
export function updating({ homeRegion, arn }: Trail): string {
  return `aws cloudtrail update-trail --region ${homeRegion} --name ${arn}`;
}

function delivery(trail: Trail): string[] {
  const { homeRegion, logGroupArn } = trail;
  if (logGroupArn !== undefined)
    return [
      `Where get-trail-status shows a LatestCloudWatchLogsDeliveryError, let the trail’s role do logs:CreateLogStream and logs:PutLogEvents on ${logGroupArn}:*`,
    ];
  const [, partition, , , owner] = trail.arn.split(':');
  const arn = `arn:${partition}:logs:${homeRegion}:${owner}:log-group:cloudtrail`;
  const role = 'cloudtrail-to-cloudwatch-logs';
  const statement = (rest: object) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...rest }] });
  const trust = statement({ Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' });
  const writing = statement({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: `${arn}:log-stream:*` });
  return [
    `aws logs create-log-group --region ${homeRegion} --log-group-name cloudtrail`,
    `aws iam create-role --role-name ${role} --assume-role-policy-document '${trust}'`,
    `aws iam put-role-policy --role-name ${role} --policy-name deliver --policy-document '${writing}'`,
    `${updating(trail)} --cloud-watch-logs-log-group-arn ${arn}:* --cloud-watch-logs-role-arn arn:${partition}:iam::${owner}:role/${role}`,
  ];
}
