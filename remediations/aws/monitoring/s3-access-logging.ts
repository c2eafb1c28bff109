import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { accessLogBucketName } from '../../../src/providers/aws/model/buckets.ts';
import { accountResource, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { accessLogBucket, logAccess } from './log-access.ts';

const writeLog = defineRemedy({
  id: 'log-access',
  via: ['terraform', 'api'],
  title: 'Have the access log written to a bucket of its own, made where it is missing',
  reversibility: 'reversible',
  *propose(context) {
    const { snapshot } = context;
    const regions = new Map((readable(snapshot, 'buckets')?.items ?? []).map(({ name, region }) => [name, region]));
    yield* eachFinding(context, ({ resource: { id: bucket } }, steps) => {
      const title = `Log who reads and changes bucket ${bucket}`;
      const region = regions.get(bucket);
      if (region === undefined)
        return { title, blocked: `the region of bucket ${bucket} is not known, and its log must be in the same` };
      const log = accessLogBucket(region, snapshot, steps);
      if ('blocked' in log) return { title, blocked: log.blocked };
      steps.nextStage();
      logAccess(region, bucket, log.target, steps);
      return { title };
    });
  },
});

/**
 * A bucket of another account is unknown: only its owner can tell. One that takes the logs of others must have none
 * itself, nor one that plans have take them.
 */
export default defineControl({
  id: 's3-access-logging',
  area: 'monitoring',
  severity: 'low',
  title: "The trail's bucket has access logging on",
  rationale:
    'The trail tells who called the API. Who read or deleted the files that it is kept in, the access log of their bucket tells, which the trail by itself does not record.',
  risk: 'Somebody reads the record of the account, or removes a part of it, and leaves no trace.',
  whenNotToFix: 'A trail with data events on the bucket records each access to it already.',
  references: [
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/ServerLogs.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-7',
  ],
  frameworks: {
    'cis-aws-1.4': ['3.6'],
    'cis-aws-1.5': ['3.6'],
    'cis-aws-2.0': ['3.6'],
    'cis-aws-3.0': ['3.4'],
    'cis-aws-4.0': ['3.4'],
    'cis-aws-5.0': ['3.4'],
    'cis-aws-6.0': ['4.4'],
    'cis-aws-7.0': ['4.4'],
    'nist-800-53-r5': ['AU-2', 'AU-9', 'AU-12'],
    'pci-dss-4.0': ['10.2.1'],
    'iso-27001-2022': ['A.8.15'],
    'soc-2': ['CC7.2'],
  },
  reads: ['buckets'],
  parameters: z.object({
    /** Whether every bucket of the account must be logged, not those of trails alone. */
    allBuckets: z.boolean().default(false),
  }),
  messages: {
    on: 'Bucket {bucket} has its access log in {target}',
    off: 'Bucket {bucket} has no access log',
    unread: 'Whether bucket {bucket} has an access log is not known: {why}',
    none: 'No bucket is to be logged: no trail delivers into one',
    target: 'Bucket {bucket} takes the access logs of others, and would log its own writing of them',
    unlisted: 'All buckets are asked for, and only those of trails were read',
  },
  *evaluate({ evidence, account, parameters: { allBuckets }, pass, fail, unknown, notApplicable }) {
    const { scope, items } = evidence.buckets;
    const judged = items.filter(({ trails }) => allBuckets || trails.length > 0);
    if (allBuckets && scope === 'trails') yield unknown('unlisted', accountResource(account), {});
    else if (judged.length === 0) yield notApplicable('none', accountResource(account), {});
    const targets = new Set(items.map(({ logging }) => (logging.status === 'on' ? logging.bucket : undefined)));
    for (const { name: bucket, region = '', trails, logging } of judged) {
      const resource = { type: 's3-bucket', id: bucket, arn: `arn:${account.partition}:s3:::${bucket}` };
      const facts = { bucket, trails };
      if (logging.status === 'on') yield pass('on', resource, { ...facts, target: logging.bucket });
      else if (
        logging.status === 'off' &&
        trails.length === 0 &&
        (targets.has(bucket) || bucket === accessLogBucketName(account.id, region))
      )
        yield notApplicable('target', resource, facts);
      else if (logging.status === 'off') yield fail('off', resource, facts);
      else yield unknown('unread', resource, { ...facts, why: logging.reason });
    }
  },
  remedies: [writeLog],
});
