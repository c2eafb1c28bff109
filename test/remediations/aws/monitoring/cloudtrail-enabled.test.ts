import cloudtrailEnabled from '../../../../remediations/aws/monitoring/cloudtrail-enabled.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
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
