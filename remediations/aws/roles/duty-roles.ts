import { z } from 'zod';
import { canonicalJson, type Json } from '../../../src/engine/json.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import { attachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { createRole } from '../../../src/providers/aws/operations/roles.ts';
import { byHand } from '../by-hand.ts';
import { type Duty, duties } from './iam-duties.ts';
import { people, trustedPeople } from './people-trust.ts';

/** What the baseline settles of the two roles. */
export const dutyParameters = z.object({
  /** The role that makes and removes users, groups, roles and policies. */
  masterRole: z.string().min(1).optional(),
  /** The role that says who gets them. */
  managerRole: z.string().min(1).optional(),
  /** Who is to assume each, where it is made: ARNs of users, roles or accounts; they need MFA. */
  masterPrincipals: people,
  managerPrincipals: people,
  /** The ARN of the permissions boundary within which a role that is made may give permissions to others. */
  boundaryPolicy: z
    .string()
    .regex(/^arn:[^:]+:iam::(?:aws|\d{12}):policy\/./, 'the ARN of a managed policy')
    .optional(),
});

/** Makes a role that is missing, with a policy for its half of the duty. */
export const createDutyRole = defineRemedy({
  id: 'create-duty-role',
  via: ['terraform', 'api'],
  title: 'Create the role with a policy for its half of the duty',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'missing',
  *propose(context) {
    const { account } = context.snapshot;
    const parameters = dutyParameters.parse(context.parameters('role-iam-master-manager'));
    const { masterRole, managerRole, boundaryPolicy } = parameters;
    yield* eachFinding(context, ({ evidence: { duty: of } }, steps) => {
      const duty: Duty = of === 'manager' ? 'manager' : 'master';
      const [role, principals] = [parameters[`${duty}Role`], parameters[`${duty}Principals`]];
      const title = `Create role ${role} for the duty of the ${duty}`;
      if (role === undefined || principals.length === 0)
        return { title, blocked: `who holds the duty is not known: set ${duty}Principals of role-iam-master-manager` };
      if (boundaryPolicy === undefined)
        return {
          title,
          blocked:
            'without a limit the role could give itself everything: set boundaryPolicy of role-iam-master-manager',
        };
      steps.askedBy(`${duty}Principals of role-iam-master-manager`);
      const name = policyNameOf(role);
      const policyArn = iamArn(account, 'policy', '/', name);
      const roles = [masterRole, managerRole].flatMap((each) => each ?? []);
      const document = canonicalJson(dutyDocument(duty, account, roles, boundaryPolicy));
      steps.add(createPolicy, { arn: policyArn }, { name, path: '/', document });
      steps.add(createRole, { role }, { path: '/', trust: trustedPeople(principals) });
      steps.add(attachRolePolicy, { role, policyArn }, {});
      return { title };
    });
  },
});

/** Who holds too much or too little: which permissions go where is for the people who do the work to say. */
export const splitDuty = byHand({
  id: 'split-duty',
  title: 'Divide the permissions between the two roles',
  reversibility: 'reversible',
  suits: ({ reason }) => reason !== 'missing',
  guide({ reason, resource: { id: name }, evidence: { kind = 'role', duty, actions } }) {
    const list = Array.isArray(actions) ? actions.join(', ') : '';
    const steps = {
      lacking: `Allow role ${name} ${list}: add them to the policy for its duty`,
      overlapping: `Take ${list} from role ${name}: they belong to the other half of the duty`,
    }[reason];
    return {
      title: steps === undefined ? `Take one half of the duty from ${kind} ${name}` : `Divide the duty of role ${name}`,
      steps: [
        `Look at the policies of ${kind} ${name}, and at what it did in the last months: aws iam generate-service-last-accessed-details shows it by action`,
        steps ??
          `Choose the half of the duty that ${kind} ${name} needs, and take the actions of the other from its policies`,
      ],
      expect:
        steps === undefined
          ? `${kind} ${name} holds one half of the duty at most`
          : `role ${name} holds the duty of the ${duty} and nothing of the other`,
    };
  },
});

function policyNameOf(role: string): string {
  return `${role}-duty`;
}

/** The actions that AWS lets a policy hold to a permissions boundary of those that they are done to. */
const boundable: ReadonlySet<string> = new Set(
  'CreateUser CreateRole AttachRolePolicy DetachRolePolicy PutRolePolicy DeleteRolePolicy PutUserPolicy DeleteUserPolicy DetachUserPolicy'
    .split(' ')
    .map((action) => `iam:${action}`),
);

/** One half of the duty, on all that is not the two roles and their policies themselves. */
function dutyDocument(duty: Duty, account: AccountIdentity, roles: readonly string[], boundary: string): Json {
  const ownThings = roles.flatMap((role) => [
    iamArn(account, 'role', '/', role),
    iamArn(account, 'policy', '/', policyNameOf(role)),
  ]);
  const allowed = (['user', 'group', 'role', 'policy'] as const).flatMap((kind) => {
    const actions = duties[duty].filter(({ on }) => on === kind).map(({ action }) => action);
    const Resource = iamArn(account, kind, '/', '*');
    const [bound, free] = [
      actions.filter((action) => boundable.has(action)),
      actions.filter((action) => !boundable.has(action)),
    ];
    const Condition = { StringEquals: { 'iam:PermissionsBoundary': boundary } };
    return [
      ...(bound.length === 0 ? [] : [{ Effect: 'Allow', Action: bound, Resource, Condition }]),
      ...(free.length === 0 ? [] : [{ Effect: 'Allow', Action: free, Resource }]),
    ];
  });
  const change = ['Add', 'Attach', 'Create', 'Delete', 'Detach', 'Put', 'Remove', 'Set', 'Update'];
  const actions = change.map((verb) => `iam:${verb}*`);
  return {
    Version: '2012-10-17',
    Statement: [...allowed, { Effect: 'Deny', Action: actions, Resource: ownThings }],
  };
}
