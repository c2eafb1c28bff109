import { z } from 'zod';
import { compareText } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { accountResource, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { Trail } from '../../../src/providers/aws/model/monitoring.ts';
import { byHand } from '../by-hand.ts';
import { canRecord, recordEvents } from './record-events.ts';
import { newTrail, recordingSteps, updating } from './trail-guide.ts';

/** The sources that CloudTrail itself offers to leave out, for their number of events. */
const optional = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];

const recordAll = defineRemedy({
  id: 'record-events',
  via: ['terraform', 'api'],
  title: 'Complete the nearest trail, its event selectors too, or create one with its bucket, log group and role',
  reversibility: 'reversible',
  looksAt: ['authorization-details', 'buckets', 'log-groups'],
  suits(_, snapshot) {
    const trail = nearestTrail(snapshot);
    return canRecord(trail, snapshot.account, leavesOut(trail));
  },
  *propose(context) {
    const { snapshot, now } = context;
    const trail = nearestTrail(snapshot);
    yield* eachFinding(context, (_, steps) => {
      const title = trail === undefined ? 'Create a trail' : `Complete trail ${trail.name}`;
      const wanted = { validation: true, delivery: false, allEvents: leavesOut(trail) };
      const recorded = recordEvents(trail, wanted, { snapshot, steps, now });
      return 'blocked' in recorded ? { title, blocked: recorded.blocked } : { title };
    });
  },
});

const setUpTrail = byHand({
  id: 'set-up-trail',
  title: 'Have a trail log the management events of all regions, with validation',
  reversibility: 'reversible',
  guide(_, { snapshot }) {
    const { account } = snapshot;
    const trail = nearestTrail(snapshot);
    if (trail === undefined) return { title: 'Create a trail', ...newTrail(account) };
    return {
      title: `Set up trail ${trail.name}`,
      steps: [
        ...recordingSteps(trail, account),
        ...(trail.logFileValidation ? [] : [`${updating(trail)} --enable-log-file-validation`]),
      ],
      expect: `aws cloudtrail describe-trails --trail-name-list ${trail.arn} shows IsMultiRegionTrail and LogFileValidationEnabled true, and get-trail-status IsLogging`,
    };
  },
});

/** One trail must do it all: pieces of several leave gaps that nobody sees. Leaving out KMS or the RDS Data API is no fault. */
export default defineControl({
  id: 'cloudtrail-enabled',
  area: 'monitoring',
  severity: 'high',
  title: 'A multi-region trail logs management events with log file validation',
  rationale:
    'The trail is the memory of the account: who called what, when and from where. An intruder works in the region that nobody looks at, and edits the record if nothing proves it whole.',
  risk: 'After an incident nobody can say what was done, with which credential, and whether it is over.',
  whenNotToFix: 'An organization trail that this account cannot see logs it: show that once, and make an exception.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/receive-cloudtrail-log-files-from-multiple-regions.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['3.1', '3.2'],
    'cis-aws-1.5': ['3.1', '3.2'],
    'cis-aws-2.0': ['3.1', '3.2'],
    'cis-aws-3.0': ['3.1', '3.2'],
    'cis-aws-4.0': ['3.1', '3.2'],
    'cis-aws-5.0': ['3.1', '3.2'],
    'cis-aws-6.0': ['4.1', '4.2'],
    'cis-aws-7.0': ['4.1', '4.2'],
    'aws-fsbp': ['CloudTrail.1', 'CloudTrail.4'],
    'nist-800-53-r5': ['AU-2', 'AU-9', 'AU-10', 'AU-12', 'SI-7(1)'],
    'pci-dss-4.0': ['10.2.1', '10.3.4'],
    'iso-27001-2022': ['A.8.15'],
    'soc-2': ['CC7.2'],
  },
  reads: ['trails'],
  parameters: z.object({}),
  messages: {
    logs: 'Trail {trail} logs the management events of all regions and validates its files',
    none: 'The account has no trail',
    incomplete: 'No trail logs all that it should; the nearest, {trail}, {faults}',
    untold: 'Which events trail {trail} records could not be read',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const resource = accountResource(account);
    const [trail] = ranked(evidence.trails);
    if (trail === undefined) return yield fail('none', resource, {});
    const faults = faultsOf(trail);
    const facts = { trail: trail.name, arn: trail.arn, faults };
    if (faults.length > 0) yield fail('incomplete', resource, facts);
    else if (trail.managementEvents === 'unknown') yield unknown('untold', resource, facts);
    else yield pass('logs', resource, facts);
  },
  remedies: [recordAll, setUpTrail],
});

function nearestTrail(snapshot: AwsSnapshot): Trail | undefined {
  return ranked(readable(snapshot, 'trails') ?? [])[0];
}

/** The trails, the one that lacks least first. */
function ranked(trails: readonly Trail[]): Trail[] {
  const lack = (trail: Trail) => faultsOf(trail).length + (trail.managementEvents === 'unknown' ? 0.5 : 0);
  return trails.toSorted((a, b) => lack(a) - lack(b) || compareText(a.arn, b.arn));
}

function faultsOf(trail: Trail): string[] {
  return [
    ...(trail.logging ? [] : ['is not logging']),
    ...(trail.multiRegion ? [] : ['records one region only']),
    ...(trail.globalServiceEvents ? [] : ['leaves out the events of global services such as IAM']),
    ...selectionFaults(trail),
    ...(trail.logFileValidation ? [] : ['does not validate its files']),
  ];
}

function selectionFaults({ managementEvents: events, excludedSources }: Trail): string[] {
  const excluded = excludedSources.filter((source) => !optional.includes(source)).sort();
  return [
    ...(events === 'all' || events === 'unknown'
      ? []
      : [events === 'none' ? 'records no management events' : `records ${events} management events`]),
    ...(excluded.length === 0 ? [] : [`leaves out the events of ${excluded.join(' and ')}`]),
  ];
}

/** True where a trail may not select all that it should. */
function leavesOut(trail: Trail | undefined): boolean {
  return trail !== undefined && (trail.managementEvents === 'unknown' || selectionFaults(trail).length > 0);
}
