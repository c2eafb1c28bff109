import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import type { Violation } from './harness.ts';

/** A statement as a test writes it; Effect is Allow and Resource is `*` unless it says otherwise. */
export type Draft = Readonly<Record<string, unknown>>;

/** A policy document of statements. */
export function statements(...drafts: readonly Draft[]): object {
  return {
    Version: '2012-10-17',
    Statement: drafts.map((draft) => ({
      Effect: 'Allow',
      ...('Resource' in draft || 'NotResource' in draft ? {} : { Resource: '*' }),
      ...draft,
    })),
  };
}

/** A document that allows actions on a resource, under a condition where one is given. */
export function allow(action: string | readonly string[], resource?: string | readonly string[], Condition?: Draft) {
  return statements({
    Action: action,
    ...(resource === undefined ? {} : { Resource: resource }),
    ...(Condition === undefined ? {} : { Condition }),
  });
}

/** A condition that only a request with MFA meets. */
export const withMfa: Draft = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };

/** A boring account with one more customer policy, held by the engineers. */
export function withPolicy(name: string, document: object): AccountBuilder {
  const given = account();
  return given.policy(name, document).group('engineers', (group) => group.attached.push(given.policyArn(name)));
}

/** The ARN of a customer policy of the boring account. */
export function ownArn(name: string): string {
  return account().policyArn(name);
}

/** Documents that nobody can judge: every control of documents says of both that it cannot tell. */
export const unreadDocuments: Readonly<Record<string, Violation>> = {
  'a policy whose default version is not in the evidence': {
    given: account().policy('lost-audit', allow('s3:GetObject'), (policy) => policy.versions.pop()),
    expect: [{ resource: 'lost-audit', reason: 'unread' }],
  },
  'an inline policy that is not JSON': {
    given: account().group('engineers', (group) => group.inline.push({ name: 'audit', document: 'nonsense' })),
    expect: [{ resource: 'engineers', reason: 'unread', discriminator: 'audit' }],
  },
};
