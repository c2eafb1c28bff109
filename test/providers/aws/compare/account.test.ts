import { describe, expect, test } from 'vitest';
import { compareSnapshots } from '../../../../src/providers/aws/compare/compare-snapshots.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../../../src/providers/aws/model/collections.ts';
import { governedAccount, managingAccount } from '../../../support/governed-account.ts';
import { built, type Deviate, edited, told } from './told.ts';

const secret = { name: 'database' };
const trail: Deviate = (it) =>
  it.monitoring(({ trails }) => trails.map((one) => Object.assign(one, { logging: false, multiRegion: false })));

const untold = { status: 'unreadable', cause: 'denied', reason: 'denied' } as const;

describe('in words', () => {
  test.each<[now: Deviate, ...sentences: string[]]>([
    [(it) => it.passwordPolicy({ minimumLength: 8 }), '~ The password policy was changed'],
    [(it) => it.passwordPolicy(null), '- The password policy was removed'],
    [(it) => it.alternateContacts({ security: null }), '- The alternate contact for security was removed'],
    [(it) => it.organization(null), '- The account left organization o-exampleorg1'],
    [(it) => it.organization({ id: 'o-other' }), '~ The account left organization o-exampleorg1 for o-other'],
    [(it) => it.organization({ featureSet: 'CONSOLIDATED_BILLING' }), '~ Organization o-exampleorg1 was changed'],
    [
      (it) =>
        it.organization({ rootFeatures: { status: 'read', data: { credentialsManagement: false, sessions: false } } }),
      '~ How the organization manages the root users of its accounts was changed',
    ],
    [(it) => it.root({ summary: { UsersQuota: 10_000 } }), '~ UsersQuota: IAM counts 10000, and counted 5000'],
    [trail, '~ Trail main stopped logging and was changed (multiRegion)'],
    [
      (it) => it.monitoring(({ sns }) => sns.map((topic) => topic.subscriptions.splice(0))),
      '- Subscription of security@example.com (email) to topic security-alarms was deleted',
    ],
    [
      (it) =>
        it.monitoring(({ alarms }) =>
          Object.assign(alarms.find(({ name }) => name === 'root-activity') ?? {}, { threshold: 5 }),
        ),
      '~ Alarm root-activity in us-east-1 was changed (threshold)',
    ],
    [
      (it) => it.config(({ recorders }) => recorders.map((one) => Object.assign(one, { recording: false }))),
      '~ Recorder default in eu-west-1 stopped recording',
      '~ Recorder default in us-east-1 stopped recording',
    ],
    [(it) => it.secrets([secret]), '+ Secret database in us-east-1 was created'],
    [
      (it) => it.instances([{ id: 'i-1', profile: 'arn:aws:iam::111122223333:instance-profile/app' }]),
      '+ Instance i-1 in us-east-1 is new',
    ],
    [(it) => it.analyzerFinding(), '+ Finding that anybody can use arn:aws:s3:::example-shared is new'],
    [
      (it) => it.analyzerFinding({ isPublic: false, principal: { AWS: '444455556666' } }),
      '+ Finding that AWS 444455556666 can use arn:aws:s3:::example-shared is new',
    ],
    [(it) => it.samlProvider('corp'), '+ SAML provider corp was created'],
    [(it) => it.oidcProvider('token.example.com'), '+ OpenID Connect provider token.example.com was created'],
    [(it) => it.serverCertificate('shop'), '+ Server certificate shop was uploaded'],
    [
      (it) => it.buckets(({ items }) => items.map((bucket) => Object.assign(bucket, { logging: { status: 'off' } }))),
      '~ Bucket trail-111122223333 was changed (logging)',
    ],
  ])('case %#', (now, ...sentences) => {
    expect(told(built(), built(now))).toEqual(sentences);
    expect(told(built(now), built())).toHaveLength(sentences.length);
  });

  test('a certificate under another name, and another one under the same name', () => {
    const old = governedAccount().build();
    const now = edited(old, 'server-certificates', (items) => {
      for (const item of items)
        if (item.name === 'old') item.name = 'kept';
        else if (item.name === 'sound') item.id = 'ASCAOTHER';
    });
    expect(told(old, now)).toEqual([
      '~ Server certificate old was renamed to kept',
      '~ Server certificate sound was deleted and uploaded again',
    ]);
  });

  test('a policy that the organization wrote', () => {
    const old = managingAccount().build();
    const now = edited(old, 'organization', (organization) => {
      const own = organization?.ownPolicies;
      if (own?.status !== 'read') return;
      own.data.splice(1);
      for (const policy of own.data) policy.document = '{}';
    });
    expect(told(old, now)).toEqual([
      '~ Service control policy of the organization regions was changed (document)',
      '- Service control policy of the organization spare was deleted',
    ]);
    expect(told(managingAccount().organization({ ownPolicies: untold }).build(), old)).toEqual([]);
  });

  test('the alias of the account', () => {
    const now = { ...built(), account: { ...built().account, alias: 'other' } };
    const [difference] = compareSnapshots(built(), now).differences;
    expect(difference).toMatchObject({
      sentence: 'The alias of the account was changed',
      facts: [{ fact: 'alias', from: 'example', to: 'other' }],
    });
  });

  test('lists are sets, and tags are told one by one', () => {
    const tagged = (tags: Record<string, string>) => built((it) => it.instances([{ id: 'i-1', tags }]));
    expect(compareSnapshots(tagged({ a: '1', b: '2' }), tagged({ b: '3', a: '1' })).differences).toMatchObject([
      { facts: [{ fact: 'tags.b', from: '2', to: '3' }] },
    ]);
    const clients = (...clientIds: string[]) => built((it) => it.oidcProvider('x.example.com', { clientIds }));
    expect(told(clients('a', 'b'), clients('b', 'a'))).toEqual([]);
  });
});

