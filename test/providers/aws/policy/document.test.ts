import { describe, expect, it, test } from 'vitest';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };

function text(document: unknown): string {
  return JSON.stringify(document);
}

function statement(value: unknown): string {
  return text({ Version: '2012-10-17', Statement: [value] });
}

describe('what is wrong with a document is said where it is', () => {
  test.each<[string, string, string, string]>([
    ['nothing', '', '', 'not-json'],
    ['no JSON', '{"Version"', '', 'not-json'],
    ['broken URL-encoding', '%7B%', '', 'not-json'],
    ['a list', '[]', '', 'not-a-document'],
    ['null', 'null', '', 'not-a-document'],
    ['no statement', text({ Version: '2012-10-17' }), '', 'missing-element'],
    ['a version of no meaning', text({ Version: '2020-01-01', Statement: ALLOW }), 'Version', 'unknown-version'],
    ['an unknown element', text({ Statement: ALLOW, Statements: [] }), 'Statements', 'unknown-element'],
    ['an element in the wrong case', statement({ ...ALLOW, sid: 'x' }), 'Statement[0].sid', 'misspelt-element'],
    ['a statement that is a text', statement('Allow'), 'Statement[0]', 'wrong-type'],
    ['an Allow without Action', statement({ Effect: 'Allow', Resource: '*' }), 'Statement[0]', 'missing-element'],
    ['no effect', statement({ Action: '*', Resource: '*' }), 'Statement[0]', 'missing-element'],
    ['an effect in the wrong case', statement({ ...ALLOW, Effect: 'allow' }), 'Statement[0].Effect', 'unknown-effect'],
    ['Action beside NotAction', statement({ ...ALLOW, NotAction: '*' }), 'Statement[0]', 'conflicting-elements'],
    ['a number among the actions', statement({ ...ALLOW, Action: ['*', 1] }), 'Statement[0].Action[1]', 'wrong-type'],
    ['no actions', statement({ ...ALLOW, Action: [] }), 'Statement[0].Action', 'empty-element'],
    ['a condition that is a list', statement({ ...ALLOW, Condition: [] }), 'Statement[0].Condition', 'wrong-type'],
    [
      'an unknown operator',
      statement({ ...ALLOW, Condition: { StringIs: { a: 'b' } } }),
      'Statement[0].Condition.StringIs',
      'unknown-operator',
    ],
    [
      'NullIfExists',
      statement({ ...ALLOW, Condition: { NullIfExists: { a: 'true' } } }),
      'Statement[0].Condition.NullIfExists',
      'unknown-operator',
    ],
    [
      'a key twice',
      statement({ ...ALLOW, Condition: { Bool: { a: 'true', A: 'false' } } }),
      'Statement[0].Condition',
      'repeated-condition',
    ],
    [
      'an unknown principal',
      statement({ ...ALLOW, Principal: { Aws: '*' } }),
      'Statement[0].Principal.Aws',
      'unknown-principal-kind',
    ],
    ['a principal that is a text', statement({ ...ALLOW, Principal: 'arn' }), 'Statement[0].Principal', 'wrong-type'],
  ])('%s', (_, document, path, code) => {
    const { problems } = parseDocument(document);
    expect(problems).toContainEqual(expect.objectContaining({ path, code }));
    for (const problem of problems) expect(problem.message.length * problem.expected.length).toBeGreaterThan(0);
  });
});

describe('every shape that AWS accepts', () => {
  test.each<[string, unknown]>([
    ['one statement', { Version: '2012-10-17', Statement: ALLOW }],
    ['no version', { Statement: [ALLOW] }],
    ['Id and Sid', { Version: '2008-10-17', Id: 'i', Statement: [{ Sid: 's', ...ALLOW }] }],
    [
      'NotAction and NotResource',
      { Statement: [{ Effect: 'Deny', NotAction: ['iam:*'], NotResource: ['arn:aws:s3:::x'] }] },
    ],
    [
      'every kind of principal',
      {
        Statement: {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: {
            AWS: ['*', '111122223333'],
            Service: 'ec2.amazonaws.com',
            Federated: ['accounts.google.com'],
            CanonicalUser: 'ab',
          },
        },
      },
    ],
    [
      'NotPrincipal',
      { Statement: { Effect: 'Deny', Action: '*', Resource: '*', NotPrincipal: { AWS: '111122223333' } } },
    ],
    [
      'quantified and IfExists operators, numbers and booleans',
      {
        Statement: {
          ...ALLOW,
          Condition: {
            'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a*'] },
            'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' },
            NumericLessThan: { 's3:max-keys': 10 },
            Bool: { 'aws:SecureTransport': true },
            Null: { 'aws:TokenIssueTime': false },
            DateGreaterThan: { 'aws:CurrentTime': '2024-01-01T00:00:00Z' },
            IpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '2001:db8::/32'] },
            ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' },
            BinaryEquals: { key: 'QmluYXJ5' },
          },
        },
      },
    ],
  ])('%s', (_, value) => {
    const parsed = parseDocument(text(value));
    expect(parsed.problems).toEqual([]);
    expect(parsed.document).toMatchObject({ complete: true });
    expect(parsed.document.statements).toHaveLength(1);
    expect(parseDocument(encodeURIComponent(text(value))).document).toEqual(parsed.document);
  });
});

it('keeps what it understood beside what it did not, and says that it is not all', () => {
  const { document } = parseDocument(text({ Version: '2012-10-17', Statement: [{ Effect: 'Deny' }, ALLOW] }));
  expect(document.complete).toBe(false);
  expect(document.statements.map((one) => one.index)).toEqual([1]);
});

it('answers a second time with the same object', () => {
  const document = statement(ALLOW);
  expect(parseDocument(document)).toBe(parseDocument(` ${document}`.slice(1)));
});
