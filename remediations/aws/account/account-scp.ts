import { z } from 'zod';
import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { fullAccessScp, type OwnScp } from '../../../src/providers/aws/model/organization.ts';
import { byHand } from '../by-hand.ts';
import { attachStarters, membersOf, reviewStarters, starters } from './starter-policies.ts';

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

/** Evidence from files, or of an earlier version, may leave them out. */
const untold = {
  status: 'unreadable',
  cause: 'not-collected',
  reason: 'the policies of the organization are not in the evidence',
} as const;

/** The organization's own policies that bind a member account, the management account's own left out. */
function binding(policies: readonly OwnScp[], account: AccountIdentity): string[] {
  return policies.filter(({ targets }) => targets.some((id) => id !== account.id)).map(({ name }) => name);
}

/**
 * What is attached to the account, to a unit above it or to the root counts alike. Without an organization that has all
 * its features there are no service control policies. They do not bind the management account, which is judged by
 * whether it lets them bind any other.
 */
export default defineControl({
  id: 'account-scp',
  area: 'account',
  severity: 'medium',
  title: 'Service control policies other than FullAWSAccess are in force',
  rationale:
    'A service control policy is the one limit that an administrator of the account cannot lift: it keeps the trail running, regions closed, and the account in its organization, whoever takes the account over.',
  risk: 'Whoever becomes administrator can do everything, including switching off what would tell of it.',
  whenNotToFix:
    'The account exists to try out what policies would forbid, and holds nothing. In the management account: people still work as the root users of member accounts, or an account is about to leave.',
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
    management: 'Service control policies do not bind the management account, and there is no other',
    guarded: 'The organization binds its accounts by {policies}; the management account itself is not bound',
    unguarded: 'The organization has its accounts bound by no service control policy but FullAWSAccess',
    unread: 'Which service control policies bind the account could not be read: {why}',
  },
  *evaluate({ evidence: { organization }, account, pass, fail, unknown, notApplicable }) {
    const resource = accountResource(account);
    if (organization === null) return yield fail('without', resource, { why: 'it is in no organization' });
    const { featureSet, managementAccountId, serviceControlPolicies: policies } = organization;
    if (managementAccountId === account.id && (featureSet !== 'ALL' || membersOf(organization, account)?.length === 0))
      return yield notApplicable('management', resource, {});
    if (featureSet !== 'ALL')
      return yield fail('without', resource, { why: 'its organization has consolidated billing alone' });
    if (managementAccountId === account.id) {
      const { ownPolicies = untold } = organization;
      if (ownPolicies.status !== 'read') return yield unknown('unread', resource, { why: ownPolicies.reason });
      const names = binding(ownPolicies.data, account);
      yield names.length > 0 ? pass('guarded', resource, { policies: names }) : fail('unguarded', resource, {});
      return;
    }
    if (policies.status !== 'read') return yield unknown('unread', resource, { why: policies.reason });
    const own = policies.data.filter(({ id }) => id !== fullAccessScp);
    const names = [...new Set(own.map(({ name }) => name))].sort();
    if (names.length > 0) yield pass('bound', resource, { policies: names });
    else yield fail('free', resource, {});
  },
  remedies: [reviewStarters, starters, attachStarters, joinFirst],
});
