import { compareSnapshots } from '../../src/providers/aws/compare/compare-snapshots.ts';
import { type AccountBuilder, account, builtAt } from '../../src/providers/aws/model/builder.ts';

const allow = (actions: readonly string[], resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: resource }],
});
const trusting = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });

/** What both snapshots have: a policy that is written, a group that holds it, and a role. */
function example(actions: readonly string[], principal: object): AccountBuilder {
  const built = account();
  return built
    .policy('deploy', allow(actions, 'arn:aws:s3:::releases/*'))
    .group('deployers', (group) => group.attached.push(built.policyArn('deploy')))
    .role('ci', (role) => Object.assign(role, { trust: trusting(principal) }));
}

const old = example(['s3:PutObject', 's3:GetObject'], { Service: 'codebuild.amazonaws.com' })
  .user('joan', (user) =>
    user
      .groups('deployers')
      .inline('debug', allow(['ec2:Describe*'], '*'))
      .key({ id: 'AKIAOLD' }),
  )
  .user('lin', (user) => user.tag('team', 'web'))
  .secrets([{ name: 'database', rotationEnabled: true, everyDays: 30 }])
  .build();

const now = example(['s3:GetObject', 's3:DeleteObject'], { AWS: 'arn:aws:iam::444455556666:root' })
  .user('joan', (user) => user.groups('deployers').key({ id: 'AKIAOLD', active: false }).key({ id: 'AKIANEW' }).noMfa())
  .user('lin', (user) => user.groups('administrators').tag('team', 'platform'))
  .user('mallory', (user) => user.noPassword().key({ id: 'AKIAMAL' }))
  .secrets([{ name: 'database', rotationEnabled: false }])
  .passwordPolicy({ minimumLength: 8 })
  .monitoring(({ trails }) => trails.map((trail) => Object.assign(trail, { logging: false })))
  .unreadable('waf', 'denied', 'wafv2:ListWebACLs')
  .build();

/** A week in which much was changed, and some of the evidence was denied. */
export const sampleComparison = compareSnapshots(old, {
  ...now,
  collectedAt: new Date(builtAt.getTime() + 7 * 86_400_000).toISOString(),
});
