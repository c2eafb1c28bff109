import { Construct } from 'constructs';
import { policy, rolePolicyAttachment } from '../iam.ts';
import { role } from '../roles.ts';

/** A role for people: who may assume it, with MFA. */
export interface RoleForPeople {
  readonly name: string;
  /** ARNs of users, roles or accounts. */
  readonly principals: readonly string[];
}

/** A role that opens and follows cases with AWS Support, and does nothing else. */
export class SupportRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { name, principals, partition = 'aws' }: RoleForPeople & { readonly partition?: string },
  ) {
    super(scope, id);
    const made = forPeople(this, { name, principals });
    const policyArn = `arn:${partition}:iam::aws:policy/AWSSupportAccess`;
    rolePolicyAttachment.make(this, 'policy', { role: name, policyArn }, {}, { dependsOn: [made] });
  }
}

/** One half of managing identities: who holds it, and the policy document that says what it is. */
export interface Duty extends RoleForPeople {
  readonly document: string;
}

/** The two roles that split the managing of identities: one makes users, groups and policies, the other says who gets them. */
export class IamMasterManagerRoles extends Construct {
  constructor(
    scope: Construct,
    id: string,
    {
      account,
      partition = 'aws',
      ...halves
    }: { readonly account: string; readonly partition?: string; readonly master: Duty; readonly manager: Duty },
  ) {
    super(scope, id);
    for (const { name, principals, document } of [halves.master, halves.manager]) {
      const policyName = `${name}-duty`;
      const policyArn = `arn:${partition}:iam::${account}:policy/${policyName}`;
      const dependsOn = [
        forPeople(this, { name, principals }),
        policy.make(this, policyName, { arn: policyArn }, { name: policyName, path: '/', document }),
      ];
      rolePolicyAttachment.make(this, `${name} policy`, { role: name, policyArn }, {}, { dependsOn });
    }
  }
}

function forPeople(scope: Construct, { name, principals }: RoleForPeople) {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: principals },
    Action: 'sts:AssumeRole',
    Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  };
  const trust = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  return role.make(scope, name, { role: name }, { path: '/', trust });
}
