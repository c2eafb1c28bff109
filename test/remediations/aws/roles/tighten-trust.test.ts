import { describe, expect, test } from 'vitest';
import { reviewTrust, tightenTrust, trustWithMfa } from '../../../../remediations/aws/roles/tighten-trust.ts';
import { controls } from '../../../../remediations/index.ts';
import { baselineSchema } from '../../../../src/engine/baseline.ts';
import { evaluate, parametersOf } from '../../../../src/engine/evaluate.ts';
import type { Proposal } from '../../../../src/engine/remedy.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import type { AwsRemedy } from '../../../../src/providers/aws/model/control.ts';
import { validateDocument } from '../../../../src/providers/aws/policy/validate.ts';

const own = 'arn:aws:iam::111122223333:root';
const vendor = '777788889999';
const partner = '444455556666';
const arn = (id: string, name = 'root') => `arn:aws:iam::${id}:${name}`;

const trustControls = controls.filter(({ remedies }) => remedies.includes(tightenTrust));

/** What is proposed for all that the controls of trust policies find in a role of these statements. */
function proposed(
  statements: readonly object[],
  deviate: (given: AccountBuilder) => AccountBuilder = (given) => given,
  settings: Record<string, Record<string, unknown>> = {},
  remedy: AwsRemedy = tightenTrust,
): Proposal[] {
  const given = deviate(account()).role('job', (role) => {
    role.trust = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  });
  const snapshot = given.build();
  const baseline = baselineSchema.parse({ version: 1, controls: settings });
  const concerned = trustControls.filter(({ remedies }) => remedies.includes(remedy));
  const findings = evaluate(concerned, snapshot, baseline, given.now).filter(({ status }) => status === 'fail');
  const parameters = (id: string) => {
    const control = controls.find((each) => each.id === id);
    return control === undefined ? {} : parametersOf(control, baseline);
  };
  return [
    ...remedy.propose({
      findings,
      snapshot,
      settings: { alarmEmails: [], protectedPrincipals: [] },
      now: given.now,
      parameters,
    }),
  ];
}

/** The statements of the one trust policy that is proposed. */
function statementsOf(proposals: readonly Proposal[]): Record<string, unknown>[] {
  const documents = proposals.flatMap((proposal) =>
    'changes' in proposal ? proposal.changes.map(({ to }) => (to as { document: string }).document) : [],
  );
  expect(documents).toHaveLength(1);
  const [document = ''] = documents;
  expect(validateDocument(document, 'trust').filter(({ severity }) => severity === 'error')).toEqual([]);
  return (JSON.parse(document) as { Statement: Record<string, unknown>[] }).Statement;
}

function blockedIn(proposals: readonly Proposal[]): string[] {
  return proposals.flatMap((proposal) => ('blocked' in proposal ? proposal.blocked : []));
}

const allow = (Principal: unknown, more: object = {}) => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...more,
});
const trustAll = (given: AccountBuilder) => given;
const listed = { 'role-untrusted-cross-account': { trustedAccounts: [vendor, partner] } };