describe('what the report tells alone', () => {
  const blind: Deviate = (it) =>
    it
      .unreadable('authorization-details', 'not-collected')
      .unreadable('access-keys', 'not-collected')
      .unreadable('mfa-devices', 'not-collected');

  test('users, keys and devices, where nothing else does', () => {
    const now = built(blind, (it) => it.user('joan', (user) => user.key()));
    expect(told(built(blind), now)).toEqual([
      '+ User joan was created',
      '+ User joan was given a console password',
      '+ MFA of user joan was switched on',
      '+ The first access key of user joan was created',
    ]);
  });

  test('a key slot that another key has', () => {
    const slot = (ageDays: number, active = true) =>
      built(blind, (it) => it.user('joan', (user) => user.key({ ageDays, active })));
    expect(told(slot(90), slot(1))).toEqual([
      '~ The first access key of user joan was replaced, or switched off and on again',
    ]);
    expect(told(slot(90), slot(90, false))).toEqual(['~ The first access key of user joan was deactivated']);
  });

  test('a row that is missing while its user exists tells nothing', () => {
    const cut = edited(built(), 'credential-report', ({ rows }) => rows.splice(0));
    expect(told(built(), cut)).toEqual([]);
    expect(told(cut, built())).toEqual([]);
  });

  test('a password that was changed', () => {
    const now = edited(built(), 'credential-report', ({ rows }) =>
      rows.map((row) => Object.assign(row, row.user === 'ada' ? { passwordLastChanged: account().daysAgo(0) } : {})),
    );
    expect(told(built(), now)).toEqual(['~ The console password of user ada was changed']);
  });

  test('a moment that AWS does not tell is no change', () => {
    const unknown = edited(built(), 'credential-report', ({ rows }) =>
      rows.map((row) => Object.assign(row, { passwordEnabled: 'unknown', passwordLastChanged: 'unknown' })),
    );
    expect(told(built(), unknown)).toEqual([]);
    expect(told(unknown, built())).toEqual([]);
  });

  test('the summary, where there is no row of the root user', () => {
    const summary = (AccountMFAEnabled: number) =>
      built((it) => it.root({ row: null, devices: [], summary: { AccountMFAEnabled } }));
    expect(told(summary(1), summary(0))).toEqual(['~ MFA of the root user: IAM counts 0, and counted 1']);
  });
});

