import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { putRoleBoundary, putUserBoundary } from '../../../src/providers/aws/operations/boundaries.ts';

/**
 * Puts the boundary that the baseline names on a principal that has none. What a boundary must leave to its principals is
 * for people to say: until they do, the answer is how. Terraform keeps boundaries as attributes of users and roles, which
 * are not ours to manage.
 */
export const setBoundary = defineRemedy({
  id: 'set-boundary',
  via: ['api', 'manual'],
  title: 'Put the configured permissions boundary on the principal',
  reversibility: 'reversible',
  *propose(context) {
    const policies = readable(context.snapshot, 'authorization-details')?.policies ?? [];
    yield* eachFinding(context, ({ resource: { type, id: name }, control }, steps) => {
      const kind = type === 'iam-role' ? 'role' : 'user';
      const policyArn = context.parameters(control)['boundary'];
      const title = `Put a permissions boundary on ${kind} ${name}`;
      if (typeof policyArn !== 'string') return { title, guide: howToChoose(kind, name) };
      if (!policies.some(({ arn }) => arn === policyArn))
        return { title, blocked: `there is no policy ${policyArn} in the account, which the parameter boundary names` };
      if (kind === 'role') steps.add(putRoleBoundary, { role: name }, { policyArn });
      else steps.add(putUserBoundary, { user: name }, { policyArn });
      return { title };
    });
  },
});

function howToChoose(kind: string, name: string) {
  return {
    steps: [
      `Write down in a policy what ${kind} ${name} and others that create principals may do at most, and let them create users and roles only with that same boundary: the condition iam:PermissionsBoundary of iam:CreateUser and iam:CreateRole`,
      'Make it: aws iam create-policy --policy-name boundary --policy-document file://boundary.json',
      'Name its ARN in remediate.yaml, as the parameter boundary of permission-boundaries, and plan again: the plan tells what each principal loses',
    ],
    expect: `${kind} ${name} works under a permissions boundary`,
  };
}
