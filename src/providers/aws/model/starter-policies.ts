import { canonicalJson, type Json } from '../../../engine/json.ts';

/**
 * Service control policies to begin with, by name. They forbid what no member account needs: leaving the organization,
 * and its root user's own credentials. What the management account does centrally by sts:AssumeRoot stays allowed.
 */
export const starterPolicies: Readonly<Record<string, { readonly description: string; readonly document: string }>> = {
  'deny-leaving': {
    description: 'Accounts do not leave the organization by themselves',
    document: policy({ Sid: 'DenyLeaving', Action: 'organizations:LeaveOrganization' }),
  },
  'deny-root-user': {
    description: 'The root users of member accounts do nothing with credentials of their own',
    document: policy({
      Sid: 'DenyRootUser',
      Action: '*',
      Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:root' }, Null: { 'aws:AssumedRoot': 'true' } },
    }),
  },
};

function policy(denied: { readonly [key: string]: Json }): string {
  return canonicalJson({ Statement: [{ Effect: 'Deny', Resource: '*', ...denied }], Version: '2012-10-17' });
}
