import { expect, test } from 'vitest';
import accessAnalyzerFindings from '../../../../remediations/aws/account/access-analyzer-findings.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const first = 'f0000000-0000-4000-8000-000000000001';
const second = 'f0000000-0000-4000-8000-000000000002';
const role = 'arn:aws:iam::111122223333:role/partner';
const bucket = 'arn:aws:s3:::example-shared';
const open = (resource: string, discriminator = first) => ({ resource, reason: 'open', discriminator });

testRemediation(accessAnalyzerFindings, {
  baseline: {
    controls: { 'access-analyzer-findings': { intended: [{ resource: role, reason: 'partners sign in' }] } },
  },
  compliant: {
    'the boring account': account(),
    'a disabled analyzer beside one that is active': account().accessAnalyzer(({ analyzers }) =>
      analyzers.push(account().analyzer({ name: 'old', status: 'DISABLED' })),
    ),
  },
  violating: {
    'a bucket': { given: account().analyzerFinding(), expect: [open(bucket)] },
    'a role for everybody': {
      given: account().analyzerFinding({ resource: role, resourceType: 'AWS::IAM::Role', isPublic: true }),
      expect: [open(role)],
    },
    'two findings on one bucket': {
      given: account().analyzerFinding().analyzerFinding({ principal: {} }),
      expect: [open(bucket), open(bucket, second)],
    },
    'in another region': { given: account().analyzerFinding({ region: 'eu-west-1' }), expect: [open(bucket)] },
    'and more than were read': {
      given: account()
        .analyzerFinding()
        .accessAnalyzer(({ analyzers }) => Object.assign(analyzers[0] ?? {}, { findingsGap: 'there are more' })),
      expect: [open(bucket)],
    },
  },
  unknown: {
    'a resource that the analyzer may not read': {
      given: account().analyzerFinding({ error: 'ACCESS_DENIED' }),
      expect: [{ resource: bucket, reason: 'unread', discriminator: first }],
    },
    'not all findings could be read': {
      given: account().accessAnalyzer(({ analyzers }) => Object.assign(analyzers[0] ?? {}, { findingsGap: 'denied' })),
      expect: [{ resource: 'eu-west-1/external-access', reason: 'partial' }],
    },
    'a region without an analyzer, and one with a dead one': {
      given: account().accessAnalyzer((found) => {
        found.analyzers = [account().analyzer({ status: 'FAILED' })];
      }),
      expect: ['eu-west-1', 'us-east-1'].map((resource) => ({ resource, reason: 'unwatched' })),
    },
    'a region that refuses': {
      given: account().coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
      expect: [{ resource: 'me-south-1', reason: 'unseen' }],
    },
  },
});

const partner = { resource: 'arn:aws:s3:::example-*', principal: '4444*', reason: 'the partner reads it' };

test.each([
  ['what the baseline means is archived', { isPublic: false, principal: { AWS: '444455556666' } }, 1],
  ['anybody is not the principal that is meant', { isPublic: true, principal: { AWS: '444455556666' } }, 0],
  ['nor is another one', { isPublic: false, principal: { AWS: '777788889999' } }, 0],
  ['nor one that is not told', { isPublic: false, principal: {} }, 0],
  ['another resource is not meant', { resource: role, isPublic: false, principal: { AWS: '444455556666' } }, 0],
])('%s', (_, finding, archived) => {
  const given = account().analyzerFinding(finding);
  const [proposal] = proposalsOf(accessAnalyzerFindings, 'archive-intended', given, { intended: [partner] });
  if (archived === 0) expect(proposal).toMatchObject({ blocked: expect.stringContaining('no reason is told') });
  else
    expect(proposal).toMatchObject({
      title: 'Archive the finding on arn:aws:s3:::example-shared: the partner reads it',
      changes: [{ operation: 'access-analyzer:UpdateFindings', to: null }],
    });
});
