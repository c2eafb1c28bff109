import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalStatements } from '../../../../src/providers/aws/policy/canonical.ts';
import { correctDocument } from '../../../../src/providers/aws/policy/correct.ts';
import { demandMfa } from '../../../../src/providers/aws/policy/demand-mfa.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';
import { goneActions } from '../../../../src/providers/aws/policy/gone-actions.ts';
import { namePassedRoles } from '../../../../src/providers/aws/policy/name-passed-roles.ts';
import { narrowDocument } from '../../../../src/providers/aws/policy/narrow.ts';
import { covers, permissionSet } from '../../../../src/providers/aws/policy/permissions.ts';
import { spellOutNotAction } from '../../../../src/providers/aws/policy/spell-out.ts';
import { takeOutActions } from '../../../../src/providers/aws/policy/take-out.ts';
import { unguardedActions } from '../../../../src/providers/aws/policy/unguarded-actions.ts';
import { chanceIn } from '../../../../src/providers/aws/policy/witness.ts';
import { allow, doc } from './support/accounts.ts';
import { policyText } from './support/arbitrary.ts';

const owner = 'arn:aws:iam::111122223333:role/own';
const roleArn = 'arn:aws:iam::111122223333:role/build';

type Narrowing = (text: string) => string | undefined;

const narrowings: Readonly<Record<string, Narrowing>> = {
  'to services in use': (text) => narrowDocument(text, { services: ['s3'], actions: ['iam:GetUser'] }).document,
  'by taking actions out': (text) => takeOutActions(text, ['iam:PassRole', 's3:GetObject']).document,
  'by spelling NotAction out': (text) => spellOutNotAction(text, new Set(['s3', 'iam'])).document,
  'to roles by name': (text) => namePassedRoles(text, owner, [roleArn]).document,
  'to no role': (text) => namePassedRoles(text, owner, []).document,
  'by MFA': (text) => demandMfa(text).document,
  'by corrections': (text) => correctDocument(text).document,
};

