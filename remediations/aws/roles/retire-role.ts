import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { Role } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { detachRolePolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteRoleBoundary } from '../../../src/providers/aws/operations/boundaries.ts';
import { deleteRolePolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { removeRoleFromInstanceProfile } from '../../../src/providers/aws/operations/instance-profiles.ts';
import { updateAssumeRolePolicy } from '../../../src/providers/aws/operations/role-trust.ts';
import { deleteRole as removeRole } from '../../../src/providers/aws/operations/roles.ts';
import { quarantinedSince, roleQuarantine } from '../../../src/providers/aws/policy/quarantine.ts';
import { byHand } from '../by-hand.ts';

/** Shuts a role to everybody and leaves all else of it, so that one change brings it back. */
export const quarantineRole = defineRemedy({
  id: 'quarantine-role',
  via: ['api'],
  title: 'Let nobody assume the role any more',
  reversibility: 'reversible',
  suits: ({ reason }) => reason !== 'overdue',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: name } }, steps) => {
      const title = `Quarantine role ${name}`;
      const role = roleOf(context.snapshot, name);
      if (role !== undefined && quarantinedSince(role.trust) !== undefined)
        return { title, blocked: `role ${name} is in quarantine already` };
      steps.add(updateAssumeRolePolicy, { role: name }, { document: roleQuarantine(context.now) });
      return { title };
    });
  },
});

/** Whether a role that nobody missed is deleted is a person's choice. */
export const decideOnRole = byHand({
  id: 'decide-on-role',
  title: 'Decide whether the quarantined role is deleted',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'overdue',
  guide({ resource: { id: role }, evidence: { since } }) {
    return {
      title: `Decide whether role ${role}, quarantined since ${since}, is deleted`,
      steps: [
        `In CloudTrail, look for AccessDenied of sts:AssumeRole on ${role} since ${since}: somebody may have missed it`,
        'If nobody did, plan again and choose delete-role: all of the role is kept in the record of that run',
        `If somebody did, put its trust policy back: remediate rollback of the run that quarantined it`,
      ],
      expect: `role ${role} is gone, or somebody assumes it again`,
    };
  },
});

/** Takes a role apart and deletes it; what it was is kept in the record, and an undo puts it together again. */
export const deleteRole = defineRemedy({
  id: 'delete-role',
  via: ['api'],
  title: 'Delete the role with all that belongs to it',
  reversibility: 'recoverable',
  suits: ({ reason }) => reason === 'overdue',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: name } }, steps) => {
      const title = `Delete role ${name}`;
      const role = roleOf(context.snapshot, name);
      if (role === undefined || quarantinedSince(role.trust) === undefined)
        return { title, blocked: `role ${name} is not in quarantine: that comes first, so that somebody can miss it` };
      takeApart(role, steps);
      steps.nextStage();
      steps.add(removeRole, { role: name }, null);
      return { title };
    });
  },
});

/** The boundary goes last of all: until then nothing may grow beyond it. */
function takeApart({ name, instanceProfiles, attached, inline, boundary }: Role, steps: Steps<AwsCollections>): void {
  for (const profile of instanceProfiles)
    steps.add(removeRoleFromInstanceProfile, { profile: profile.name, role: name }, null);
  for (const policyArn of attached) steps.add(detachRolePolicy, { role: name, policyArn }, null);
  for (const policy of inline) steps.add(deleteRolePolicy, { role: name, name: policy.name }, null);
  steps.nextStage();
  if (boundary !== undefined) steps.add(deleteRoleBoundary, { role: name }, null);
}

function roleOf(snapshot: AwsSnapshot, name: string): Role | undefined {
  return readable(snapshot, 'authorization-details')?.roles.find((role) => role.name === name);
}
