import { expect, test } from 'vitest';
import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { AwsControl } from '../../src/providers/aws/model/control.ts';
import { testRemediation } from './harness.ts';
import { proposalsOf } from './proposals.ts';

const own = '111122223333';
const profileArn = (name: string) => `arn:aws:iam::${own}:instance-profile/${name}`;

/** Holds the control of one tier to what must be true of each. */
export function testTier(control: AwsControl, tier: 'app' | 'web'): void {
  const [parameter, policyParameter] = [`${tier}TierTag`, `${tier}TierPolicy`];
  const engineering = account().policyArn('engineering');
  const tags = { tier: 'this' };
  const tag = { [parameter]: { key: 'tier', value: 'this' } };
  const settings = { controls: { [control.id]: { ...tag, [policyParameter]: engineering } } };
  const withRole = (policies: 'inline' | 'attached' | 'none', profile = 'shop'): AccountBuilder =>
    account()
      .role('shop', (role) => {
        role.instanceProfiles.push({ name: 'shop', arn: profileArn('shop'), createdAt: account().daysAgo(300) });
        if (policies === 'attached') role.attached.push(engineering);
        if (policies === 'inline')
          role.inline.push({ name: 'own', document: '{"Version":"2012-10-17","Statement":[]}' });
      })
      .instances([{ id: 'i-1', tags, profile: profileArn(profile) }]);

  testRemediation(control, {
    baseline: settings,
    compliant: {
      'a role with a managed policy': withRole('attached'),
      'a role with an inline policy': withRole('inline'),
      'instances of another tier, and tags in another case': account().instances([
        { id: 'i-1', tags: { tier: 'that' } },
        { id: 'i-2', tags: { Tier: 'this' } },
      ]),
      'an instance that is gone': account().instances([
        { id: 'i-1', tags, state: 'terminated' },
        { id: 'i-2', tags, state: 'shutting-down' },
      ]),
    },
    violating: {
      'no instance profile': {
        given: account().instances([{ id: 'i-1', tags }]),
        expect: [{ resource: 'i-1', reason: 'profileless' }],
      },
      'a profile that holds no role': {
        given: withRole('attached', 'other'),
        expect: [{ resource: 'i-1', reason: 'roleless' }],
      },
      'a role without a policy': {
        given: withRole('none'),
        expect: [{ resource: 'i-1', reason: 'bare' }],
      },
      'a stopped instance in another region': {
        given: account().instances([{ id: 'i-1', region: 'eu-west-1', state: 'stopped', tags }]),
        expect: [{ resource: 'i-1', reason: 'profileless' }],
      },
    },
    notApplicable: {
      'accounts that do not tell the tag': {
        given: account().instances([{ id: 'i-1', tags }]),
        baseline: {},
        expect: [{ resource: own, reason: 'unset' }],
      },
      'accounts without such instances': { given: account(), expect: [{ resource: own, reason: 'empty' }] },
    },
    unknown: {
      'a region that could not be read': {
        given: withRole('attached').coverage({
          regions: ['us-east-1'],
          gaps: [{ region: 'eu-west-1', reason: 'denied' }],
        }),
        expect: [{ resource: 'eu-west-1', reason: 'unseen' }],
      },
      'regions that could not be listed': {
        given: account().coverage({ gaps: [{ reason: 'ec2:DescribeRegions was denied' }] }),
        expect: [{ resource: own, reason: 'unseen' }],
      },
    },
  });

  const attach = `attach-${tier}-tier-policy`;
  const proposed = (given: AccountBuilder, parameters: Record<string, unknown>) =>
    proposalsOf(control, attach, given, parameters);

  test('the policy of the tier is attached once, as the baseline asks', () => {
    const given = withRole('none').instances([
      { id: 'i-1', tags, profile: profileArn('shop') },
      { id: 'i-2', tags, profile: profileArn('shop') },
    ]);
    const changes = proposed(given, { ...tag, [policyParameter]: engineering }).flatMap((proposal) =>
      'changes' in proposal ? proposal.changes : [],
    );
    expect(new Set(changes.map(({ id }) => id)).size).toBe(1);
    for (const change of changes) expect(change.askedBy).toBe(`${policyParameter} of ${control.id}`);
  });

  test.each([
    ['no policy is named', withRole('none'), `set ${policyParameter} of ${control.id}`],
    ['the instance has no role', account().instances([{ id: 'i-1', tags }]), 'instance i-1 has no role'],
  ])('nothing is attached where %s', (_, given, reason) => {
    expect(proposed(given, tag)).toEqual([expect.objectContaining({ blocked: expect.stringContaining(reason) })]);
  });
}
