import { eachFinding } from '../../../src/engine/remedy.ts';
import { type AccountIdentity, readable } from '../../../src/engine/snapshot.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { Organization } from '../../../src/providers/aws/model/organization.ts';
import { partOf } from '../../../src/providers/aws/model/part.ts';
import { starterPolicies } from '../../../src/providers/aws/model/starter-policies.ts';
import { attachScp, createScp } from '../../../src/providers/aws/operations/organizations-policies.ts';
import { sameMeaning } from '../../../src/providers/aws/policy/canonical.ts';
import { byHand } from '../by-hand.ts';

/**
 * What denies something in every member account is offered and never the default: a person sees beforehand whom it
 * touches, and chooses.
 */
export const reviewStarters = byHand({
  id: 'review-starter-policies',
  title: 'See what the starter policies would deny and in which accounts, then choose starter-policies',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'unguarded',
  guide: ({ fingerprint }, { snapshot }) => ({
    title: 'Limit what the accounts of the organization can do',
    steps: [
      ...Object.entries(starterPolicies).map(
        ([name, { description, document }]) => `${name}: ${description}. ${document}`,
      ),
      `Attached to the root they bind ${touched(readable(snapshot, 'organization') ?? null, snapshot.account)}, and not the management account`,
      'See that nobody there works as the root user, and that no account is about to leave: what is denied fails from the first minute on',
      'Where service control policies are off: aws organizations enable-policy-type --root-id ROOT --policy-type SERVICE_CONTROL_POLICY; aws organizations list-roots shows ROOT',
      `Choose it: remediate plan --remedy ${fingerprint}=starter-policies; rolling back detaches and deletes them`,
    ],
    expect: `aws organizations list-policies-for-target --target-id ROOT --filter SERVICE_CONTROL_POLICY shows ${Object.keys(starterPolicies).join(' and ')}`,
  }),
});

/** Writes the starter policies and attaches them to the root; for the management account. */
export const starters = defineRemedy({
  id: 'starter-policies',
  via: ['terraform', 'api'],
  title: 'Attach the starter policies to the root of the organization',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'unguarded',
  *propose(context) {
    const organization = readable(context.snapshot, 'organization') ?? null;
    const rows = organization === null ? [] : (partOf(organization.serviceControlPolicies) ?? []);
    const root = rows.find(({ targetType }) => targetType === 'root')?.target;
    const because = `the policies bind ${touched(organization, context.snapshot.account)}`;
    const proposals = eachFinding(context, (_, steps) => {
      const title = 'Forbid member accounts to leave, and their root users to act';
      if (root === undefined)
        return {
          title,
          blocked: 'service control policies are switched off for the root: aws organizations enable-policy-type first',
        };
      for (const [name, { description, document }] of Object.entries(starterPolicies)) {
        const present = steps.value(createScp, { name });
        if (present !== null && !sameMeaning(present.document, document))
          return { title, blocked: `the organization has a policy ${name} already, with another document` };
        if (present === null) steps.add(createScp, { name }, { description, document });
        steps.add(attachScp, { policy: name, target: root }, present?.id === undefined ? {} : { id: present.id });
      }
      return { title };
    });
    for (const proposal of proposals) yield 'changes' in proposal ? { ...proposal, because: [because] } : proposal;
  },
});

/** A member account cannot write these policies: nothing that runs there can. */
export const attachStarters = byHand({
  id: 'attach-starter-policies',
  title: 'Attach the starter policies in the management account',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'free',
  guide(_, { snapshot }) {
    const manager = readable(snapshot, 'organization')?.managementAccountId ?? 'of the organization';
    return {
      title: 'Attach service control policies to begin with',
      steps: [
        `Sign in to the management account ${manager}; the construct BaselineScp makes the same with Terraform`,
        'Switch the policy type on where it is off: aws organizations enable-policy-type --root-id ROOT --policy-type SERVICE_CONTROL_POLICY; aws organizations list-roots shows ROOT',
        ...Object.entries(starterPolicies).map(
          ([name, { description, document }]) =>
            `aws organizations create-policy --type SERVICE_CONTROL_POLICY --name ${name} --description '${description}' --content '${document}'`,
        ),
        `Try each on one account first: aws organizations attach-policy --policy-id POLICY --target-id ${snapshot.account.id}; then attach it to the unit above the account, or to ROOT`,
        'To undo it: aws organizations detach-policy with the same ids, then delete-policy',
      ],
      expect: `aws organizations list-policies-for-target --target-id ${snapshot.account.id} --filter SERVICE_CONTROL_POLICY, or the same for a unit above it, shows ${Object.keys(starterPolicies).join(' and ')}`,
    };
  },
});

/** Whom a policy on the root binds, in words. */
function touched(organization: Organization | null, account: AccountIdentity): string {
  const members = organization === null ? undefined : membersOf(organization, account);
  if (members === undefined) return 'every member account';
  const many = members.length === 1 ? '1 member account' : `${members.length} member accounts`;
  return `${many}: ${members.slice(0, 10).join(', ')}${members.length > 10 ? ', …' : ''}`;
}

/** The accounts of an organization other than this one. */
export function membersOf({ accounts }: Organization, account: AccountIdentity): readonly string[] | undefined {
  return partOf(accounts)?.filter((id) => id !== account.id);
}
