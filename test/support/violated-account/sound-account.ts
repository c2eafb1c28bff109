import { stringify } from 'yaml';
import { duties } from '../../../remediations/aws/roles/iam-duties.ts';
import type { Role } from '../../../src/providers/aws/model/authorization-details.ts';
import { type AccountBuilder, account } from '../../../src/providers/aws/model/builder.ts';
import { accountId, trusting } from './violation.ts';

/** The key that nobody is to use. */
const canaryKey = 'AKIACANARYCANARY0001';
/** What notices a use of it. */
export const canaryPattern = `{ $.userIdentity.accessKeyId = "${canaryKey}" }`;
/** The controls of what a person signs off, and nothing in the account shows. */
export const attested = ['account-security-questions', 'cloudhsm-attested', 'credential-report-reviewed'] as const;
export type AttestedId = (typeof attested)[number];

const administrators = ['ada', 'grace', 'hedy'];
const people =
  'edsger alan barbara bjarne dennis ida ivan jean joan ken kim lee lone mary max nina olga otto rosa vera';
const programs = 'canary deploy parked program spare';

/** What the account is held to: every list is set, so that every control judges. */
export const baseline = stringify({
  version: 1,
  // Whoever makes roles and policies could raise themselves: the duty is split, and what is left of it is accepted.
  exceptions: ['iam-master', 'iam-manager'].map((resource) => ({
    control: 'policy-privilege-escalation',
    resource,
    owner: 'ada',
    reason: 'it is the duty of this role',
    expires: '2099-12-31',
  })),
  controls: {
    'access-key-canary': { canaryKeys: [canaryKey] },
    'identity-provider-valid': { validProviders: ['corp', 'idle.example.com'] },
    'policy-unapproved': { unapprovedPolicies: ['legacy'] },
    'role-app-tier-policy': { appTierTag: { key: 'tier', value: 'app' } },
    'role-ecs-execute-command': { approvedExecPrincipals: administrators },
    'role-iam-master-manager': { masterRole: 'iam-master', managerRole: 'iam-manager' },
    'role-untrusted-cross-account': { trustedAccounts: ['222233334444'] },
    'role-web-tier-policy': { webTierTag: { key: 'tier', value: 'web' } },
    'user-policy-editors': { authorizedPolicyEditors: administrators },
    'user-unapproved': { approvedUsers: [...administrators, ...`${people} ${programs}`.split(' ')] },
  },
});

/** The account before anything went wrong: it breaks no practice, and has what violations are made of. */
export function soundAccount(now: Date): AccountBuilder {
  const given = account(now);
  return given
    .user('canary', (user) =>
      user.createdDaysAgo(1).noPassword().key({ id: canaryKey, ageDays: 1, usedDaysAgo: 'never' }),
    )
    .role('worker', (role) => role.attached.push(given.policyArn('engineering')))
    .role('app-server', (role) => serveInstances(given, role))
    .role('web-server', (role) => serveInstances(given, role))
    .instances(
      ['app', 'web'].map((tier, at) => ({
        id: `i-0000000000000000${at + 1}`,
        tags: { tier },
        profile: `arn:aws:iam::${accountId}:instance-profile/${tier}-server`,
      })),
    )
    .policy('iam-master', dutyOf('master'))
    .policy('iam-manager', dutyOf('manager'))
    .role('iam-master', (role) => assumeDuty(given, role))
    .role('iam-manager', (role) => assumeDuty(given, role))
    .identityCenter([
      {
        region: 'us-east-1',
        arn: 'arn:aws:sso:::instance/ssoins-72231c9d86b7f2a3',
        identityStoreId: 'd-9067a1b2c3',
        ownerAccountId: accountId,
        status: 'ACTIVE',
      },
    ])
    .monitoring(({ 'metric-filters': filters, alarms }) => {
      const canary = { name: 'canary', metric: 'canary' };
      filters.push(...filters.slice(0, 1).map((one) => ({ ...one, ...canary, pattern: canaryPattern })));
      alarms.push(...alarms.slice(0, 1).map((one) => ({ ...one, ...canary })));
    });
}

function serveInstances(given: AccountBuilder, role: Role): void {
  role.trust = trusting({ Service: 'ec2.amazonaws.com' });
  role.attached.push(given.policyArn('engineering'));
  const arn = `arn:aws:iam::${accountId}:instance-profile/${role.name}`;
  role.instanceProfiles.push({ name: role.name, arn, createdAt: given.daysAgo(300) });
}

/** Half of managing the identities of the staff, none of which manages anything itself. */
function dutyOf(duty: keyof typeof duties): object {
  const actions = duties[duty].map(({ action }) => action);
  const resources = ['user', 'group', 'role', 'policy'].map((kind) => `arn:aws:iam::${accountId}:${kind}/staff/*`);
  return { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: resources }] };
}

function assumeDuty(given: AccountBuilder, role: Role): void {
  role.trust = trusting({ AWS: `arn:aws:iam::${accountId}:root` }, { Bool: { 'aws:MultiFactorAuthPresent': 'true' } });
  role.attached.push(given.policyArn(role.name));
  role.boundary = given.policyArn(role.name);
}
