import { describe, expect, test } from 'vitest';
import { RemediateError } from '../../../../src/engine/errors.ts';
import { parseCredentialReport } from '../../../../src/providers/aws/collect/parse-credential-report.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,' +
  'cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const noKeys = 'false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A';

const parse = (...lines: string[]) =>
  parseCredentialReport([header, ...lines].join('\n'), '2026-03-01T12:00:00.000Z', 'r.csv');
const person = (cells: string, keys = noKeys) =>
  parse(`pat,arn:aws:iam::111122223333:user/pat,${cells},${keys}`).rows[0];

describe('the words of the report', () => {
  test('the root user, of whose password IAM does not tell', () => {
    const [root] = parse(
      `<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,no_information,not_supported,not_supported,true,${noKeys}`,
    ).rows;
    expect(root).toMatchObject({
      passwordEnabled: 'unknown',
      passwordLastUsed: 'never',
      passwordLastChanged: 'unknown',
      passwordNextRotation: 'unknown',
      mfaActive: true,
    });
  });

  test('a root user without a password, as in member accounts that never had one', () => {
    const [root] = parse(
      `<root_account>,arn:aws:iam::111122223333:root,2025-01-01T00:00:00+00:00,false,N/A,N/A,N/A,false,${noKeys}`,
    ).rows;
    expect(root).toMatchObject({ passwordEnabled: false, passwordLastUsed: 'never', passwordLastChanged: 'never' });
  });

  test.each([
    ['2020-05-05T00:00:00+00:00', 'no_information', 'never'],
    ['2013-05-05T00:00:00+00:00', 'no_information', 'unknown'],
    ['2013-05-05T00:00:00+00:00', '2026-02-01T10:20:30+00:00', '2026-02-01T10:20:30.000Z'],
    ['N/A', 'no_information', 'unknown'],
    ['2020-05-05T00:00:00+00:00', 'not_supported', 'unknown'],
  ])('the password of a user made %s and last used %s', (made, used, expected) => {
    expect(person(`${made},true,${used},2021-01-01T00:00:00+00:00,N/A,false`)?.passwordLastUsed).toBe(expected);
  });

  test('a user without a password', () => {
    expect(person('2013-05-05T00:00:00Z,FALSE,N/A,N/A,N/A,FALSE')).toMatchObject({
      passwordEnabled: false,
      passwordLastUsed: 'never',
      passwordLastChanged: 'never',
      passwordNextRotation: 'never',
      mfaActive: false,
    });
  });

  test.each([
    ['true,2020-01-01T00:00:00+00:00,N/A,N/A,N/A', { active: true, lastUsed: 'never' }],
    ['true,2014-01-01T00:00:00+00:00,N/A,N/A,N/A', { active: true, lastUsed: 'unknown' }],
    ['false,2014-01-01T00:00:00+00:00,N/A,N/A,N/A', { active: false, lastUsed: 'unknown' }],
    ['false,N/A,N/A,N/A,N/A', { active: false, lastRotated: 'never', lastUsed: 'never' }],
    ['true,N/A,N/A,N/A,N/A', { active: true, lastRotated: 'never', lastUsed: 'unknown' }],
    [
      'true,2020-01-01T00:00:00+00:00,2026-02-02T02:02:00+00:00,eu-west-1,sts',
      { lastUsed: '2026-02-02T02:02:00.000Z', lastUsedRegion: 'eu-west-1', lastUsedService: 'sts' },
    ],
  ])('a key: %s', (slot, expected) => {
    const keys = person(
      '2020-05-05T00:00:00Z,false,N/A,N/A,N/A,false',
      `${slot},${noKeys.slice('false,N/A,N/A,N/A,N/A,'.length)}`,
    )?.keys;
    expect(keys?.[0]).toMatchObject(expected);
    expect(keys?.[1]).toEqual({ active: false, lastRotated: 'never', lastUsed: 'never' });
  });
});

test('the rows are in order, the root user first', () => {
  const row = (name: string) =>
    `${name},arn:aws:iam::111122223333:user/${name},2020-05-05T00:00:00Z,false,N/A,N/A,N/A,false,${noKeys}`;
  expect(parse(row('b'), row('B'), row('<root_account>'), row('a')).rows.map(({ user }) => user)).toEqual([
    '<root_account>',
    'B',
    'a',
    'b',
  ]);
});

test('a report of other times: fewer columns, in another order', () => {
  const [row] = parseCredentialReport(
    '\uFEFFarn,mfa_active,user,password_enabled,password_last_used,access_key_1_active,access_key_2_active\n' +
      'arn:aws:iam::111122223333:user/pat,true,pat,true,2016-01-01T00:00:00+00:00,true,false\n',
    '2016-02-01T00:00:00.000Z',
    'old.csv',
  ).rows;
  expect(row).toEqual({
    user: 'pat',
    arn: 'arn:aws:iam::111122223333:user/pat',
    createdAt: 'unknown',
    passwordEnabled: true,
    passwordLastUsed: '2016-01-01T00:00:00.000Z',
    passwordLastChanged: 'unknown',
    passwordNextRotation: 'unknown',
    mfaActive: true,
    keys: [
      { active: true, lastRotated: 'unknown', lastUsed: 'unknown' },
      { active: false, lastRotated: 'never', lastUsed: 'never' },
    ],
    certificates: [
      { active: false, lastRotated: 'never' },
      { active: false, lastRotated: 'never' },
    ],
  });
});

test.each([
  ['', 'r.csv holds no rows'],
  ['name,age\npat,7', 'r.csv has no columns user and arn'],
  ['user,arn\n"pat', 'r.csv is not a CSV table'],
  ['user,arn,mfa_active\npat,arn,maybe', 'r.csv, user pat, column mfa_active: maybe is neither true nor false'],
  [
    'user,arn,user_creation_time\npat,arn,yesterday',
    'r.csv, user pat, column user_creation_time: yesterday is no time',
  ],
])('what is broken is said: %j', (text, message) => {
  const parsing = () => parseCredentialReport(text, '', 'r.csv');
  expect(parsing).toThrow(RemediateError);
  expect(parsing).toThrow(message);
});
