import { describe, expect, test } from 'vitest';
import { compareSnapshots } from '../../../../src/providers/aws/compare/compare-snapshots.ts';
import { built, type Deviate, edited, told } from './told.ts';

const engineering = 'arn:aws:iam::111122223333:policy/engineering';
const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});
const trusting = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }],
  });
const joan: Deviate = (it) => it.user('joan', (user) => user.noGroups().noPassword());
const joanWith =
  (deviate: Parameters<Parameters<Deviate>[0]['user']>[1]): Deviate =>
  (it) =>
    it.user('joan', (user) => deviate?.(user.noGroups().noPassword()));
const keyed = (id: string, active = true) => joanWith((user) => user.key({ id, active }));

describe('in words, there and back', () => {
  test.each<[old: Deviate, now: Deviate, there: string[], back: string[]]>([
    [() => {}, joan, ['+ User joan was created'], ['- User joan was deleted']],
    [
      joan,
      joanWith((user) => user.groups('engineers')),
      ['+ User joan joined group engineers'],
      ['- User joan left group engineers'],
    ],
    [
      joan,
      joanWith((user) => user.attach(engineering)),
      ['+ Policy engineering was attached to user joan'],
      ['- Policy engineering was detached from user joan'],
    ],
    [
      joan,
      joanWith((user) => user.inline('own', allow('s3:*'))),
      ['+ Inline policy own of user joan was added'],
      ['- Inline policy own of user joan was deleted'],
    ],
    [
      joanWith((user) => user.inline('own', allow('s3:GetObject'))),
      joanWith((user) => user.inline('own', allow('s3:*'))),
      ['~ Inline policy own of user joan has another document'],
      ['~ Inline policy own of user joan has another document'],
    ],
    [
      joan,
      joanWith((user) => user.boundary(engineering)),
      ['+ Permissions boundary engineering was set on user joan'],
      ['- Permissions boundary engineering was taken off user joan'],
    ],
    [
      joanWith((user) => user.boundary('arn:aws:iam::aws:policy/ReadOnlyAccess')),
      joanWith((user) => user.boundary(engineering)),
      ['~ Permissions boundary engineering was set on user joan in place of ReadOnlyAccess'],
      ['~ Permissions boundary ReadOnlyAccess was set on user joan in place of engineering'],
    ],
    [
      joan,
      joanWith((user) => user.tag('owner', 'ada').path('/ops/')),
      ['~ User joan was changed (path, tags)'],
      ['~ User joan was changed (path, tags)'],
    ],
    [
      joan,
      keyed('AKIA1'),
      ['+ Access key AKIA1 of user joan was created'],
      ['- Access key AKIA1 of user joan was deleted'],
    ],
    [
      keyed('AKIA1'),
      keyed('AKIA1', false),
      ['~ Access key AKIA1 of user joan was deactivated'],
      ['~ Access key AKIA1 of user joan was activated'],
    ],
    [
      keyed('AKIA1'),
      keyed('AKIA2'),
      ['- Access key AKIA1 of user joan was deleted', '+ Access key AKIA2 of user joan was created'],
      ['+ Access key AKIA1 of user joan was created', '- Access key AKIA2 of user joan was deleted'],
    ],
    [
      (it) => it.user('joan', (user) => user.noGroups().noPassword()),
      (it) => it.user('joan', (user) => user.noGroups().noMfa()),
      ['+ User joan was given a console password'],
      ['- The console password of user joan was deleted'],
    ],
    [
      (it) => it.user('joan', (user) => user.noMfa()),
      (it) => it.user('joan', (user) => user.virtualMfa()),
      ['+ MFA device arn:aws:iam::111122223333:mfa/joan of user joan was enabled'],
      ['- MFA device arn:aws:iam::111122223333:mfa/joan of user joan was deactivated'],
    ],
    [
      joanWith((user) => user.sshKey({ id: 'APKA1' }).signingCertificate({ id: 'CERT1' })),
      joanWith((user) => user.sshKey({ id: 'APKA1', active: false })),
      ['~ SSH key APKA1 of user joan was deactivated', '- Signing certificate CERT1 of user joan was deleted'],
      ['~ SSH key APKA1 of user joan was activated', '+ Signing certificate CERT1 of user joan was uploaded'],
    ],
    [
      () => {},
      (it) => it.group('auditors', (group) => group.attached.push(engineering)),
      ['+ Group auditors was created', '+ Policy engineering was attached to group auditors'],
      ['- Group auditors was deleted', '- Policy engineering was detached from group auditors'],
    ],
    [
      (it) => it.role('ci', (role) => Object.assign(role, { trust: trusting({ Service: 'ec2.amazonaws.com' }) })),
      (it) => it.role('ci', (role) => Object.assign(role, { trust: trusting({ AWS: '444455556666' }) })),
      ['~ Role ci has another trust policy'],
      ['~ Role ci has another trust policy'],
    ],
    [
      (it) => it.policy('deploy', allow('s3:GetObject')),
      (it) => it.policy('deploy', allow('s3:PutObject')),
      ['~ Policy deploy has another document'],
      ['~ Policy deploy has another document'],
    ],
    [
      (it) => it.root({ row: { mfaActive: false } }),
      () => {},
      ['+ MFA of the root user was switched on'],
      ['- MFA of the root user was switched off'],
    ],
  ])('case %#', (old, now, there, back) => {
    expect(told(built(old), built(now))).toEqual(there);
    expect(told(built(now), built(old))).toEqual(back);
  });
});

