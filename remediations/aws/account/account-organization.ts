import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { byHand } from '../by-hand.ts';

const joinOrganization = byHand({
  id: 'join-organization',
  title: 'Bring the account into an organization with all features',
  reversibility: 'recoverable',
  guide: ({ reason, evidence }, { snapshot: { account } }) =>
    reason === 'alone'
      ? {
          title: 'Bring the account into an organization',
          steps: [
            `Where there is an organization: in its management account run aws organizations invite-account-to-organization --target Id=${account.id},Type=ACCOUNT`,
            `In account ${account.id} find the invitation with aws organizations list-handshakes-for-account, and accept it with aws organizations accept-handshake --handshake-id ID`,
            'Where there is none: run aws organizations create-organization --feature-set ALL in an account that holds no workloads, and invite this one; the account that creates it stays its management account',
            'See beforehand which service control policies the account comes under, and that billing moves to the management account',
          ],
          expect: 'aws organizations describe-organization shows FeatureSet ALL',
        }
      : {
          title: 'Switch all features of the organization on',
          steps: [
            `In the management account ${evidence['management']} run aws organizations enable-all-features; this cannot be taken back`,
            'Have each invited account accept the request that it gets',
            'When all have accepted, accept the handshake in the management account as well',
          ],
          expect: 'aws organizations describe-organization shows FeatureSet ALL',
        },
});

export default defineControl({
  id: 'account-organization',
  area: 'account',
  severity: 'medium',
  title: 'The account is in an organization with all features',
  rationale:
    'An organization is where several accounts get common limits, a common trail and a way to manage their root users. With consolidated billing alone it does none of that.',
  risk: 'Each account is protected as well as whoever set it up knew how to, and nobody can limit what its administrators do.',
  whenNotToFix: 'It is the only account that there will ever be.',
  references: [
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_getting-started_concepts.html',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_org_support-all-features.html',
  ],
  frameworks: { 'nist-800-53-r5': ['CA-9(1)', 'CM-2'] },
  reads: ['organization'],
  parameters: z.object({}),
  messages: {
    member: 'The account is in organization {organization}, with all features',
    alone: 'The account is in no organization',
    billing: 'Organization {organization} has consolidated billing and no other feature',
  },
  *evaluate({ evidence: { organization }, account, pass, fail }) {
    const resource = accountResource(account);
    if (organization === null) return yield fail('alone', resource, {});
    const facts = { organization: organization.id, management: organization.managementAccountId };
    yield organization.featureSet === 'ALL' ? pass('member', resource, facts) : fail('billing', resource, facts);
  },
  remedies: [joinOrganization],
});
