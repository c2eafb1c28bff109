import { parse } from 'yaml';
import { controls } from '../../remediations/index.ts';
import { type Baseline, baselineSchema } from '../../src/engine/baseline.ts';
import { canonicalJson, toJson } from '../../src/engine/json.ts';
import { accessLogPolicy } from '../../src/providers/aws/model/audit-policies.ts';
import { accessLogBucketName } from '../../src/providers/aws/model/buckets.ts';
import type { AccountBuilder } from '../../src/providers/aws/model/builder.ts';
import type { OwnScp } from '../../src/providers/aws/model/organization.ts';
import { starterPolicies } from '../../src/providers/aws/model/starter-policies.ts';
import { groupViolations } from '../support/violated-account/groups.ts';
import { violations } from '../support/violated-account/index.ts';
import { roleViolations } from '../support/violated-account/roles.ts';
import { alarmMail, settled } from '../support/violated-account/settled.ts';
import { soundAccount, baseline as soundBaseline } from '../support/violated-account/sound-account.ts';
import { userViolations } from '../support/violated-account/users.ts';
import { accountId, harmless, policyArn, type Violation } from '../support/violated-account/violation.ts';

/** An account with violations that Terraform can mend. */
export interface AccountToMend {
  readonly name: string;
  given(now: Date): AccountBuilder;
  /** What goes wrong by hand after that. */
  readonly planted: readonly Violation[];
  /** The remedies of which Terraform has something to do, by control; left out where that is up to the account. */
  readonly remedies?: readonly string[];
  /** The buckets that a rollback leaves: they were written to at once. */
  readonly stays: readonly string[];
}

/** The controls with a remedy that Terraform carries out, and those remedies. */
const mendable = controls.flatMap(({ id, remedies }) =>
  remedies.filter(({ via }) => via.includes('terraform')).map((remedy) => ({ control: id, remedy: remedy.id })),
);
const mendableControls = new Set(mendable.map(({ control }) => control));
const everyRemedy = mendable.map(({ control, remedy }) => `${control}: ${remedy}`).sort();

const engineering = policyArn('engineering');
const user = (name: string) => `arn:aws:iam::${accountId}:user/${name}`;
const accessLogs = accessLogBucketName(accountId, 'us-east-1');
const duties = {
  ...{ masterRole: 'identity-master', masterPrincipals: [user('ada')] },
  ...{ managerRole: 'identity-manager', managerPrincipals: [user('grace')], boundaryPolicy: engineering },
};

/** What the accounts are held to, with all that the remedies ask for. */
export const baseline: Baseline = settledBaseline();

function settledBaseline(): Baseline {
  const given = parse(soundBaseline) as { controls: Record<string, object> };
  const own = { ...settled, 'role-iam-master-manager': duties, 's3-access-logging': { allBuckets: true } };
  for (const [control, parameters] of Object.entries(own))
    given.controls[control] = { ...given.controls[control], ...parameters };
  return baselineSchema.parse({ ...given, alarmEmails: [alarmMail] });
}

/** A user outside all groups who holds what a group grants. */
const joining: Violation = {
  finds: { 'user-group-membership': 'ines' },
  async plant({ iam }) {
    await iam.createUser({ UserName: 'ines' });
    await iam.attachUserPolicy({ UserName: 'ines', PolicyArn: engineering });
  },
  async mend({ iam }) {
    await iam.addUserToGroup({ UserName: 'ines', GroupName: 'engineers' });
  },
};

const concerned = ({ finds }: Violation) => Object.keys(finds).some((control) => mendableControls.has(control));
const inIam = [...userViolations, ...groupViolations, ...roleViolations, joining].filter(concerned);
/** The management account of an organization cannot be what the violation of a member account takes. */
const everywhere = [...violations, joining].filter(
  (violation) => concerned(violation) && !('account-scp' in violation.finds),
);

/** The sound account at the head of an organization that limits nobody. */
function heading(now: Date, ownPolicies: OwnScp[] = []): AccountBuilder {
  const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', awsManaged: true };
  return soundAccount(now).organization({
    managementAccountId: accountId,
    arn: `arn:aws:organizations::${accountId}:organization/o-exampleorg1`,
    serviceControlPolicies: {
      status: 'read',
      data: [
        { ...full, target: accountId, targetType: 'account' },
        { ...full, target: 'r-ab12', targetType: 'root' },
      ],
    },
    ownPolicies: { status: 'read', data: ownPolicies },
    accounts: { status: 'read', data: [accountId, '444455556666'] },
  });
}

/** Nobody watches the account, and no object that a plan makes is there. */
function bare(now: Date): AccountBuilder {
  return heading(now)
    .passwordPolicy(null)
    .alternateContacts({ billing: null, operations: null, security: null })
    .accessAnalyzer(({ analyzers }) => analyzers.splice(0))
    .budgets([])
    .config(({ rules }) => rules.splice(0))
    .monitoring((monitoring) => {
      for (const list of Object.values(monitoring)) list.splice(0);
    })
    .buckets(({ items }) =>
      items.push({ name: `shop-${accountId}`, region: 'us-east-1', trails: [], logging: { status: 'off' } }),
    );
}

/** Of what plans make, a part is there: a topic with a subscriber, groups, a policy, a bucket for access logs. */
function begun(now: Date): AccountBuilder {
  const topic = `arn:aws:sns:us-east-1:${accountId}:remediate-alarms`;
  const [name, starter] = Object.entries(starterPolicies)[0] ?? [];
  if (name === undefined || starter === undefined) throw new Error('there is a starter policy');
  const arn = `arn:aws:organizations::${accountId}:policy/o-exampleorg1/service_control_policy/p-starter01`;
  const given = heading(now, [{ id: 'p-starter01', name, arn, ...starter, targets: [] }]);
  return given
    .policy('reading', JSON.parse(harmless) as object)
    .group('remediate-no-policy-editing')
    .monitoring(({ sns }) =>
      sns.push({
        ...{ arn: topic, region: 'us-east-1', name: 'remediate-alarms' },
        subscriptions: [{ protocol: 'email', endpoint: alarmMail, confirmed: true, arn: `${topic}:1` }],
      }),
    )
    .buckets(({ items }) =>
      items.push({
        ...{ name: accessLogs, region: 'us-east-1', trails: [], logging: { status: 'off' } },
        policy: canonicalJson(toJson(accessLogPolicy(accessLogs, { id: accountId, partition: 'aws' }))),
      }),
    );
}

/** A trail is there that does too little, and nothing behind it. */
function silent(now: Date): AccountBuilder {
  return soundAccount(now).monitoring((monitoring) => {
    for (const list of [monitoring['metric-filters'], monitoring.alarms, monitoring.sns]) list.splice(0);
    for (const trail of monitoring.trails) {
      Object.assign(trail, { logging: false, multiRegion: false, logFileValidation: false });
      delete trail.logGroupArn;
      delete trail.latestLogsDeliveryAt;
    }
  });
}

/** In the first two, each remedy that Terraform can carry out has something to do. */
export const accountsToMend: readonly AccountToMend[] = [
  { name: 'nothing is there', given: bare, planted: inIam, remedies: everyRemedy, stays: [accessLogs] },
  { name: 'a part is there', given: begun, planted: everywhere, remedies: everyRemedy, stays: [] },
  { name: 'a trail is there that does too little', given: silent, planted: [], stays: [] },
];
