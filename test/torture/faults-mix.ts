import { controls } from '../../remediations/index.ts';
import { assemblePlan } from '../../src/engine/assemble.ts';
import { type Baseline, baselineSchema } from '../../src/engine/baseline.ts';
import { evaluate } from '../../src/engine/evaluate.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { type AccountBuilder, account, builtAt } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { awsProvider } from '../../src/providers/aws/provider.ts';
import { random } from '../support/fault-proxy.ts';
import { allow, ownArn } from '../support/policy-documents.ts';

/** Something wrong in an account, the control that finds it, and the remedy where it is not the recommended one. */
interface Trouble {
  readonly control: string;
  readonly remedy?: string;
  plant(account: AccountBuilder): AccountBuilder;
}

const reading = allow('s3:GetObject', 'arn:aws:s3:::example/*');
const queue = 'arn:aws:sqs:us-east-1:111122223333:jobs';

const troubles: readonly Trouble[] = [
  {
    control: 'user-attached-policies',
    plant: (given) => given.policy('deploy', reading).user('maria', (user) => user.attach(ownArn('deploy'))),
  },
  {
    control: 'user-inline-policies',
    plant: (given) => given.user('jean', (user) => user.inline('reports', reading)),
  },
  { control: 'group-unused', plant: (given) => given.group('contractors') },
  {
    control: 'group-inline-policies',
    plant: (given) =>
      given
        .user('edsger', (user) => user.groups('readers'))
        .group('readers', (group) => group.inline.push({ name: 'read', document: JSON.stringify(reading) })),
  },
  {
    control: 'access-key-rotation',
    plant: (given) => given.user('bot', (user) => user.noPassword().key({ ageDays: 400, usedDaysAgo: 0 })),
  },
  {
    control: 'credentials-unused',
    plant: (given) => given.user('otto', (user) => user.noPassword().key({ ageDays: 200, usedDaysAgo: 100 })),
  },
  {
    control: 'user-console-inactive',
    plant: (given) => given.user('alan', (user) => user.createdDaysAgo(300).password({ usedDaysAgo: 200 })),
  },
  { control: 'password-policy', plant: (given) => given.passwordPolicy({ minimumLength: 6 }) },
  {
    control: 'role-unused',
    plant: (given) =>
      given.role('idle', (role) => {
        role.lastUsed = { at: given.daysAgo(300), region: 'us-east-1' };
      }),
  },
  {
    control: 'policy-unused-services',
    remedy: 'narrow-policies',
    plant: (given) =>
      given
        .policy('work', allow(['s3:GetObject', 'sqs:SendMessage'], queue))
        .role('build', (role) => role.attached.push(ownArn('work')))
        .lastAccessed('role', 'build', { s3: 1, sqs: 'never' }),
  },
  {
    control: 'root-activity-monitored',
    plant: (given) =>
      given.monitoring((monitoring) => {
        for (const list of [monitoring['metric-filters'], monitoring.alarms])
          list.splice(
            list.findIndex(({ name }) => name === 'root-activity'),
            1,
          );
      }),
  },
];

/** An account with several troubles, and the plan against them. */
export interface Mix {
  readonly name: string;
  readonly snapshot: AwsSnapshot;
  readonly plan: Plan;
}

const baseline: Baseline = baselineSchema.parse({ version: 1, alarmEmails: ['oncall@example.com'] });

/** The mix of a number: two to four troubles, each number another choice. */
export function mixOf(number: number): Mix {
  const size = 2 + Math.floor(random(number, 0) * 3);
  const chosen = troubles
    .map((trouble, at) => ({ trouble, order: random(number, at + 1) }))
    .sort((a, b) => a.order - b.order)
    .slice(0, size)
    .map(({ trouble }) => trouble);
  return mixWith(chosen);
}

/** The mix of all troubles at once. */
export function fullMix(): Mix {
  return mixWith(troubles);
}

function mixWith(chosen: readonly Trouble[]): Mix {
  const snapshot = chosen.reduce((given, { plant }) => plant(given), account()).build();
  const ids = chosen.map(({ control }) => control);
  const remedies = new Map(chosen.map(({ control, remedy }) => [control, remedy]));
  const of = controls.filter(({ id }) => ids.includes(id));
  const findings = evaluate(of, snapshot, baseline, builtAt).filter(({ status }) => status === 'fail');
  const plan = assemblePlan({
    provider: awsProvider,
    controls: of,
    snapshot,
    baseline,
    now: builtAt,
    chosen: findings,
    remedies: Object.fromEntries(
      findings.flatMap(({ fingerprint, control }) => {
        const remedy = remedies.get(control);
        return remedy === undefined ? [] : [[fingerprint, remedy]];
      }),
    ),
    via: 'api',
    declarative: () => false,
  });
  return { name: ids.join(', '), snapshot, plan };
}
