import { describe, expect, test } from 'vitest';
import { controls } from '../../../remediations/index.ts';
import { defaultBaseline } from '../../../src/engine/baseline.ts';
import { RemediateError } from '../../../src/engine/errors.ts';
import { evaluate } from '../../../src/engine/evaluate.ts';
import type { ImportFile } from '../../../src/providers/aws/import/files.ts';
import { type ImportInput, importSnapshot } from '../../../src/providers/aws/import/import-snapshot.ts';
import { parseSnapshot, serializeSnapshot } from '../../../src/providers/aws/import/snapshot-file.ts';
import { builtAt } from '../../../src/providers/aws/model/builder.ts';
import type { CollectionName } from '../../../src/providers/aws/model/collections.ts';

const own = (rest: string) => `arn:aws:iam::111122223333:${rest}`;
const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] };
const at = '2026-01-02T03:04:05.000Z';

const details = {
  UserDetailList: [
    {
      Path: '/',
      UserName: 'pat',
      UserId: 'AIDAPAT',
      Arn: own('user/pat'),
      CreateDate: '2026-01-02 03:04:05+00:00',
      GroupList: ['b', 'a'],
      UserPolicyList: [{ PolicyName: 'mine', PolicyDocument: document }],
      AttachedManagedPolicies: [{ PolicyName: 'gone', PolicyArn: own('policy/gone') }],
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: own('policy/edge') },
      Tags: [
        { Key: 'b', Value: '2' },
        { Key: 'a', Value: '1' },
      ],
    },
  ],
  GroupDetailList: [
    { GroupName: 'a', GroupId: 'AGPA', Arn: own('group/a'), CreateDate: at, AttachedManagedPolicies: {} },
  ],
  RoleDetailList: [
    {
      RoleName: 'worker',
      RoleId: 'AROA',
      Arn: own('role/worker'),
      CreateDate: at,
      AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(document)),
      RoleLastUsed: {},
      Tags: null,
    },
  ],
  Policies: [
    {
      Arn: own('policy/edge'),
      PolicyId: 'ANPA',
      PolicyVersionList: [
        { VersionId: 'v10', IsDefaultVersion: true, CreateDate: at, Document: document },
        { VersionId: 'v9', IsDefaultVersion: false, CreateDate: at, Document: document },
      ],
    },
  ],
};

const file = (value: unknown, path = 'file.json'): ImportFile => ({
  path,
  text: typeof value === 'string' ? value : JSON.stringify(value),
});

function imported(files: ImportInput['files'], rest: Partial<ImportInput> = {}) {
  return importSnapshot({ files, now: builtAt, accountId: '111122223333', ...rest });
}

function data(name: CollectionName, ...values: unknown[]): unknown {
  const files = values.map((value, index) => file(value, `file${index + 1}`));
  const collection = imported({ [name]: files }, { region: 'eu-west-1' }).collections[name];
  return collection.status === 'read' ? collection.data : collection;
}

