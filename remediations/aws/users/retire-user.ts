import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { User } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { deleteAccessKey } from '../../../src/providers/aws/operations/access-keys.ts';
import { detachUserPolicy } from '../../../src/providers/aws/operations/attachments.ts';
import { deleteUserBoundary } from '../../../src/providers/aws/operations/boundaries.ts';
import { deleteUserPolicy, putUserPolicy } from '../../../src/providers/aws/operations/inline-policies.ts';
import { deleteLoginProfile } from '../../../src/providers/aws/operations/login-profiles.ts';
import { removeUserFromGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { deactivateMfaDevice } from '../../../src/providers/aws/operations/mfa-devices.ts';
import { deleteSigningCertificate } from '../../../src/providers/aws/operations/signing-certificates.ts';
import { deleteSshKey } from '../../../src/providers/aws/operations/ssh-keys.ts';
import { deleteUser as removeUser } from '../../../src/providers/aws/operations/users.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import {
  besideQuarantine,
  QUARANTINE_POLICY,
  quarantineStanding,
  userQuarantine,
  userQuarantinedSince,
} from '../../../src/providers/aws/policy/quarantine.ts';
import { deactivate } from '../access-keys/retire-key.ts';
import { byHand } from '../by-hand.ts';

/** What the controls that retire users say of one in quarantine. */
export const quarantineMessages = {
  quarantined: 'User {user} is in quarantine until {until}',
  overdue: 'User {user} was quarantined {days} days ago and still exists',
} as const;

/** How the quarantine of a user stands, or undefined where it is in none. */
export function quarantineOf(user: User, graceDays: number, now: Date) {
  const since = userQuarantinedSince(user);
  if (since === undefined) return undefined;
  return { user: user.name, since, ...quarantineStanding(since, graceDays, now) };
}

/** Shuts a user out and leaves all else of it: everything is denied to it, its keys are off, its password is gone. */
export const quarantineUser = defineRemedy({
  id: 'quarantine-user',
  via: ['api'],
  title: 'Deny the user everything, deactivate its keys and delete its console password',
  reversibility: 'recoverable',
  suits: ({ reason }) => reason !== 'overdue',
  *propose(context) {
    const { snapshot, now } = context;
    yield* eachFinding(context, ({ resource: { id: user } }, steps) => {
      const title = `Quarantine user ${user}`;
      const unread = unreadOf(snapshot, ['access-keys', 'credential-report']);
      if (unread !== undefined) return { title, blocked: unread };
      steps.add(putUserPolicy, { user, name: QUARANTINE_POLICY }, { document: userQuarantine(now) });
      steps.nextStage();
      for (const key of readable(snapshot, 'access-keys') ?? [])
        if (key.user === user && key.active) deactivate(steps, key);
      steps.add(deleteLoginProfile, { user }, null);
      return { title };
    });
  },
});

/** Whether a user whom nobody missed is deleted is a person's choice. */
export const decideOnUser = byHand({
  id: 'decide-on-user',
  title: 'Decide whether the quarantined user is deleted',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'overdue',
  guide({ resource: { id: user }, evidence: { since } }) {
    return {
      title: `Decide whether user ${user}, quarantined since ${since}, is deleted`,
      steps: [
        `In CloudTrail, look for AccessDenied of ${user} since ${since}: somebody may have missed it`,
        `Look for what no plan sees: aws iam list-service-specific-credentials --user-name ${user} tells of passwords for Git and Keyspaces, which must be deleted first; resource policies of other services may name ${user}`,
        'If nobody missed it, plan again and choose delete-user: all but its secrets is kept in the record of that run',
        'If somebody did, take it out of quarantine: remediate rollback of the run that put it there',
      ],
      expect: `user ${user} is gone, or in quarantine no more`,
    };
  },
});

/** Takes a user apart and deletes it; what it was is kept in the record, and an undo puts it together without its secrets. */
export const deleteUser = defineRemedy({
  id: 'delete-user',
  via: ['api'],
  title: 'Delete the user with all that belongs to it',
  reversibility: 'irreversible',
  suits: ({ reason }) => reason === 'overdue',
  *propose(context) {
    const { snapshot } = context;
    yield* eachFinding(context, ({ resource: { id: name } }, steps) => {
      const title = `Delete user ${name}`;
      const user = readable(snapshot, 'authorization-details')?.users.find((item) => item.name === name);
      if (user === undefined || userQuarantinedSince(user) === undefined)
        return { title, blocked: `user ${name} is not in quarantine: that comes first, so that somebody can miss it` };
      const blocked = unreadOf(snapshot, [...credentials, 'credential-report']) ?? trustOf(snapshot, user);
      if (blocked !== undefined) return { title, blocked };
      takeApart(user, snapshot, steps);
      steps.nextStage().add(removeUser, { user: name }, null);
      return { title };
    });
  },
});

const credentials = ['access-keys', 'ssh-keys', 'signing-certificates', 'mfa-devices'] as const;

function unreadOf(snapshot: AwsSnapshot, names: readonly CollectionName[]): string | undefined {
  const unread = names.filter((name) => readable(snapshot, name) === undefined);
  if (unread.length === 0) return undefined;
  return `nobody can tell which credentials the user has: ${unread.join(', ')} was not read; plan with all controls`;
}

/** A trust policy that names a user holds its id: it would lose the user for good, and not know one that comes back. */
function trustOf(snapshot: AwsSnapshot, { name, arn }: User): string | undefined {
  const roles = readable(snapshot, 'authorization-details')?.roles ?? [];
  const trusting = roles.filter(({ trust }) =>
    parseDocument(trust).document.statements.some(({ principal }) =>
      principal?.entries.some(({ value }) => value === arn),
    ),
  );
  if (trusting.length === 0) return undefined;
  return `the trust policy of role ${trusting.map((role) => role.name).join(', ')} names user ${name}: take it out there first`;
}

/** The quarantine and the boundary go last of all: until then nothing may grow beyond them. */
function takeApart(entity: User, snapshot: AwsSnapshot, steps: Steps<AwsCollections>): void {
  const { name: user, groups, attached } = entity;
  const own = <K extends (typeof credentials)[number]>(collection: K) =>
    ((readable(snapshot, collection) ?? []) as readonly AwsCollections[K][number][]).filter(
      (item) => item.user === user,
    );
  for (const group of groups) steps.add(removeUserFromGroup, { user, group }, null);
  for (const policyArn of attached) steps.add(detachUserPolicy, { user, policyArn }, null);
  for (const { name } of besideQuarantine(entity)) steps.add(deleteUserPolicy, { user, name }, null);
  for (const { id } of own('access-keys')) steps.add(deleteAccessKey, { user, id }, null);
  for (const { id } of own('ssh-keys')) steps.add(deleteSshKey, { user, id }, null);
  for (const { id } of own('signing-certificates')) steps.add(deleteSigningCertificate, { user, id }, null);
  for (const { serial } of own('mfa-devices')) steps.add(deactivateMfaDevice, { user, serial }, null);
  steps.add(deleteLoginProfile, { user }, null);
  steps.nextStage();
  steps.add(deleteUserPolicy, { user, name: QUARANTINE_POLICY }, null);
  if (entity.boundary !== undefined) steps.add(deleteUserBoundary, { user }, null);
}
