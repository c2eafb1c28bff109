import { z } from 'zod';
import { defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { isListed } from '../policies/approved-administrators.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { decideOnEditor, denyPolicyEditing } from './deny-policy-editing.ts';
import { editingAbilities } from './policy-editing.ts';
import { takePolicyEditing } from './take-policy-editing.ts';

/** Until a list is set, administrators are taken to be authorized and nobody else is; a list says all there is to say. */
export default defineControl({
  id: 'user-policy-editors',
  area: 'users',
  severity: 'high',
  title: 'Only authorized users may edit access policies',
  rationale:
    'Who may write or attach a policy may do everything, for nothing keeps that user from writing the policy that says so. The few who need it are to be known by name.',
  risk: 'A user who looks limited in every review makes itself an administrator with a single call.',
  whenNotToFix:
    'The user manages access by profession: add its name to authorizedPolicyEditors. A boundary that the user must set on whatever it makes is a good middle way.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_controlling.html',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({
    /** Names of the users who may edit policies; administrators need to be on it too. */
    authorizedPolicyEditors: z.array(z.string()).optional(),
  }),
  messages: {
    none: 'User {user} cannot edit access policies',
    authorized: 'User {user} may edit access policies and is authorized to',
    editor: 'User {user} is allowed {actions} and is not authorized to edit access policies',
    possible: 'User {user} may be allowed {actions}: a condition, or a document that is not in the evidence, decides',
    unread: 'User {user} has a policy that is not in the evidence or that there is no understanding',
  },
  *evaluate({ evidence, parameters, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const { authorizedPolicyEditors: list } = parameters;
    for (const user of details.users) {
      const principal = { type: 'user', name: user.name } as const;
      const resource = iamResource('user', user);
      const facts = { user: user.name };
      const { can, may, holed } = editingAbilities(details, user);
      const isAuthorized = () =>
        list === undefined ? isAdministrator(details, principal) === 'yes' : isListed(list, user.name);
      if (can.length + may.length === 0)
        yield holed ? unknown('unread', resource, facts) : pass('none', resource, facts);
      else if (isAuthorized()) yield pass('authorized', resource, facts);
      else if (can.length > 0) yield fail('editor', resource, { ...facts, actions: can });
      else yield unknown('possible', resource, { ...facts, actions: may });
    }
  },
  remedies: [denyPolicyEditing, decideOnEditor, takePolicyEditing],
});
