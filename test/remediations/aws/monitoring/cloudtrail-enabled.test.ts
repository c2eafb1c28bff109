import type { EventSelector } from '@aws-sdk/client-cloudtrail';
import cloudtrailEnabled from '../../../../remediations/aws/monitoring/cloudtrail-enabled.ts';
import { toSelectors } from '../../../../src/providers/aws/collect/event-selectors.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { selectedBy } from '../../../../src/providers/aws/model/event-selectors.ts';
import type { Trail } from '../../../../src/providers/aws/model/monitoring.ts';
import { testRemediation } from '../../../support/harness.ts';

/** The boring account with its trail changed, and further trails that deviate from it. */
const trails = (first: Partial<Trail>, ...more: readonly Partial<Trail>[]) =>
  account().monitoring((monitoring) => {
    monitoring.trails = monitoring.trails.flatMap((trail) => [
      { ...trail, ...first },
      ...more.map((other, at) => ({ ...trail, name: `more-${at}`, arn: `${trail.arn}-${at}`, ...other })),
    ]);
  });
/** The boring account whose trail has this one selector. */
const selecting = (selector: EventSelector) => trails(selectedBy(toSelectors([selector])));
const data = { DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }] };
const management = { Field: 'eventCategory', Equals: ['Management'] };
const fails = (reason: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: '111122223333', reason }],
});

testRemediation(cloudtrailEnabled, {
  compliant: {
    'the boring account': account(),
    'a poor trail beside it': trails({}, { multiRegion: false, logging: false }),
    'KMS and the RDS Data API are left out': trails({
      excludedSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'],
    }),
    'a trail of the organization': trails({
      organization: true,
      arn: 'arn:aws:cloudtrail:us-east-1:444455556666:trail/org',
    }),
  },
  violating: {
    'no trail': fails(
      'none',
      account().monitoring(({ trails }) => trails.splice(0)),
    ),
    'it does not log': fails('incomplete', trails({ logging: false })),
    'one region only': fails('incomplete', trails({ multiRegion: false })),
    'without the global services': fails('incomplete', trails({ globalServiceEvents: false })),
    'reads alone': fails('incomplete', trails({ managementEvents: 'read-only' })),
    'reads alone, by a selector that is known': fails('incomplete', selecting({ ReadWriteType: 'ReadOnly' })),
    'data events alone': fails('incomplete', selecting({ ...data, IncludeManagementEvents: false })),
    'reads of data, and of management': fails('incomplete', selecting({ ...data, ReadWriteType: 'ReadOnly' })),
    'IAM is left out by an advanced selector': fails(
      'incomplete',
      trails(
        selectedBy(
          toSelectors(
            [],
            [{ FieldSelectors: [management, { Field: 'eventSource', NotEquals: ['iam.amazonaws.com'] }] }],
          ),
        ),
      ),
    ),
    'some events by their names, and no logging': fails(
      'incomplete',
      trails({
        logging: false,
        ...selectedBy(
          toSelectors([], [{ FieldSelectors: [management, { Field: 'eventName', StartsWith: ['Create'] }] }]),
        ),
      }),
    ),
    'KMS is left out and it does not log': fails(
      'incomplete',
      trails({
        logging: false,
        ...selectedBy(toSelectors([{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }])),
      }),
    ),
    'no management events': fails('incomplete', trails({ managementEvents: 'none' })),
    'IAM is left out': fails('incomplete', trails({ excludedSources: ['iam.amazonaws.com'] })),
    'without validation': fails('incomplete', trails({ logFileValidation: false })),
    'two trails that would do together': fails('incomplete', trails({ logging: false }, { logFileValidation: false })),
    'unread selectors besides a fault': fails('incomplete', trails({ managementEvents: 'unknown', logging: false })),
  },
  unknown: {
    'selectors that could not be read': fails('untold', trails({ managementEvents: 'unknown' })),
  },
});
