import { describe, expect, test } from 'vitest';
import serverCertificateExpiry from '../../remediations/aws/certificates/server-certificate-expiry.ts';
import groupUnused from '../../remediations/aws/groups/group-unused.ts';
import { baselineSchema, type Exception } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import { standingsOf } from '../../src/engine/exceptions.ts';
import { account } from '../../src/providers/aws/model/builder.ts';

const given = account().group('contractors').group('interns');
const { id } = given.build().account;
const day = (offset: number) => new Date(given.now.getTime() + offset * 86_400_000).toISOString().slice(0, 10);

function exception(about: Partial<Exception>): Exception {
  return {
    control: 'group-unused',
    resource: 'contractors',
    owner: 'people@example.com',
    reason: 'hires to come',
    expires: day(30),
    ...about,
  };
}

function scan(exceptions: readonly Exception[], snapshot = given.build(), controls = [groupUnused]) {
  const baseline = baselineSchema.parse({ version: 1, exceptions });
  const findings = evaluate(controls, snapshot, baseline, given.now);
  const standings = standingsOf(baseline.exceptions, findings, snapshot.account.id, given.now);
  return {
    states: standings.map(({ state, findings: number }) => [state, number]),
    of: (group: string) => findings.find(({ resource }) => resource.id === group),
  };
}

describe('an exception', () => {
  const { owner, reason } = exception({});

  test('mutes what it is about and nothing else', () => {
    const { of, states } = scan([exception({})]);
    expect(of('contractors')).toMatchObject({ status: 'muted', exception: { owner, reason, expires: day(30) } });
    expect(of('interns')).toMatchObject({ status: 'fail' });
    expect(of('interns')).not.toHaveProperty('exception');
    expect(states).toEqual([['accepting', 1]]);
  });

  test('holds through its last day, and from the next on its findings count again and name it', () => {
    const today = scan([exception({ expires: day(0) })]);
    expect(today.of('contractors')?.status).toBe('muted');
    expect(today.states).toEqual([['accepting', 1]]);
    const after = scan([exception({ expires: day(-1) })]);
    expect(after.of('contractors')).toMatchObject({ status: 'fail', exception: { owner, reason, expires: day(-1) } });
    expect(after.states).toEqual([['expired', 1]]);
  });

  test('that expired is not in the way of one that holds', () => {
    const { of, states } = scan([exception({ expires: day(-1) }), exception({ owner: 'security@example.com' })]);
    expect(of('contractors')).toMatchObject({ status: 'muted', exception: { owner: 'security@example.com' } });
    expect(states).toEqual([
      ['expired', 0],
      ['accepting', 1],
    ]);
  });

  test.each<[string, Partial<Exception>, [string, number][]]>([
    ['a pattern', { resource: '*n*s' }, [['accepting', 2]]],
    ['a pattern of ARNs', { resource: 'arn:aws:iam::*:group/c*' }, [['accepting', 1]]],
    ['a group that passes', { resource: 'administrators' }, [['unused', 0]]],
    ['a group that is not there', { resource: 'gone' }, [['unused', 0]]],
    ['a group that is not there, expired', { resource: 'gone', expires: day(-1) }, [['expired', 0]]],
    ['another control, which was not chosen', { control: 'user-mfa' }, []],
    ['another account', { account: '999988887777' }, []],
    ['this account', { account: id }, [['accepting', 1]]],
  ])('about %s', (_, about, states) => {
    expect(scan([exception(about)]).states).toEqual(states);
  });

  test('of what could not be judged is not called unused', () => {
    const unread = account().unreadable('authorization-details').build();
    expect(scan([exception({ resource: 'gone' })], unread).states).toEqual([]);
    expect(scan([exception({ expires: day(-1) })], unread).states).toEqual([['expired', 0]]);
  });
});

test('a control that finds nothing to judge says so, once', () => {
  const findings = evaluate([serverCertificateExpiry], given.build(), baselineSchema.parse({ version: 1 }), given.now);
  expect(findings).toMatchObject([
    { status: 'not-applicable', reason: 'nothing-to-assess', resource: { type: 'account', id }, evidence: {} },
  ]);
});
