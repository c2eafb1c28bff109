import { describe, expect, it } from 'vitest';
import { fullReach } from '../../../../src/providers/aws/policy/administrators.ts';
import { canonicalDocument, sameMeaning } from '../../../../src/providers/aws/policy/canonical.ts';
import { isReadOnly } from '../../../../src/providers/aws/policy/classify.ts';
import { parseDocument } from '../../../../src/providers/aws/policy/document.ts';
import { evaluate } from '../../../../src/providers/aws/policy/evaluate.ts';
import { permissionSet } from '../../../../src/providers/aws/policy/permissions.ts';
import { holderOf } from '../../../../src/providers/aws/policy/reach.ts';
import { validateDocument } from '../../../../src/providers/aws/policy/validate.ts';
import { managedPolicies } from './support/managed-policies.ts';

const corpus = managedPolicies();
const RESOURCES = [
  '*',
  'arn:aws:s3:::bucket/key',
  'arn:aws:iam::111122223333:role/app',
  'arn:aws:ec2:eu-west-1:111122223333:instance/i-1',
];
const ACTIONS = [
  's3:GetObject',
  's3:PutObject',
  'iam:PassRole',
  'iam:CreateUser',
  'ec2:DescribeInstances',
  'ec2:RunInstances',
  'kms:Decrypt',
  'logs:PutLogEvents',
  'sts:AssumeRole',
];

/** Texts of the document that stand for what it names: its own actions and resources with the wildcards filled in. */
function requestsOf(text: string): { action: string; resource: string }[] {
  const own = parseDocument(text).document.statements.flatMap(({ action, resource }) =>
    action.written
      .slice(0, 3)
      .flatMap((name) =>
        (resource?.written ?? ['*'])
          .slice(0, 2)
          .map((arn) => ({ action: name.replace(/[*?]/g, 'x'), resource: arn.replace(/[*?]/g, 'x') })),
      ),
  );
  return [...own, ...ACTIONS.flatMap((action) => RESOURCES.map((resource) => ({ action, resource })))];
}

describe.runIf(corpus !== undefined)('the AWS managed policies', () => {
  const policies = [...(corpus ?? [])];

  it('are more than a thousand, and all of them are understood', () => {
    expect(policies.length).toBeGreaterThan(1000);
    for (const [name, text] of policies) expect([name, parseDocument(text).problems]).toEqual([name, []]);
  });

  it('keep their decisions through the canonical form', () => {
    const user = 'arn:aws:iam::111122223333:user/x';
    for (const [name, text] of policies) {
      const canonical = canonicalDocument(text);
      expect(canonicalDocument(canonical)).toBe(canonical);
      expect(sameMeaning(encodeURIComponent(text), text)).toBe(true);
      const verdictsOf = (document: string) =>
        requestsOf(text).map(
          (request) => evaluate({ principal: user, ...request }, { identity: [{ name, document }] }).verdict,
        );
      expect([name, verdictsOf(canonical)]).toEqual([name, verdictsOf(text)]);
    }
  });

  it('hold one administrator', () => {
    const holder = holderOf('arn:aws:iam::111122223333:user/x');
    const reaching = (wanted: string) =>
      policies
        .filter(([, text]) => fullReach(permissionSet({ policies: [text] }), holder) === wanted)
        .map(([name]) => name);
    expect(reaching('yes')).toEqual(['AdministratorAccess']);
    // Everything, but only for calls that come through AWS's own MCP service.
    expect(reaching('maybe')).toEqual(['AWSMcpServiceActionsFullAccess']);
  });

  it('are told apart by what they let be changed', () => {
    const readOnly = (name: string) => isReadOnly(corpus?.get(name) ?? '');
    expect(
      ['IAMReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'AmazonS3FullAccess', 'PowerUserAccess'].map(readOnly),
    ).toEqual(['yes', 'yes', 'no', 'no']);
  });

  it('are grammatical: what is found are names that AWS withdrew, and advice', () => {
    const codes = new Set(
      policies
        .flatMap(([, text]) => validateDocument(text, 'identity'))
        .filter((problem) => problem.severity === 'error')
        .map((problem) => problem.code),
    );
    for (const code of codes) expect(['unknown-action', 'unknown-service', 'invalid-resource']).toContain(code);
  });
});
