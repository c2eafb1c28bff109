import type { Finding } from '../../../src/engine/finding.ts';
import { eachFinding, type Proposal, type ProposeContext, Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { type AuthorizationDetails, isAwsRole } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { addUserToGroup } from '../../../src/providers/aws/operations/memberships.ts';
import { isAdministratorBeside } from '../../../src/providers/aws/policy/administrator-beside.ts';
import { administrators, isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import type { PrincipalRef } from '../../../src/providers/aws/policy/principals.ts';
import { byHand } from '../by-hand.ts';
import { isListed } from '../policies/approved-administrators.ts';
import { isOnList } from '../roles/roles.ts';
import { dropGrants, type Grant, grantsBehind, type Holder } from './drop-grants.ts';

type Context = ProposeContext<AwsCollections>;

/** What makes a user an administrator beside the approved groups, or why nothing can be taken for it. */
function beside(
  context: Context,
  { control, resource: { id: name } }: Finding,
): { readonly holder: Holder; readonly grants: readonly Grant[] } | { readonly blocked: string } {
  const details = readable(context.snapshot, 'authorization-details');
  const entity = details?.users.find((user) => user.name === name);
  if (details === undefined || entity === undefined) return { blocked: `user ${name} is not in the evidence` };
  const holder = { type: 'user', entity } as const;
  const isApproved = approvedBy(context, control);
  const principal = { type: 'user', name } as const;
  const grants = grantsBehind(
    details,
    holder,
    (state) =>
      isAdministrator(state, principal) !== 'no' && isAdministratorBeside(state, principal, isApproved) !== 'no',
    isApproved,
  );
  return grants === undefined ? { blocked: `nothing that ${name} holds can be taken to that end` } : { holder, grants };
}

function approvedBy(context: Context, control: string): (group: string) => boolean {
  const approved = context.parameters(control)['approvedAdminGroups'] as readonly string[];
  return (group) => isListed(approved, group);
}

/** Leaves the user an administrator, by the one group that everybody knows of. */
export const moveToAdminGroup = defineRemedy({
  id: 'move-to-admin-group',
  via: ['api'],
  title: 'Make the user an administrator by the approved group only',
  reversibility: 'reversible',
  *propose(context): Iterable<Proposal> {
    const details = readable(context.snapshot, 'authorization-details');
    for (const finding of context.findings) {
      const [user, closes] = [finding.resource.id, [finding.fingerprint]];
      const group = details && adminGroup(details, approvedBy(context, finding.control));
      const title = `Make ${user} an administrator by ${group ?? 'an approved group'} only`;
      const found = beside(context, finding);
      if (group === undefined) {
        const blocked = `no group of approvedAdminGroups gives administrator permissions; make one, or choose take-administration for ${user}`;
        yield { title, closes, blocked };
      } else if ('blocked' in found) yield { title, closes, blocked: found.blocked };
      else {
        const steps = new Steps(context.snapshot, closes);
        steps.add(addUserToGroup, { group, user }, {});
        dropGrants(steps.nextStage(), found.holder, found.grants);
        yield { title, closes, changes: steps.changes, rests: [{ type: 'iam-group-grants', address: { group } }] };
      }
    }
  },
});

function adminGroup(details: AuthorizationDetails, isApproved: (group: string) => boolean): string | undefined {
  const isAdmin = (name: string) => isAdministrator(details, { type: 'group', name }) === 'yes';
  return details.groups.map(({ name }) => name).find((name) => isApproved(name) && isAdmin(name));
}

/** Takes from the user what makes it an administrator; what else those policies and groups gave goes with it. */
export const takeAdministration = defineRemedy({
  id: 'take-administration',
  via: ['api'],
  title: 'Take from the user what makes it an administrator',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const title = `Take administrator permissions from user ${finding.resource.id}`;
      const found = beside(context, finding);
      if ('blocked' in found) return { title, blocked: found.blocked };
      dropGrants(steps, found.holder, found.grants);
      return { title };
    });
  },
});

/** Who is an administrator is for people to say; the guide names them all and what makes each one. */
export const chooseAdministrators = byHand({
  id: 'choose-administrators',
  title: 'Choose who is an administrator',
  reversibility: 'reversible',
  guide({ reason, evidence }) {
    const { minAdmins, maxAdmins, administrators: names } = evidence;
    const present = (names as readonly string[]).map((name) => `Now: ${name}`);
    const few = [
      ...present,
      `Choose whom the account can turn to besides, so that there are at least ${minAdmins}: people who know what they do, with MFA, and who are not away at the same time`,
      'Add each to the group of administrators: aws iam add-user-to-group --group-name administrators --user-name NAME; better, let them assume an administrator role',
    ];
    const many = [
      ...present,
      `Choose at most ${maxAdmins} of them who stay: people who need it all the time, and the role that deploys the account`,
      'Name those who stay as keepAdmins of admin-count in remediate.yaml, plan again and choose keep-chosen-administrators; the plan tells what each of the others loses',
    ];
    return {
      title: reason === 'tooFew' ? 'Choose more administrators' : 'Choose which administrators stay',
      steps: reason === 'tooFew' ? few : many,
      expect: `the account has ${minAdmins} to ${maxAdmins} administrators`,
    };
  },
});

/** Takes administrator permissions from everybody who was not chosen to keep them. */
export const keepChosenAdministrators = defineRemedy({
  id: 'keep-chosen-administrators',
  via: ['api'],
  title: 'Take administrator permissions from those who are not on keepAdmins',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'tooMany',
  *propose(context) {
    const details = readable(context.snapshot, 'authorization-details');
    yield* eachFinding(context, ({ control, evidence }, steps) => {
      const { keepAdmins, minAdmins, maxAdmins } = context.parameters(control);
      const title = 'Leave administrator permissions to those who were chosen';
      if (keepAdmins === undefined || details === undefined)
        return { title, blocked: 'who stays is for you to say: set keepAdmins of admin-count in remediate.yaml' };
      const isKept = (holder: Holder) => isOnList(keepAdmins as readonly string[], holder.entity);
      const found = administrators(details).flatMap(({ principal }) => holderOf(details, principal) ?? []);
      const others = found.filter((holder) => !isKept(holder));
      const kept = found.length - others.length;
      if (kept < Number(minAdmins) || kept > Number(maxAdmins))
        return { title, blocked: `keepAdmins keeps ${kept} of them, and it is to be ${minAdmins} to ${maxAdmins}` };
      for (const holder of others) {
        const who = `${holder.type} ${holder.entity.name}`;
        const principal = { type: holder.type, name: holder.entity.name };
        const ofAws = holder.type === 'role' && isAwsRole(holder.entity);
        const grants = ofAws
          ? undefined
          : grantsBehind(details, holder, (state) => isAdministrator(state, principal) !== 'no');
        if (grants === undefined)
          return { title, blocked: `${who} is not on keepAdmins, and nothing can be taken from it to that end` };
        dropGrants(steps, holder, grants);
      }
      return { title: `${title}: ${kept} of ${(evidence['administrators'] as readonly string[]).length}` };
    });
  },
});

function holderOf(details: AuthorizationDetails, { type, name }: PrincipalRef): Holder | undefined {
  const user = type === 'user' ? details.users.find((item) => item.name === name) : undefined;
  if (user !== undefined) return { type: 'user', entity: user };
  const role = type === 'role' ? details.roles.find((item) => item.name === name) : undefined;
  return role && { type: 'role', entity: role };
}