describe('what cannot be compared is a gap, and never removed', () => {
  const gaps = (old: AwsSnapshot, now: AwsSnapshot) => {
    const { differences, gaps: found } = compareSnapshots(old, now);
    expect(differences).toEqual([]);
    return found.map(({ evidence, missingIn }) => `${evidence}, ${missingIn}`);
  };
  const all = () => governedAccount().secrets([{ name: 'here' }, { name: 'there', region: 'eu-west-1' }]);

  test('every collection that one side or neither read', () => {
    const names = Object.keys(built().collections);
    const compared = names.filter((name) => name !== 'service-last-accessed' && name !== 'cloudtrail-events');
    const none = { status: 'unreadable', cause: 'denied', reason: 'denied' } as const;
    for (const name of compared) {
      const old = all().build();
      const now = { ...old, collections: { ...old.collections, [name]: none } };
      expect(compareSnapshots(old, now).gaps).toContainEqual({ evidence: name, missingIn: 'new', reason: 'denied' });
      expect(compareSnapshots(now, old).gaps).toContainEqual({ evidence: name, missingIn: 'old', reason: 'denied' });
      expect(compareSnapshots(now, now).gaps).toContainEqual({ evidence: name, missingIn: 'both', reason: 'denied' });
    }
  });

  test('a region that one side did not read', () => {
    const now = all()
      .coverage({ regions: ['us-east-1'], gaps: [{ region: 'eu-west-1', reason: 'shut' }] })
      .build();
    expect(gaps(all().build(), now)).toContain('secrets of eu-west-1, new');
    expect(gaps(now, all().build())).toContain('secrets of eu-west-1, old');
  });

  test('a part of the organization', () => {
    const now = all().organization({ serviceControlPolicies: untold }).build();
    expect(gaps(all().build(), now)).toEqual(['the organization’s service control policies, new']);
    const managing = managingAccount().organization({ ownPolicies: untold }).build();
    expect(gaps(managingAccount().build(), managing)).toEqual([
      'the service control policies that the organization wrote, new',
    ]);
  });

  test('the findings of an analyzer that has more than were read', () => {
    const now = edited(all().build(), 'access-analyzer', ({ analyzers, findings }) => {
      for (const analyzer of analyzers) if (analyzer.region === 'us-east-1') analyzer.findingsGap = 'there are more';
      findings.splice(0, findings.length, ...findings.filter(({ region }) => region !== 'us-east-1'));
    });
    expect(gaps(all().build(), now)).toContain('findings of analyzer external-access, new');
  });

  test('monitoring of a region that no trail points to', () => {
    const elsewhere = edited(built(), 'metric-filters', (filters) => {
      const [first] = filters;
      if (first !== undefined) filters.push({ ...first, region: 'eu-west-1' });
    });
    expect(gaps(elsewhere, built())).toEqual(['metric filters of eu-west-1, new']);
    expect(gaps(built(), elsewhere)).toEqual(['metric filters of eu-west-1, old']);
  });

  test('buckets that only one side looked at', () => {
    const now = built((it) =>
      it.buckets((buckets) => {
        buckets.scope = 'all';
        buckets.items.push({ name: 'another', trails: [], logging: { status: 'off' } });
      }),
    );
    expect(gaps(built(), now)).toEqual(['buckets that no trail delivers to, old']);
    expect(gaps(now, built())).toEqual(['buckets that no trail delivers to, new']);
  });

  test('what only one listing tells of a thing is not compared', () => {
    const listed = (listedOnly: boolean) => built((it) => it.serverCertificate('shop', { listedOnly }));
    expect(told(listed(false), listed(true))).toEqual([]);
  });
});

describe('the two snapshots', () => {
  test('of two accounts are refused', () => {
    const other = { ...built(), account: { id: '999988887777', partition: 'aws' } };
    expect(() => compareSnapshots(built(), other)).toThrow(
      expect.objectContaining({ code: 'WrongAccount', message: expect.stringMatching(/111122223333.*999988887777/) }),
    );
    const china = { ...built(), account: { ...built().account, partition: 'aws-cn' } };
    expect(() => compareSnapshots(built(), china)).toThrow('of two accounts');
  });

  test('given the wrong way round are told to be so', () => {
    const later = { ...built(), collectedAt: '2026-03-08T12:00:00.000Z' };
    expect(compareSnapshots(built(), later).reversed).toBe(false);
    expect(compareSnapshots(built(), built()).reversed).toBe(false);
    expect(compareSnapshots(later, built()).reversed).toBe(true);
  });
});
