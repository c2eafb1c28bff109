import { describe, expect, test } from 'vitest';
import userUnapproved from '../../../../remediations/aws/users/user-unapproved.ts';
import userUnused from '../../../../remediations/aws/users/user-unused.ts';
import { assemblePlan } from '../../../../src/engine/assemble.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { type Change, invert, simulate } from '../../../../src/engine/change.ts';
import { evaluate } from '../../../../src/engine/evaluate.ts';
import type { UserBuilder } from '../../../../src/providers/aws/model/build-user.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { operations } from '../../../../src/providers/aws/operations/index.ts';
import { userQuarantine } from '../../../../src/providers/aws/policy/quarantine.ts';
import { awsProvider } from '../../../../src/providers/aws/provider.ts';
import { ownArn, statements } from '../../../support/policy-documents.ts';
import { proposalsOf } from '../../../support/proposals.ts';
import { quarantined } from '../../../support/quarantine.ts';

const ken = (deviate: (user: UserBuilder) => unknown) => account().user('ken', deviate);

function changesBy(remedy: string, given: AccountBuilder): readonly Change[] {
  const [proposal] = proposalsOf(userUnused, remedy, given);
  if (proposal === undefined || !('changes' in proposal)) throw new Error(JSON.stringify(proposal));
  return proposal.changes;
}

function blockedBy(remedy: string, given: AccountBuilder): string | undefined {
  const [proposal] = proposalsOf(userUnused, remedy, given);
  return proposal !== undefined && 'blocked' in proposal ? proposal.blocked : undefined;
}

describe('quarantine', () => {
  const unused = (user: UserBuilder) =>
    user
      .password({ usedDaysAgo: 100 })
      .key({ id: 'AKIAON', ageDays: 300, usedDaysAgo: 200 })
      .key({ id: 'AKIAOFF', ageDays: 300, usedDaysAgo: 200, active: false });

  test('denies everything first, then takes the credentials out of use; all else stays', () => {
    const changes = changesBy('quarantine-user', ken(unused));
    expect(changes.map(({ title }) => title)).toEqual([
      'Put inline policy remediate-quarantine into user ken',
      'Deactivate access key AKIAON of ken',
      'Delete the console password of ken',
    ]);
    const [denied, ...others] = changes;
    for (const change of others) expect(change.dependsOn).toEqual([denied?.id]);
    expect(denied?.to).toEqual({ document: userQuarantine(account().now) });
  });

  test.each(['access-keys'] as const)('is blocked while nobody can tell the credentials: %s', (name) => {
    expect(blockedBy('quarantine-user', ken(unused).unreadable(name))).toContain(`${name} was not read`);
  });
});

describe('deletion', () => {
  const full = (user: UserBuilder) =>
    quarantined(user, 40)
      .groups('engineers')
      .attach(ownArn('engineering'))
      .inline('own', statements({ Effect: 'Allow', Action: 's3:GetObject' }))
      .boundary(ownArn('engineering'))
      .key({ id: 'AKIAOFF', ageDays: 300, usedDaysAgo: 200, active: false })
      .virtualMfa()
      .sshKey({ id: 'APKA1', body: 'ssh-rsa AAAA' })
      .signingCertificate({ id: 'CERT1' })
      .tag('team', 'x');

  test('takes everything off first, and what shuts the user out last', () => {
    const changes = changesBy('delete-user', ken(full));
    expect(changes.map(({ title }) => title)).toEqual([
      'Remove user ken from group engineers',
      'Detach policy engineering from user ken',
      'Delete inline policy own of user ken',
      'Delete access key AKIAOFF of ken',
      'Delete SSH key APKA1 of ken',
      'Delete signing certificate CERT1 of ken',
      'Deactivate MFA device arn:aws:iam::111122223333:mfa/ken of ken',
      'Delete inline policy remediate-quarantine of user ken',
      'Take the permissions boundary off user ken',
      'Delete user ken',
    ]);
    const last = changes.slice(-3).map(({ id }) => id);
    expect(changes.at(-1)?.dependsOn).toEqual(last.slice(0, 2));
    expect(changes.at(-2)?.dependsOn).toHaveLength(7);
  });

  test('is undone without the secrets: the key and the MFA device are gone, all else is back', () => {
    const given = ken(full);
    const before = given.build();
    const changes = changesBy('delete-user', given);
    const after = simulate(operations, before, changes);
    const inverses = [...changes].reverse().flatMap((change) => invert(operations, change) ?? []);
    expect(inverses).toHaveLength(changes.length - 2);
    const back = simulate(operations, after, inverses);
    expect(back.collections['authorization-details']).toEqual(before.collections['authorization-details']);
    expect(back.collections['ssh-keys']).toEqual(before.collections['ssh-keys']);
    expect(back.collections['signing-certificates']).toEqual(before.collections['signing-certificates']);
    expect(back.collections['account-summary']).toEqual(before.collections['account-summary']);
  });

  const overdue = () => ken((user) => quarantined(user, 40));

  test.each([
    [
      'a role trusts the user by name',
      overdue().role('deployer', (role) => {
        role.trust = JSON.stringify({
          Statement: [
            { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::111122223333:user/ken' } },
          ],
        });
      }),
      'the trust policy of role deployer names user ken: take it out there first',
    ],
    [
      'nobody can tell the SSH keys',
      overdue().unreadable('ssh-keys'),
      'nobody can tell which credentials the user has: ssh-keys was not read; plan with all controls',
    ],
    [
      'the user is in no quarantine',
      ken((user) => user.password({ usedDaysAgo: 100 })),
      'user ken is not in quarantine: that comes first, so that somebody can miss it',
    ],
  ])('is blocked where %s', (_, given, reason) => {
    expect(blockedBy('delete-user', given)).toBe(reason);
  });
});

test('two practices that ask for the same quarantine get it once', () => {
  const given = ken((user) => user.password({ usedDaysAgo: 100 }).key({ ageDays: 300, usedDaysAgo: 200 }));
  const about = [userUnused, userUnapproved];
  const approved = { approvedUsers: ['ada', 'grace', 'edsger'] };
  const baseline = baselineSchema.parse({ version: 1, controls: { 'user-unapproved': approved } });
  const snapshot = given.build();
  const chosen = evaluate(about, snapshot, baseline, given.now).filter(({ status }) => status === 'fail');
  const input = { provider: awsProvider, controls: about, snapshot, baseline, now: given.now, chosen };
  const plan = assemblePlan({ ...input, via: 'recommended', declarative: () => false });
  expect(plan.changes).toHaveLength(3);
  expect(plan.predicted.closes).toEqual(chosen.map(({ fingerprint }) => fingerprint).sort());
  expect(plan.predicted.closes).toHaveLength(2);
});
