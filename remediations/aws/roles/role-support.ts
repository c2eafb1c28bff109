import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { accountResource, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { attachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { createRole } from '../../../src/providers/aws/operations/roles.ts';
import { people, trustedPeople } from './people-trust.ts';
import { isSupportAccess } from './support-access.ts';

const parameters = z.object({
  /** The role that is made where there is none. */
  supportRole: z.string().min(1).default('aws-support'),
  /** Who is to assume it: ARNs of users, roles or accounts; they need MFA. */
  supportPrincipals: people,
});

const createSupportRole = defineRemedy({
  id: 'create-support-role',
  via: ['terraform', 'api'],
  title: 'Create a role with AWSSupportAccess for the people who work with AWS Support',
  reversibility: 'reversible',
  *propose(context) {
    const { supportRole: role, supportPrincipals } = parameters.parse(context.parameters('role-support'));
    const { partition } = context.snapshot.account;
    yield* eachFinding(context, (_, steps) => {
      const title = `Create role ${role} for working with AWS Support`;
      if (supportPrincipals.length === 0)
        return { title, blocked: 'who works with AWS Support is not known: set supportPrincipals of role-support' };
      if (steps.value(createRole, { role }) !== null)
        return {
          title,
          blocked: `role ${role} exists already: set another supportRole, or attach AWSSupportAccess to it`,
        };
      steps.askedBy('supportPrincipals of role-support');
      const description = 'Opens and follows cases with AWS Support';
      steps.add(createRole, { role }, { path: '/', trust: trustedPeople(supportPrincipals), description });
      const policyArn = `arn:${partition}:iam::aws:policy/AWSSupportAccess`;
      steps.add(attachRolePolicy, { role, policyArn }, {});
      return { title };
    });
  },
});

/** A permission set of IAM Identity Center with the policy counts: it is a role of the account like any other. */
export default defineControl({
  id: 'role-support',
  area: 'roles',
  severity: 'medium',
  title: 'Somebody has a role for working with AWS Support',
  rationale:
    'In an incident, somebody must be able to open a case at once. A role with AWSSupportAccess lets them do that and nothing else, so that nobody borrows an administrator or the root user for it.',
  risk: 'Hours are lost in an incident until somebody is found who may talk to AWS.',
  whenNotToFix: 'Cases for this account are opened from another account of the organization, by agreement with AWS.',
  references: [
    'https://docs.aws.amazon.com/awssupport/latest/user/accessing-support.html',
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSSupportAccess.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-18',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.17'],
    'cis-aws-1.5': ['1.17'],
    'cis-aws-2.0': ['1.17'],
    'cis-aws-3.0': ['1.17'],
    'cis-aws-4.0': ['1.17'],
    'cis-aws-5.0': ['1.16'],
    'cis-aws-6.0': ['2.16'],
    'cis-aws-7.0': ['2.15'],
    'nist-800-53-r5': ['IR-7'],
    'pci-dss-4.0': ['12.10.3'],
    'iso-27001-2022': ['A.5.24'],
  },
  reads: ['authorization-details'],
  parameters,
  messages: {
    held: 'AWSSupportAccess is held by {holders}',
    missing: 'No role and no group has the policy AWSSupportAccess',
  },
  *evaluate({ evidence, account, pass, fail }) {
    const { roles, groups } = evidence['authorization-details'];
    const holders = [
      ...roles.filter(({ attached }) => attached.some(isSupportAccess)).map(({ name }) => `role ${name}`),
      ...groups.filter(({ attached }) => attached.some(isSupportAccess)).map(({ name }) => `group ${name}`),
    ].sort();
    if (holders.length > 0) yield pass('held', accountResource(account), { holders });
    else yield fail('missing', accountResource(account), {});
  },
  remedies: [createSupportRole],
});
