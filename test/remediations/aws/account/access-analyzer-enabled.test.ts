import accessAnalyzerEnabled from '../../../../remediations/aws/account/access-analyzer-enabled.ts';
import type { Analyzer } from '../../../../src/providers/aws/model/access-analyzer.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

/** The boring account with the analyzer of us-east-1 changed. */
const changed = (change: Partial<Analyzer>) =>
  account().accessAnalyzer((found) => {
    found.analyzers = found.analyzers.map((one) => (one.region === 'us-east-1' ? { ...one, ...change } : one));
  });
const fails = (reason: string, given: ReturnType<typeof account>, resource = 'us-east-1') => ({
  given,
  expect: [{ resource, reason }],
});

testRemediation(accessAnalyzerEnabled, {
  compliant: {
    'the boring account': account(),
    'an analyzer of the organization': changed({ type: 'ORGANIZATION' }),
    'one that failed beside one that is active': account().accessAnalyzer(({ analyzers }) =>
      analyzers.push(account().analyzer({ name: 'broken', status: 'FAILED' })),
    ),
  },
  violating: {
    'none in one region': fails(
      'none',
      account().accessAnalyzer((found) => {
        found.analyzers = found.analyzers.filter(({ region }) => region === 'us-east-1');
      }),
      'eu-west-1',
    ),
    'none anywhere': {
      given: account().accessAnalyzer(({ analyzers }) => analyzers.splice(0)),
      expect: ['eu-west-1', 'us-east-1'].map((resource) => ({ resource, reason: 'none' })),
    },
    'it looks for unused access alone': fails('none', changed({ type: 'ACCOUNT_UNUSED_ACCESS' })),
    'it is being made': fails('inactive', changed({ status: 'CREATING' })),
    'it is disabled': fails('inactive', changed({ type: 'ORGANIZATION', status: 'DISABLED' })),
  },
  unknown: {
    'a region that refuses': fails(
      'unseen',
      account().coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
      'me-south-1',
    ),
    'regions that could not be listed': fails(
      'unseen',
      account().coverage({ gaps: [{ reason: 'the enabled regions could not be listed' }] }),
      '111122223333',
    ),
  },
});