describe('authorization details', () => {
  const expected = {
    users: [
      {
        name: 'pat',
        id: 'AIDAPAT',
        arn: own('user/pat'),
        path: '/',
        createdAt: at,
        groups: ['a', 'b'],
        inline: [{ name: 'mine', document: JSON.stringify(document) }],
        attached: [own('policy/gone')],
        boundary: own('policy/edge'),
        tags: { a: '1', b: '2' },
      },
    ],
    groups: [{ name: 'a', id: 'AGPA', arn: own('group/a'), path: '/', createdAt: at, inline: [], attached: [] }],
    roles: [
      {
        name: 'worker',
        id: 'AROA',
        arn: own('role/worker'),
        path: '/',
        createdAt: at,
        trust: JSON.stringify(document),
        inline: [],
        attached: [],
        instanceProfiles: [],
        lastUsed: null,
        tags: {},
      },
    ],
    policies: [
      {
        name: 'edge',
        id: 'ANPA',
        arn: own('policy/edge'),
        path: '/',
        createdAt: '',
        versions: [
          { id: 'v9', isDefault: false, createdAt: at, document: JSON.stringify(document) },
          { id: 'v10', isDefault: true, createdAt: at, document: JSON.stringify(document) },
        ],
        tags: {},
      },
    ],
    emptyProfiles: [],
  };

  test('as the AWS CLI prints them', () => {
    expect(data('authorization-details', details)).toEqual(expected);
  });

  test('page by page, in several files or one, and a page given twice', () => {
    const { UserDetailList, ...rest } = details;
    const first = { UserDetailList, IsTruncated: true, Marker: 'm' };
    expect(data('authorization-details', first, rest)).toEqual(expected);
    expect(data('authorization-details', [rest, first, first])).toEqual(expected);
  });

  test('page after page appended to one file', () => {
    const { UserDetailList, ...rest } = details;
    const appended = `${JSON.stringify({ UserDetailList, IsTruncated: true, Marker: 'm' })}\n${JSON.stringify(rest, null, 4)}\n`;
    expect(data('authorization-details', appended)).toEqual(expected);
  });

  test.each([
    [{ ...details, IsTruncated: true, Marker: 'm' }, 'the listing goes on and no file holds its end'],
    [
      { UserDetailList: details.UserDetailList, Policies: [] },
      'no file holds GroupDetailList; no file holds RoleDetailList',
    ],
  ])('what is missing of a listing is told, and nothing that rests on it passes as a whole: %#', (value, missing) => {
    const warnings: string[] = [];
    const files = { 'authorization-details': [file(value, 'page.json')] };
    const snapshot = imported(files, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([expect.stringContaining(missing)]);
    const judged = evaluate(
      controls,
      parseSnapshot(serializeSnapshot(snapshot), 'again'),
      defaultBaseline,
      new Date(at),
    );
    for (const { id } of controls.filter(({ reads }) => reads.join() === 'authorization-details'))
      expect(judged).toContainEqual(
        expect.objectContaining({
          control: id,
          status: 'unknown',
          reason: 'partial',
          evidence: { collection: 'authorization-details' },
        }),
      );
  });

  test.each([
    ['[not json', 'file1 is not JSON'],
    [{}, 'file1: holds none of UserDetailList'],
    [{ UserDetailList: 'pat' }, 'file1: UserDetailList: '],
    [{ UserDetailList: [{ UserName: 'pat' }, { UserName: 7 }] }, 'file1: UserDetailList[1].UserName: '],
    [
      [details, { GroupDetailList: [{ GroupName: 'a', CreateDate: 'soon' }] }],
      'file1: [1].GroupDetailList[0].CreateDate: is no time',
    ],
  ])('what is broken is said with its place: %#', (value, message) => {
    const importing = () => data('authorization-details', value);
    expect(importing).toThrow(RemediateError);
    expect(importing).toThrow(message);
  });
});

describe('the credential report', () => {
  const csv = `user,arn,password_enabled,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date\npat,${own('user/pat')},false,true,${at},N/A\n`;

  test('as a table, its time that of the file', () => {
    const modifiedAt = new Date('2026-02-02T02:02:02Z');
    const { collections } = imported({ 'credential-report': [{ ...file(csv), modifiedAt }] });
    expect(collections['credential-report']).toMatchObject({
      data: { generatedAt: modifiedAt.toISOString(), rows: [{ user: 'pat', passwordEnabled: false }] },
    });
  });

  test('as the AWS CLI prints it', () => {
    const Content = Buffer.from(csv).toString('base64');
    expect(data('credential-report', { Content, ReportFormat: 'text/csv', GeneratedTime: at })).toMatchObject({
      generatedAt: at,
      rows: [{ user: 'pat' }],
    });
  });

  test('in base64, as a query for its content prints it', () => {
    const given = `${Buffer.from(csv).toString('base64')}\n`;
    expect(data('credential-report', given)).toMatchObject({ rows: [{ user: 'pat' }] });
  });

  test('gives the listed keys their last use', () => {
    const metadata = { UserName: 'pat', AccessKeyId: 'AKIA1', Status: 'Active', CreateDate: at };
    const keys = [file({ AccessKeyMetadata: [metadata] })];
    const { collections } = imported({ 'credential-report': [file(csv)], 'access-keys': keys });
    expect(collections['access-keys']).toEqual({
      status: 'read',
      data: [{ user: 'pat', id: 'AKIA1', active: true, createdAt: at, lastUsed: 'never' }],
    });
    expect(imported({ 'access-keys': keys }).collections['access-keys']).toMatchObject({
      data: [{ lastUsed: 'unknown' }],
    });
  });

  test('there is one of', () => {
    expect(() => data('credential-report', csv, csv)).toThrow('file2: an account has one credential report');
  });
});

describe('the smaller answers', () => {
  test.each([
    ['account-summary', { SummaryMap: { Users: 2, AccountMFAEnabled: 1 } }, { AccountMFAEnabled: 1, Users: 2 }],
    ['password-policy', '', null],
    [
      'password-policy',
      { PasswordPolicy: { MinimumPasswordLength: 12, RequireSymbols: true, ExpirePasswords: false } },
      expect.objectContaining({ minimumLength: 12, requireSymbols: true, requireNumbers: false }),
    ],
    [
      'mfa-devices',
      {
        VirtualMFADevices: [
          { SerialNumber: own('mfa/root'), EnableDate: at, User: { Arn: own('root') } },
          { SerialNumber: own('mfa/spare') },
        ],
        MFADevices: [{ UserName: 'pat', SerialNumber: 'GAHT1', EnableDate: at }],
      },
      [
        { user: '<root_account>', serial: own('mfa/root'), kind: 'virtual', enabledAt: at },
        { user: 'pat', serial: 'GAHT1', kind: 'hardware', enabledAt: at },
      ],
    ],
    [
      'metric-filters',
      {
        metricFilters: [
          {
            filterName: 'root',
            logGroupName: 'trail',
            filterPattern: '{ $.userIdentity.type = "Root" }',
            metricTransformations: [{ metricName: 'root', metricNamespace: 'CIS', metricValue: '1' }],
          },
        ],
      },
      [expect.objectContaining({ region: 'eu-west-1', logGroup: 'trail', name: 'root', metric: 'root', value: '1' })],
    ],
    [
      'alarms',
      {
        MetricAlarms: [
          {
            AlarmName: 'root',
            AlarmArn: 'arn:aws:cloudwatch:us-west-2:111122223333:alarm:root',
            MetricName: 'root',
            Namespace: 'CIS',
            Statistic: 'Sum',
            Threshold: 1,
            AlarmActions: [],
          },
        ],
        CompositeAlarms: [],
      },
      [expect.objectContaining({ region: 'us-west-2', name: 'root', statistic: 'Sum' })],
    ],
    [
      'sns',
      {
        Topics: [{ TopicArn: 'arn:aws:sns:us-west-2:111122223333:quiet' }],
        Subscriptions: [
          {
            TopicArn: 'arn:aws:sns:us-west-2:111122223333:loud',
            SubscriptionArn: 'PendingConfirmation',
            Protocol: 'email',
            Endpoint: 'a@example.com',
          },
        ],
      },
      [
        {
          arn: 'arn:aws:sns:us-west-2:111122223333:loud',
          region: 'us-west-2',
          name: 'loud',
          subscriptions: [{ protocol: 'email', endpoint: 'a@example.com', confirmed: false }],
        },
        { arn: 'arn:aws:sns:us-west-2:111122223333:quiet', region: 'us-west-2', name: 'quiet', subscriptions: [] },
      ],
    ],
  ] as const)('%s', (name, value, expected) => {
    expect(data(name, value)).toEqual(expected);
  });

  test('what is of another kind is said', () => {
    expect(() => data('account-summary', { Users: 1 })).toThrow('file1: SummaryMap: ');
    expect(() => data('mfa-devices', {})).toThrow('file1: holds neither VirtualMFADevices nor MFADevices');
    expect(() => data('sns', {})).toThrow('file1: holds neither Topics nor Subscriptions');
  });
});

describe('the account', () => {
  const given = { 'authorization-details': [file(details)] };
  const report = (id: string) => ({ 'credential-report': [file(`user,arn\npat,arn:aws-cn:iam::${id}:user/pat\n`)] });

  test('is told by the files; what was not given was not collected', () => {
    const snapshot = importSnapshot({ files: given, now: builtAt });
    expect(snapshot).toMatchObject({
      account: { id: '111122223333', partition: 'aws' },
      collectedAt: builtAt.toISOString(),
    });
    expect(snapshot.caller).toBeUndefined();
    expect(snapshot.collections.trails).toMatchObject({ status: 'unreadable', cause: 'not-collected' });
    expect(importSnapshot({ files: report('999988887777'), now: builtAt }).account).toEqual({
      id: '999988887777',
      partition: 'aws-cn',
    });
  });

  test('must be one', () => {
    expect(() => importSnapshot({ files: { ...given, ...report('999988887777') }, now: builtAt })).toThrow(
      'the authorization details are of account 111122223333, the rows of the credential report of account 999988887777',
    );
    expect(() => importSnapshot({ files: given, accountId: '999988887777', now: builtAt })).toThrow('not 999988887777');
    expect(() => importSnapshot({ files: { 'password-policy': [file('')] }, now: builtAt })).toThrow(
      'none of the files tells which account it is of',
    );
  });
});
