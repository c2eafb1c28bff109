import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { defineControl, defineRemedy, iamResource } from '../../../src/providers/aws/model/control.ts';
import { detachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteRolePolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { fullReach, howAdministrator, standingByArn } from '../../../src/providers/aws/policy/administrators.ts';
import { permissionSet } from '../../../src/providers/aws/policy/permissions.ts';
import { documentOf } from '../../../src/providers/aws/policy/principals.ts';
import { holderOf } from '../../../src/providers/aws/policy/reach.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { changeableRoles, isOnList } from './roles.ts';

const takeAdministration = defineRemedy({
  id: 'take-administration',
  via: ['api'],
  title: 'Take the policies off the role that make it an administrator',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const name = finding.resource.id;
      const title = `Take administrator permissions from role ${name}`;
      const details = readable(context.snapshot, 'authorization-details');
      const role = details?.roles.find((item) => item.name === name);
      if (details === undefined || role === undefined) return { title, blocked: `role ${name} is not in the evidence` };
      const isFull = (document: string | undefined) =>
        document !== undefined && fullReach(permissionSet({ policies: [document] }), holderOf(role.arn)) !== 'no';
      for (const policyArn of role.attached)
        if (isFull(documentOf(details, policyArn))) steps.add(detachRolePolicy, { role: name, policyArn }, null);
      for (const { name: policy, document } of role.inline)
        if (isFull(document)) steps.add(deleteRolePolicy, { role: name, name: policy }, null);
      if (steps.changes.length > 0) return { title };
      return {
        title,
        blocked: `no single policy makes role ${name} an administrator: narrow ${finding.evidence['how']}`,
      };
    });
  },
});

/**
 * Judged by what the role can do in the end: every spelling of "everything", several policies together, boundaries and
 * denials that take it away again. Roles that are AWS's own to change are left out.
 */
export default defineControl({
  id: 'role-admin-privileges',
  area: 'roles',
  severity: 'high',
  title: 'Only approved roles have full administrator permissions',
  rationale:
    'A role is worn by whoever its trust policy lets in: programs, build servers, people of other accounts. Each one with full permissions makes all of them administrators, and most need a few services only.',
  risk: 'A program with a weakness, or one stolen session of it, is enough to take over the whole account.',
  whenNotToFix:
    "The role is the account's way for its administrators, or its deployment pipeline that creates roles itself: put it on approvedAdminRoles, and see that its trust policy is narrow.",
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({
    /** Names or ARNs of roles that may be administrators, `*` standing for any text. */
    approvedAdminRoles: z.array(z.string()).default([]),
  }),
  messages: {
    limited: 'Role {role} is no administrator',
    approved: 'Role {role} is an approved administrator',
    administrator: 'Role {role} is an administrator by {how}, and not approved as one',
    unclear: 'Whether role {role} is an administrator cannot be told: by {how}',
  },
  *evaluate({ evidence, parameters: { approvedAdminRoles }, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const standing = standingByArn(details);
    for (const role of changeableRoles(details)) {
      const principal = { type: 'role', name: role.name } as const;
      const verdict = standing.get(role.arn)?.administrator ?? 'unknown';
      const resource = iamResource('role', role);
      if (verdict === 'no') yield pass('limited', resource, { role: role.name });
      else {
        const facts = { role: role.name, how: howAdministrator(details, principal) };
        if (isOnList(approvedAdminRoles, role)) yield pass('approved', resource, facts);
        else if (verdict === 'yes') yield fail('administrator', resource, facts);
        else yield unknown('unclear', resource, facts);
      }
    }
  },
  remedies: [takeAdministration],
});
