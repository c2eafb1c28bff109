import { expect, test } from 'vitest';
import groupInlinePolicies from '../../../../remediations/aws/groups/group-inline-policies.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, withPolicy } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const reading = allow('s3:GetObject', 'arn:aws:s3:::logs/*');
const listing = allow('s3:ListBucket', 'arn:aws:s3:::logs');

function holding(...documents: readonly object[]): AccountBuilder {
  return account().group('engineers', (group) =>
    group.inline.push(...documents.map((document, at) => ({ name: `p${at}`, document: JSON.stringify(document) }))),
  );
}

const engineers = [{ resource: 'engineers', reason: 'inline' }];

testRemediation(groupInlinePolicies, {
  compliant: {
    'the boring account': account(),
    'inline policies of users and roles are other practices': account()
      .user('joan', (user) => user.inline('read', reading))
      .role('build', (role) => role.inline.push({ name: 'read', document: JSON.stringify(reading) })),
  },
  violating: {
    'one inline policy': { given: holding(reading), expect: engineers },
    'two, one of which a managed policy says already': {
      given: withPolicy('reading', reading).group('engineers', (group) =>
        group.inline.push(
          { name: 'list', document: JSON.stringify(listing) },
          { name: 'read', document: JSON.stringify(reading, null, 2) },
        ),
      ),
      expect: engineers,
    },
    'two groups of the same document': {
      given: holding(reading).group('administrators', (group) =>
        group.inline.push({ name: 'read', document: JSON.stringify(reading) }),
      ),
      expect: [{ resource: 'administrators', reason: 'inline' }, ...engineers],
    },
  },
});

test('the managed policy is attached before the inline one is deleted', () => {
  expect(proposalsOf(groupInlinePolicies, 'inline-to-managed', holding(reading))).toMatchObject([
    {
      changes: [
        { operation: 'iam:CreatePolicy', dependsOn: [] },
        { operation: 'iam:AttachGroupPolicy', dependsOn: [] },
        { operation: 'iam:DeleteGroupPolicy', dependsOn: [expect.any(String), expect.any(String)] },
      ],
    },
  ]);
});

test('a group that would hold more policies than it may is left, with the reason', () => {
  const many = Array.from({ length: 10 }, (_, at) => allow('s3:GetObject', `arn:aws:s3:::logs/${at}/*`));
  const [proposal] = proposalsOf(groupInlinePolicies, 'inline-to-managed', holding(...many));
  expect(proposal).toMatchObject({ blocked: expect.stringContaining('AttachedPoliciesPerGroupQuota is 10') });
});