describe('one new trust policy', () => {
  test('closes what all controls found, and leaves the rest as it was', () => {
    const deny = { Effect: 'Deny', Principal: { AWS: arn(partner, 'user/joan') }, Action: 'sts:AssumeRole' };
    const proposals = proposed(
      [
        allow(
          { AWS: [own, arn(vendor), arn(partner)], Service: ['sns.amazonaws.com', 'ec2.amazonaws.com'] },
          { Sid: 'All' },
        ),
        deny,
      ],
      trustAll,
      {
        'role-untrusted-cross-account': { trustedAccounts: [partner] },
        'role-cross-account-guard': { externalIds: { [partner]: 'given-by-partner' } },
      },
    );
    expect(blockedIn(proposals)).toEqual([]);
    expect(proposals.map(({ closes }) => closes.length)).toEqual([3]);
    const held = (key: string, value: string) => ({ Condition: { StringEquals: { [key]: value } } });
    expect(statementsOf(proposals)).toEqual([
      { Sid: 'All', ...allow({ AWS: own, Service: 'ec2.amazonaws.com' }) },
      allow({ Service: 'sns.amazonaws.com' }, held('aws:SourceAccount', '111122223333')),
      allow({ AWS: arn(partner) }, held('sts:ExternalId', 'given-by-partner')),
      deny,
    ]);
    expect(proposals[0]?.title).toBe(
      'Tighten the trust policy of role job: shut out account 777788889999, account 444455556666 must give the external ID given-by-partner, so tell it first, let sns.amazonaws.com act for this account only',
    );
  });

  test('lets nobody in where only those were trusted who are not', () => {
    const nobody = { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' };
    expect(statementsOf(proposed([allow({ AWS: arn(vendor) })]))).toEqual([nobody]);
  });

  test('means the own account where anyone was meant', () => {
    expect(statementsOf(proposed([allow('*')]))).toEqual([allow({ AWS: own })]);
    expect(statementsOf(proposed([allow({ AWS: ['*'] }), allow({ Service: 'ec2.amazonaws.com' })]))).toEqual([
      allow({ AWS: own }),
      allow({ Service: 'ec2.amazonaws.com' }),
    ]);
  });

  test('means the trusted ones of the accounts to which a condition held anyone', () => {
    const condition = {
      Condition: {
        StringEquals: { 'aws:PrincipalAccount': [partner, vendor] },
        Bool: { 'aws:MultiFactorAuthPresent': 'true' },
      },
    };
    const settings = { 'role-untrusted-cross-account': { trustedAccounts: [partner] } };
    expect(statementsOf(proposed([allow('*', condition)], trustAll, settings))).toEqual([
      allow({ AWS: arn(partner) }, condition),
    ]);
  });

  test('asks each account for an external ID of its own, beside a condition that holds nobody back', () => {
    const weak = { Condition: { StringLike: { 'sts:ExternalId': '*' } } };
    const statements = statementsOf(proposed([allow({ AWS: [arn(vendor), arn(partner)] }, weak)], trustAll, listed));
    const ids = statements.map(({ Condition }) => {
      const { StringEquals, StringLike } = Condition as Record<string, Record<string, string>>;
      expect(Object.keys(StringEquals ?? {})).toEqual(['sts:ExternalId']);
      expect(StringLike).toEqual({ 'sts:ExternalId': '*' });
      return StringEquals?.['sts:ExternalId'];
    });
    expect(new Set(ids).size).toBe(2);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
  });

  test('has the same external ID as long as the evidence is the same, and no other account has it', () => {
    const idIn = (deviate: (given: AccountBuilder) => AccountBuilder) =>
      JSON.stringify(statementsOf(proposed([allow({ AWS: arn(vendor) })], deviate, listed))[0]?.['Condition']);
    expect(idIn(trustAll)).toBe(idIn(trustAll));
    expect(idIn(trustAll)).not.toBe(idIn((given) => given.user('joan')));
  });
});

test('a service acts for this account only, whatever pattern of sources was named', () => {
  const condition = { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::*' } };
  const [statement] = statementsOf(proposed([allow({ Service: 'sns.amazonaws.com' }, { Condition: condition })]));
  expect(statement?.['Condition']).toEqual({
    ...condition,
    StringEquals: { 'aws:SourceAccount': '111122223333' },
  });
});

describe('nothing is proposed', () => {
  test('for all but some', () => {
    const statement = { Effect: 'Allow', NotPrincipal: { AWS: arn(partner) }, Action: 'sts:AssumeRole' };
    expect(blockedIn(proposed([statement]))).toEqual([
      'the trust policy of role job does not name whom it lets in: write it with the principals that are meant',
      'the trust policy of role job means anyone: name the accounts that are meant first',
    ]);
  });

  test('by an external ID for accounts of the organization', () => {
    const members = (given: AccountBuilder) =>
      given.organization({ accounts: { status: 'read', data: ['111122223333', vendor] } });
    const [reason] = blockedIn(proposed([allow({ AWS: arn(vendor) })], members));
    expect(reason).toContain('is of the same organization');
  });
});

describe('MFA', () => {
  test('is asked of other accounts, and of nobody else', () => {
    const statements = [allow({ AWS: [own, arn(vendor)], Service: 'ec2.amazonaws.com' })];
    expect(statementsOf(proposed(statements, trustAll, {}, trustWithMfa))).toEqual([
      allow({ AWS: own, Service: 'ec2.amazonaws.com' }),
      allow({ AWS: arn(vendor) }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ]);
  });

  test('takes the place of a condition that both answers meet', () => {
    const both = { Condition: { Bool: { 'AWS:MultiFactorAuthPresent': ['true', 'false'] } } };
    expect(statementsOf(proposed([allow({ AWS: arn(vendor) }, both)], trustAll, {}, trustWithMfa))).toEqual([
      allow({ AWS: arn(vendor) }, { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
    ]);
  });

  test('is not asked of anyone', () => {
    expect(blockedIn(proposed([allow('*')], trustAll, {}, trustWithMfa))[0]).toContain('means anyone');
  });
});

describe('the review', () => {
  const steps = (statement: object) =>
    proposed([statement], trustAll, {}, reviewTrust).map((proposal) =>
      'guide' in proposal ? proposal.guide.steps : [],
    );

  test('tells what would be written, and how it is chosen', () => {
    const [untrusted = [], guard = []] = steps(allow({ AWS: arn(vendor) }));
    expect(untrusted.at(-1)).toMatch(/--remedy [0-9a-f]{16}=tighten-trust \(.*shut out account 777788889999\)$/);
    expect(guard.at(-1)).toMatch(/--remedy [0-9a-f]{16}=trust-with-mfa$/);
  });

  test('says why nothing can be written', () => {
    const [untrusted = []] = steps({ Effect: 'Allow', NotPrincipal: { AWS: own }, Action: 'sts:AssumeRole' });
    expect(untrusted.at(-1)).toContain(
      'Nothing can be written that is certain: the trust policy of role job does not name',
    );
  });
});
