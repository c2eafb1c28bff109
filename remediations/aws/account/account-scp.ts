import { z } from 'zod';
import { readable } from '../../../src/engine/snapshot.ts';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { fullAccessScp } from '../../../src/providers/aws/model/organization.ts';
import { starterPolicies } from '../../../src/providers/aws/model/starter-policies.ts';
import { byHand } from '../by-hand.ts';

/** The management account alone can write these policies, and they do not bind it: nothing that runs here can. */
const attachStarters = byHand({
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

const joinFirst = byHand({
  id: 'join-organization',
  title: 'Have the account in an organization with all features first',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'without',
  guide: ({ evidence }) => ({
    title: 'Have an organization that can set limits',
    steps: [
      `There is nothing to attach a policy to: ${evidence['why']}`,
      'Follow the guide of account-organization: create or join an organization, and enable all its features',
      'Scan again: this control then names the policies to attach',
    ],
    expect: 'aws organizations describe-organization shows FeatureSet ALL',
  }),
});

/**
 * What is attached to the account, to a unit above it or to the root counts alike. Service control policies do not
 * bind the management account, and without an organization that has all its features there are none.
 */
export default defineControl({
  id: 'account-scp',
  area: 'account',
  severity: 'medium',
  title: 'Service control policies other than FullAWSAccess are in force',
  rationale:
    'A service control policy is the one limit that an administrator of the account cannot lift: it keeps the trail running, regions closed, and the account in its organization, whoever takes the account over.',
  risk: 'Whoever becomes administrator can do everything, including switching off what would tell of it.',
  whenNotToFix: 'The account exists to try out what policies would forbid, and holds nothing.',
  references: [
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_examples.html',
  ],
  frameworks: { 'nist-800-53-r5': ['AC-3', 'AC-6'], 'iso-27001-2022': ['A.5.15'], 'soc-2': ['CC6.1'] },
  reads: ['organization'],
  parameters: z.object({}),
  messages: {
    bound: 'The account is bound by {policies}',
    free: 'No service control policy but FullAWSAccess is attached to the account or above it',
    without: 'The account is bound by no service control policy: {why}',
    management: 'Service control policies do not bind the management account',
    unread: 'Which service control policies bind the account could not be read: {why}',
  },
  *evaluate({ evidence: { organization }, account, pass, fail, unknown, notApplicable }) {
    const resource = accountResource(account);
    if (organization === null) return yield fail('without', resource, { why: 'it is in no organization' });
    const { featureSet, managementAccountId, serviceControlPolicies: policies } = organization;
    if (managementAccountId === account.id) return yield notApplicable('management', resource, {});
    if (featureSet !== 'ALL')
      return yield fail('without', resource, { why: 'its organization has consolidated billing alone' });
    if (policies.status !== 'read') return yield unknown('unread', resource, { why: policies.reason });
    const own = policies.data.filter(({ id }) => id !== fullAccessScp);
    const names = [...new Set(own.map(({ name }) => name))].sort();
    if (names.length > 0) yield pass('bound', resource, { policies: names });
    else yield fail('free', resource, {});
  },
  remedies: [attachStarters, joinFirst],
});