describe.each(Object.entries(narrowings))('a document that is narrowed %s', (_, narrow) => {
  it('allows nothing that it did not allow, and denies all that it denied', () => {
    fc.assert(
      fc.property(policyText, (text) => {
        const narrowed = narrow(text);
        const [was, is] = [[text], narrowed === undefined ? [] : [narrowed]].map((policies) =>
          permissionSet({ policies }),
        );
        if (was === undefined || is === undefined) throw new Error('there is a set for each document');
        expect(covers(was, is)).toBe(true);
        if (narrowed !== undefined) expect(deniesOf(narrowed)).toEqual(expect.arrayContaining(deniesOf(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('is left alone where there is no understanding it', () => {
    for (const text of ['nonsense', doc({ Action: 's3:*', Surprise: 1 })]) expect(narrow(text)).toBe(text);
  });
});

function deniesOf(text: string): string[] {
  const statements = canonicalStatements(parseDocument(text).document).map((statement) => statement.text);
  return statements.filter((statement) => statement.includes('"Effect":"Deny"'));
}

describe('taking actions out', () => {
  it('leaves no way to them', () => {
    fc.assert(
      fc.property(policyText, (text) => {
        const { document } = takeOutActions(text, ['iam:PassRole']);
        if (document === undefined) return;
        const set = permissionSet({ policies: [document] });
        expect(chanceIn(set, 'iam:passrole', 'arn:aws:iam::1:role/a')).toBe('no');
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['off a list', allow(['s3:GetObject', 'iam:passrole']), allow(['s3:GetObject'])],
    ['off a pattern', allow('sts:Assume*'), allow(['sts:AssumeRoleWith*', 'sts:AssumeRoot'])],
    [
      'by one exception more',
      doc({ NotAction: 's3:*' }),
      doc({ NotAction: ['s3:*', 'iam:PassRole', 'sts:AssumeRole'] }),
    ],
    [
      'by a Deny beside everything',
      allow('*'),
      doc({ Action: '*' }, { Effect: 'Deny', Action: ['iam:PassRole', 'sts:AssumeRole'] }),
    ],
    ['with the statement', doc({ Action: 's3:*' }, { Action: 'iam:PassRole' }), allow('s3:*')],
    ['all of it', allow('iam:PassRole'), undefined],
  ])('%s', (_, text, expected) => {
    const { document } = takeOutActions(text, ['iam:PassRole', 'sts:AssumeRole']);
    if (expected === undefined) expect(document).toBeUndefined();
    else expect(canonical(document)).toEqual(canonical(expected));
  });
});

function canonical(text: string | undefined): string[] {
  return canonicalStatements(parseDocument(text ?? '').document).map((statement) => statement.text);
}

describe('spelling NotAction out', () => {
  it('names the services whole, and those of which something is excepted by their actions', () => {
    const { document = '' } = spellOutNotAction(doc({ NotAction: 'sqs:SendMessage' }), new Set(['sqs', 's3']));
    const [statement] = parseDocument(document).document.statements;
    expect(statement?.action.not).toBe(false);
    expect(statement?.action.written).toContain('s3:*');
    expect(statement?.action.written).toContain('sqs:ReceiveMessage');
    expect(statement?.action.patterns).not.toContain('sqs:sendmessage');
  });

  it('names of a resource the services that can have it', () => {
    const { document = '' } = spellOutNotAction(doc({ NotAction: 's3:Delete*', Resource: 'arn:aws:s3:::logs/*' }));
    const services = parseDocument(document).document.statements.flatMap(({ action }) =>
      action.patterns.map((pattern) => pattern.split(':')[0]),
    );
    expect(services).toContain('s3');
    expect(services).not.toContain('ec2');
  });
});

describe('naming the roles that may be passed', () => {
  test.each([
    ['alone', allow('iam:PassRole'), allow(['iam:PassRole'], [roleArn])],
    [
      'among others',
      allow(['ec2:RunInstances', 'iam:PassRole']),
      doc({ Action: ['ec2:RunInstances'] }, { Action: ['iam:PassRole'], Resource: [roleArn] }),
    ],
    [
      'beside everything',
      doc({ Action: '*', Resource: 'arn:aws:iam::*:role/*' }),
      doc(
        { Action: '*', Resource: 'arn:aws:iam::*:role/*' },
        { Effect: 'Deny', Action: 'iam:PassRole', NotResource: [roleArn] },
      ),
    ],
  ])('%s', (_, text, expected) => {
    expect(canonical(namePassedRoles(text, owner, [roleArn]).document)).toEqual(canonical(expected));
  });

  it('keeps the condition of the statement', () => {
    const text = doc({ Action: 'iam:PassRole', Condition: { Bool: { 'aws:SecureTransport': 'true' } } });
    expect(namePassedRoles(text, owner, [roleArn]).document).toContain('aws:SecureTransport');
  });
});

describe('demanding MFA', () => {
  it('guards what changes permissions, and that alone', () => {
    const { document = '' } = demandMfa(allow(['s3:Put*', 'kms:Decrypt']));
    expect(unguardedActions(document)).toEqual([]);
    const free = parseDocument(document).document.statements.filter(({ conditions }) => conditions.length === 0);
    expect(free.flatMap(({ action }) => action.written)).toContain('kms:Decrypt');
    expect(free.flatMap(({ action }) => action.patterns)).toContain('s3:putobject');
  });
});

describe('corrections', () => {
  test.each([
    [
      'an element in another case',
      doc({ action: 's3:GetObject' }),
      doc({ Action: 's3:GetObject' }),
      'action is spelt Action',
    ],
    [
      'a Sid',
      doc({ Sid: 'read only', Action: 's3:GetObject' }),
      doc({ Sid: 'readonly', Action: 's3:GetObject' }),
      'letters and digits',
    ],
    [
      'an action that is none',
      allow(['s3:GetObjekt', 's3:PutObject']),
      allow(['s3:PutObject']),
      'AWS documents no s3:GetObjekt',
    ],
    [
      'a condition that holds nobody back',
      doc({ Action: 's3:*', Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' } } }),
      doc({
        Action: 's3:*',
        Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'a' }, Null: { 'aws:tagkeys': 'false' } },
      }),
      'aws:tagkeys must be there',
    ],
  ])('of %s', (_, text, expected, note) => {
    const { document, corrections } = correctDocument(text);
    expect(JSON.parse(document ?? '')).toEqual(JSON.parse(expected));
    expect(corrections.join()).toContain(note);
  });

  it('leave a Deny its misspelt actions: without them it would deny everything or nothing', () => {
    const text = doc({ Effect: 'Deny', Action: ['s3:GetObjekt'] }, { Action: 's3:*' });
    expect(correctDocument(text)).toEqual({ document: text, corrections: [] });
  });
});

describe('the actions that are gone', () => {
  test.each([
    ['in short', allow(['sqs:*', 's3:GetObject']), allow('s3:GetObject'), ['sqs:*']],
    ['of a NotAction', doc({ NotAction: 's3:*' }), doc({ NotAction: ['s3:*', 'iam:PassRole'] }), ['iam:PassRole']],
    ['but not what is only limited', allow('sqs:*'), allow('sqs:*', 'arn:aws:sqs:::a'), []],
    ['but not of what did not exist', undefined, allow('sqs:*'), []],
  ])('%s', (_, before, after, gone) => expect(goneActions(before, after)).toEqual(gone));
});