describe('names and their bearers', () => {
  const details = (edit: Parameters<typeof edited<'authorization-details'>>[2], from = built(joan)) =>
    edited(from, 'authorization-details', edit);
  const rename = <T extends { name: string }>(items: T[], from: string, to: string) =>
    items.filter(({ name }) => name === from).map((item) => Object.assign(item, { name: to }));

  test('another unique id says that a name has another bearer', () => {
    const again = details(({ users, roles }) => {
      for (const item of [...users, ...roles])
        if (['joan', 'support'].includes(item.name)) Object.assign(item, { id: `${item.id}X` });
    });
    expect(told(built(joan), again)).toEqual([
      '~ User joan was deleted and created again',
      '~ Role support was deleted and created again',
    ]);
  });

  test('an id that an export leaves out says nothing', () => {
    const without = details(({ users }) => users.map((user) => Object.assign(user, { id: '', createdAt: '' })));
    expect(told(built(joan), without)).toEqual([]);
    expect(told(without, built(joan))).toEqual([]);
  });

  test('a renamed user keeps keys, groups and access', () => {
    const old = built(joanWith((user) => user.groups('engineers').key({ id: 'AKIA1' })));
    let now = details(({ users }) => rename(users, 'joan', 'jo'), old);
    now = edited(now, 'access-keys', (keys) => keys.map((key) => Object.assign(key, { user: 'jo' })));
    now = edited(now, 'credential-report', ({ rows }) =>
      rows.filter(({ user }) => user === 'joan').map((row) => Object.assign(row, { user: 'jo' })),
    );
    const comparison = compareSnapshots(old, now);
    expect(comparison.differences.map(({ sentence }) => sentence)).toEqual(['User joan was renamed to jo']);
    expect(comparison.access?.shifts).toEqual([]);
  });

  test('a renamed group keeps its members', () => {
    const old = built(joanWith((user) => user.groups('engineers')));
    const now = details(({ users, groups }) => {
      rename(groups, 'engineers', 'builders');
      for (const user of users) user.groups = user.groups.map((name) => (name === 'engineers' ? 'builders' : name));
    }, old);
    expect(told(old, now)).toEqual(['~ Group engineers was renamed to builders']);
  });

  test('two users who swap names are not mistaken for one another', () => {
    const old = built(joan);
    const now = details(({ users }) => {
      const [ada, swapped] = [users.find(({ name }) => name === 'ada'), users.find(({ name }) => name === 'joan')];
      if (ada === undefined || swapped === undefined) throw new Error('both are there');
      [ada.id, swapped.id] = [swapped.id, ada.id];
    }, old);
    expect(told(old, now)).toEqual([
      '~ User ada was deleted and created again',
      '~ User joan was deleted and created again',
    ]);
  });

  test('a policy in use whose document is not listed is a gap, and not gone', () => {
    const now = details(({ policies }) =>
      policies.splice(
        policies.findIndex(({ arn }) => arn === engineering),
        1,
      ),
    );
    const { differences, gaps } = compareSnapshots(built(joan), now);
    expect(differences).toEqual([]);
    expect(gaps).toEqual([
      { evidence: 'policy engineering', missingIn: 'new', reason: 'it is named there and not listed' },
    ]);
    expect(compareSnapshots(now, built(joan)).gaps).toMatchObject([{ missingIn: 'old' }]);
  });

  test('a group that members name and nobody lists is a gap, and not gone', () => {
    const now = details(({ groups }) => groups.splice(0));
    const { differences, gaps } = compareSnapshots(built(joan), now);
    expect(differences).toEqual([]);
    expect(gaps.map(({ evidence }) => evidence)).toEqual(['group administrators', 'group engineers']);
  });

  test('a policy of AWS comes into the evidence with its use, and is told when AWS rewrites it', () => {
    const used: Deviate = (it) => it.awsPolicy('ReadOnlyAccess', allow('s3:Get*'));
    const rewritten: Deviate = (it) => it.awsPolicy('ReadOnlyAccess', allow('s3:Get*', 'sqs:Get*'));
    expect(told(built(), built(used))).toEqual([]);
    expect(told(built(used), built(rewritten))).toEqual(['~ Policy ReadOnlyAccess of AWS has another document']);
  });
});

