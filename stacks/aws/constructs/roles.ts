import { IamInstanceProfile } from '@cdktf/provider-aws/lib/iam-instance-profile/index.js';
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

/** Who runs a workload: a service of AWS, or jobs that an OpenID Connect provider of the account vouches for. */
export type Workload =
  | { readonly service: string }
  | {
      readonly oidcProviderArn: string;
      readonly audience: string;
      /** The jobs, such as `repo:example/shop:ref:refs/heads/main`; `*` stands for any text within one. */
      readonly subjects: readonly string[];
    };

/** The role of one workload, in place of a user with access keys or of a role that several share; EC2 gets it by a profile. */
export class WorkloadRole extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly name: string;
      readonly workload: Workload;
      readonly policyArns: readonly string[];
      /** The policy beyond which nothing that is attached to the role reaches. */
      readonly boundaryArn?: string;
    },
  ) {
    super(scope, id);
    const { name, workload, policyArns, boundaryArn } = props;
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...admitting(workload) }] });
    const made = role.make(this, 'role', { role: name }, { path: '/', trust });
    if (boundaryArn !== undefined) made.addOverride('permissions_boundary', boundaryArn);
    for (const policyArn of policyArns)
      rolePolicyAttachment.make(this, policyArn, { role: name, policyArn }, {}, { dependsOn: [made] });
    if ('service' in workload && workload.service.startsWith('ec2.'))
      new IamInstanceProfile(this, 'profile', { name, role: name, dependsOn: [made] });
  }
}

function admitting(workload: Workload): object {
  if ('service' in workload) return { Principal: { Service: workload.service }, Action: 'sts:AssumeRole' };
  const { oidcProviderArn, audience, subjects } = workload;
  const issuer = oidcProviderArn.replace(/^.*:oidc-provider\//, '');
  return {
    Principal: { Federated: oidcProviderArn },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: { [`${issuer}:aud`]: audience },
      StringLike: { [`${issuer}:sub`]: subjects },
    },
  };
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
