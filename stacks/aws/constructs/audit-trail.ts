import { Construct } from 'constructs';
import {
  type AllowingPolicy,
  accessLogPolicy,
  deliveryPolicy,
  deliveryTrust,
  everythingBlocked,
  trailBucketPolicy,
} from '../../../src/providers/aws/model/audit-policies.ts';
import { accessLogBucketName, trailBucketName } from '../../../src/providers/aws/model/buckets.ts';
import { bucket, bucketLogging, bucketPolicy, logGroup, publicAccessBlock, trail } from '../audit.ts';
import { policy, rolePolicyAttachment } from '../iam.ts';
import { role } from '../roles.ts';

/** Where an account is recorded. The names of what is made are told, so that all of it is known before it is there. */
export interface AuditTrailProps {
  readonly account: string;
  readonly region: string;
  readonly partition?: string;
  readonly name?: string;
  /** The bucket that events are kept in, and the one that takes its access log. */
  readonly bucket?: string;
  readonly accessLogs?: string;
  readonly logGroup?: string;
}

/**
 * A trail of all regions with validated files: a private bucket that CloudTrail alone writes to, with an access log;
 * and a log group, where alarms such as those of `CisMonitoring` read the events.
 */
export class AuditTrail extends Construct {
  /** The log group, for the alarms on its events. */
  readonly logGroup: string;

  constructor(scope: Construct, id: string, props: AuditTrailProps) {
    super(scope, id);
    const { account, region, partition = 'aws', name = 'management-events' } = props;
    const identity = { id: account, partition };
    const events = props.bucket ?? trailBucketName(account);
    const logs = props.accessLogs ?? accessLogBucketName(account, region);
    this.logGroup = props.logGroup ?? 'cloudtrail';
    const groupArn = `arn:${partition}:logs:${region}:${account}:log-group:${this.logGroup}`;
    const trailArn = `arn:${partition}:cloudtrail:${region}:${account}:trail/${name}`;

    const dependsOn = [
      ...this.#privateBucket(logs, accessLogPolicy(logs, identity)),
      ...this.#privateBucket(events, trailBucketPolicy(events, trailArn, identity)),
    ];
    const logged = bucketLogging.make(
      this,
      'log',
      { bucket: events },
      { target: logs, prefix: `${events}/` },
      { dependsOn },
    );
    const group = logGroup.make(this, 'group', { name: this.logGroup }, {});
    const delivering = this.#deliveryRole(groupArn, region, identity);
    trail.make(
      this,
      'trail',
      { name },
      {
        multiRegion: true,
        organization: false,
        globalServiceEvents: true,
        logFileValidation: true,
        bucket: events,
        logGroupArn: groupArn,
        logRoleArn: delivering.arn,
      },
      { dependsOn: [logged, group, ...delivering.made] },
    );
  }

  #privateBucket(name: string, document: AllowingPolicy) {
    const made = bucket.make(this, name, { name }, {});
    const after = { dependsOn: [made] };
    const block = publicAccessBlock.make(this, `${name} block`, { bucket: name }, everythingBlocked, after);
    const letIn = bucketPolicy.make(
      this,
      `${name} policy`,
      { bucket: name },
      { document: JSON.stringify(document) },
      after,
    );
    return [made, block, letIn];
  }

  #deliveryRole(groupArn: string, region: string, account: { readonly id: string; readonly partition: string }) {
    const name = 'cloudtrail-to-cloudwatch-logs';
    const writing = `${name}-${region}`;
    const arn = (kind: string, of: string) => `arn:${account.partition}:iam::${account.id}:${kind}/${of}`;
    const document = JSON.stringify(deliveryPolicy(groupArn, account, region));
    const made = [
      role.make(this, 'role', { role: name }, { path: '/', trust: JSON.stringify(deliveryTrust) }),
      policy.make(this, 'policy', {}, { name: writing, path: '/', document }),
    ];
    const attached = { role: name, policyArn: arn('policy', writing) };
    const attachment = rolePolicyAttachment.make(this, 'attachment', attached, {}, { dependsOn: made });
    return { arn: arn('role', name), made: [...made, attachment] };
  }
}