describe('documents', () => {
  const documentOf = (old: object, now: object, deviate: Deviate = () => {}) => {
    const comparison = compareSnapshots(
      built((it) => it.policy('deploy', old), deviate),
      built((it) => it.policy('deploy', now), deviate),
    );
    return comparison.differences.find(({ resource }) => resource.id === 'deploy')?.document;
  };

  test('one that says the same in another order is no change', () => {
    expect(documentOf(allow('s3:GetObject', 's3:PutObject'), allow('s3:PutObject', 'S3:getobject'))).toBeUndefined();
  });

  test('who has the policy gains and loses what it says', () => {
    const held: Deviate = (it) =>
      it
        .user('joan', (user) => user.attach(it.policyArn('deploy')))
        .user('lin', (user) => user.boundary(it.policyArn('deploy')));
    const document = documentOf(allow('s3:GetObject'), allow('s3:PutObject'), held);
    expect(document).toMatchObject({
      holders: ['user joan', 'user lin (as its boundary)'],
      gains: ['s3:PutObject on every resource'],
      loses: ['s3:GetObject on every resource'],
      denies: [],
      lifts: [],
    });
    expect(document?.text).toMatch(/^-.*s3:GetObject[\s\S]*^\+.*s3:PutObject/m);
  });

  test('a denial that comes or is lifted is told, though it allows nothing', () => {
    const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] };
    const nothing = { Version: '2012-10-17', Statement: [] };
    expect(documentOf(nothing, deny)).toMatchObject({ gains: [], denies: ['iam:* on every resource'], lifts: [] });
    expect(documentOf(deny, nothing)).toMatchObject({ loses: [], denies: [], lifts: ['iam:* on every resource'] });
  });

  test('a trust policy says itself whom it lets in', () => {
    const role = (principal: object) =>
      built((it) => it.role('ci', (role) => Object.assign(role, { trust: trusting(principal) })));
    const [difference] = compareSnapshots(role({ Service: 'ec2.amazonaws.com' }), role({ AWS: '*' })).differences;
    expect(difference?.document).toMatchObject({
      gains: ['can be assumed by anyone (sts:AssumeRole)'],
      loses: ['can be assumed by service ec2.amazonaws.com (sts:AssumeRole)'],
    });
    expect(difference?.document?.holders).toBeUndefined();
  });

  test('a document that one export leaves out is a gap', () => {
    const old = built((it) => it.role('ci'));
    const now = edited(old, 'authorization-details', ({ roles }) =>
      roles.map((role) => Object.assign(role, { trust: '' })),
    );
    expect(told(old, now)).toEqual([]);
    expect(compareSnapshots(old, now).gaps).toContainEqual({
      evidence: 'trust policy of role ci',
      missingIn: 'new',
      reason: 'its document is not held there',
    });
  });
});

describe('access', () => {
  const access = (old: Deviate, now: Deviate) => compareSnapshots(built(old), built(now)).access;

  test('administrators come and go', () => {
    const admin = joanWith((user) => user.groups('administrators'));
    expect(access(joan, admin)).toMatchObject({
      administratorsGained: [
        'user joan becomes an administrator by attached policy AdministratorAccess of group administrators',
      ],
      administratorsLost: [],
    });
    expect(access(admin, joan)).toMatchObject({
      administratorsGained: [],
      administratorsLost: ['user joan is an administrator no more'],
    });
  });

  test('each user and role with what it gains and loses, as sure as it is', () => {
    const was = joanWith((user) => user.inline('own', allow('s3:GetObject')));
    const is = joanWith((user) => user.inline('own', allow('s3:PutObject')));
    expect(access(was, is)?.shifts).toEqual([
      {
        principal: 'user joan',
        gains: ['s3:PutObject on every resource'],
        loses: ['s3:GetObject on every resource'],
        surelyGains: true,
        surelyLoses: true,
      },
    ]);
    const unlisted = joanWith((user) => user.attach('arn:aws:iam::111122223333:policy/unlisted'));
    expect(access(joan, unlisted)?.shifts).toMatchObject([{ principal: 'user joan', surelyGains: false }]);
  });

  test('it is not known where the evidence is missing', () => {
    expect(access(joan, (it) => it.unreadable('authorization-details'))).toBeUndefined();
  });
});
