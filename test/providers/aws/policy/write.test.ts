import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { actionsOf } from '../../../../src/providers/aws/policy/action-catalogue.ts';
import { expandActions, shrinkActions } from '../../../../src/providers/aws/policy/action-lists.ts';
import { canonicalStatements, sameMeaning } from '../../../../src/providers/aws/policy/canonical.ts';
import { diffDocuments, diffSentences } from '../../../../src/providers/aws/policy/diff.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';
import { editCanonicalStatement, editStatements } from '../../../../src/providers/aws/policy/edit.ts';
import { narrowDocument } from '../../../../src/providers/aws/policy/narrow.ts';
import { covers, equalPermissions, permissionSet } from '../../../../src/providers/aws/policy/permissions.ts';
import { documentSize, renderWithin } from '../../../../src/providers/aws/policy/render.ts';
import { allow, deny, doc, trust } from './support/accounts.ts';
import { policyText } from './support/arbitrary.ts';

describe('action lists', () => {
  const catalogue = ['s3', 'iam', 'sqs', 'ec2', 'sts'].flatMap((service) =>
    [...actionsOf(service).values()].map((facts) => facts.name),
  );

  test.each<[string[], string[]]>([
    [['sqs:*'], ['sqs:*']],
    [
      ['iam:GetUser', 'made:Up'],
      ['iam:GetUser', 'made:Up'],
    ],
    [
      ['sts:GetCallerIdentity', 'sts:AssumeRole'],
      ['sts:AssumeRole', 'sts:GetCallerIdentity'],
    ],
  ])('%j in short: %j', (patterns, short) => expect(shrinkActions(expandActions(patterns))).toEqual(short));

  it('shrinks every documented action of a service to one pattern, and a verb to its prefix', () => {
    expect(shrinkActions(catalogue)).toEqual(['ec2:*', 'iam:*', 's3:*', 'sqs:*', 'sts:*']);
    expect(shrinkActions(expandActions(['iam:Get*', 'iam:ListUsers']))).toEqual(['iam:Get*', 'iam:ListUsers']);
  });

  it('shrinks and expands back to the same actions', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(...catalogue, ...catalogue.map((name) => `${name.slice(0, name.indexOf(':') + 4)}*`)),
          { maxLength: 12 },
        ),
        (patterns) => {
          const actions = expandActions(patterns);
          const short = shrinkActions(actions);
          expect(expandActions(short)).toEqual(actions);
          expect(shrinkActions(expandActions(short))).toEqual(short);
          expect(short.length).toBeLessThanOrEqual(actions.length);
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('rendering within quota', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `arn:aws:s3:::bucket-number-${at}/*`);

  it('leaves what fits as one document', () => {
    expect(renderWithin(allow('s3:*'))).toHaveLength(1);
  });

  it('splits into documents that fit and together mean the same', () => {
    const large = doc(
      { Sid: 'Big', Action: ['s3:GetObject', 's3:PutObject'], Resource: many(400) },
      { Effect: 'Deny', Action: 's3:DeleteObject', Resource: many(30) },
    );
    const parts = renderWithin(large) ?? [];
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(documentSize(part)).toBeLessThanOrEqual(6144);
    expect(equalPermissions(permissionSet({ policies: parts }), permissionSet({ policies: [large] }))).toBe(true);
  });

  it('says when a statement cannot be divided', () => {
    expect(renderWithin(doc({ NotAction: many(400) }))).toBeUndefined();
    expect(renderWithin('no document')).toBeUndefined();
  });
});

describe('narrowing to what is used', () => {
  const READ = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  test.each<[string, string, Parameters<typeof narrowDocument>[1], string | undefined]>([
    ['services in use stay', allow(['s3:Get*', 'ec2:*']), { services: ['s3'] }, allow(['s3:Get*'])],
    [
      'conditions and resources stay',
      allow(['s3:*', 'sqs:*'], 'arn:aws:s3:::a', READ),
      { services: ['s3'] },
      allow(['s3:*'], 'arn:aws:s3:::a', READ),
    ],
    [
      'denials stay',
      doc({ Action: ['s3:*', 'sqs:*'] }, { Effect: 'Deny', Action: 'sqs:*' }),
      { services: ['s3'] },
      doc({ Action: ['s3:*'] }, { Effect: 'Deny', Action: 'sqs:*' }),
    ],
    [
      'single actions in use',
      allow('s3:*'),
      { actions: ['s3:GetObject', 'ec2:RunInstances'] },
      allow(['s3:GetObject']),
    ],
    ['everything becomes the services', allow('*'), { services: ['s3', 'sqs'] }, allow(['s3:*', 'sqs:*'])],
    [
      'everything but becomes the services',
      doc({ NotAction: 'iam:*' }),
      { services: ['s3', 'iam'] },
      doc({ Action: ['s3:*'] }),
    ],
    [
      'a statement of nothing used goes',
      doc({ Action: 's3:*' }, { Action: 'sqs:*' }),
      { services: ['s3'] },
      doc({ Action: 's3:*' }),
    ],
    ['nothing used at all', allow('s3:*'), {}, undefined],
    ['all in use', allow(['s3:*', 'sqs:*']), { services: ['s3', 'sqs'] }, allow(['s3:*', 'sqs:*'])],
  ])('%s', (_, document, evidence, expected) => {
    const { document: narrowed } = narrowDocument(document, evidence);
    if (expected === undefined) expect(narrowed).toBeUndefined();
    else expect(sameMeaning(narrowed ?? '', expected)).toBe(true);
  });

  it('never gives what was not there', () => {
    const evidence = fc.record({
      services: fc.subarray(['s3', 'iam', 'ec2']),
      actions: fc.subarray(['s3:GetObject', 'iam:GetUser', 's3:PutObject']),
    });
    fc.assert(
      fc.property(policyText, evidence, (document, used) => {
        const { document: narrowed, changed } = narrowDocument(document, used);
        if (changed.length === 0) expect(narrowed).toBe(document);
        expect(
          covers(
            permissionSet({ policies: [document] }),
            permissionSet({ policies: narrowed === undefined ? [] : [narrowed] }),
          ),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('edits', () => {
  const original = doc(
    { Sid: 'Zoo', Action: 'sqs:*' },
    { Sid: 'Ant', Action: 's3:*' },
    { Sid: 'Bee', Action: 'ec2:*' },
  );

  it('made on the canonical form land on the right statement of the original', () => {
    const canonical = canonicalStatements(parseDocument(original).document);
    const first = canonical[0];
    expect(first?.origins).toEqual([2]);
    const edited = editCanonicalStatement(original, first?.text ?? '', {
      Sid: 'Bee',
      Effect: 'Allow',
      Action: 'ec2:Describe*',
      Resource: '*',
    });
    expect(JSON.parse(edited ?? '')).toEqual(JSON.parse(original.replace('ec2:*', 'ec2:Describe*')));
  });

  it('reach every place that says the statement', () => {
    const twice = doc({ Action: 's3:*' }, { Action: 'sqs:*' }, { Action: ['S3:*'] });
    const [one] = canonicalStatements(parseDocument(twice).document).filter(
      (statement) => statement.origins.length === 2,
    );
    expect(JSON.parse(editCanonicalStatement(twice, one?.text ?? '', undefined) ?? '')).toEqual(
      JSON.parse(doc({ Action: 'sqs:*' })),
    );
  });

  it('leave no empty document', () => {
    expect(editStatements(allow('s3:*'), new Map([[0, []]]))).toBeUndefined();
  });

  it('land where they should in any document', () => {
    fc.assert(
      fc.property(policyText, fc.nat(), (document, pick) => {
        const statements = canonicalStatements(parseDocument(document).document);
        const target = statements[pick % statements.length];
        const left = editCanonicalStatement(document, target?.text ?? '', undefined);
        const texts =
          left === undefined
            ? []
            : canonicalStatements(parseDocument(left).document).map((statement) => statement.text);
        expect(texts).toEqual(statements.filter((one) => one !== target).map((one) => one.text));
      }),
    );
  });
});

describe('the difference of two documents', () => {
  it('is told in words and as text', () => {
    const diff = diffDocuments(allow('s3:GetObject'), allow(['s3:GetObject', 's3:PutObject'], 'arn:aws:s3:::a/*'));
    expect(diff.gains).toEqual(['s3:PutObject on arn:aws:s3:::a/*']);
    expect(diff.loses).toEqual(['s3:GetObject on every resource']);
    expect(diff.text).toMatch(/^-.*s3:GetObject"/m);
    expect(diffSentences(diff, ['group readers'])).toEqual([
      'group readers gains: s3:PutObject on arn:aws:s3:::a/*',
      'group readers loses: s3:GetObject on every resource',
    ]);
  });

  it('is none where only the spelling differs', () => {
    const diff = diffDocuments(allow('s3:GetObject'), allow(['S3:getobject']));
    expect(diff).toMatchObject({ sameMeaning: true, gains: [], loses: [] });
    expect(diff.text).not.toBe('');
    expect(diffSentences(diff, [])).toEqual(['The documents mean the same.']);
  });

  it('knows trust policies', () => {
    const diff = diffDocuments(trust({ Service: 'ec2.amazonaws.com' }), trust({ AWS: '999999999999' }));
    expect(diff.gains).toEqual(['can be assumed by account 999999999999 (sts:AssumeRole)']);
    expect(diff.loses).toEqual(['can be assumed by service ec2.amazonaws.com (sts:AssumeRole)']);
  });

  it('says when it cannot tell', () => {
    expect(diffDocuments(deny('*'), '{').gains).toEqual(['what cannot be told: a document is not understood']);
  });
});
