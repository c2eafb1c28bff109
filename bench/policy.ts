import type {
  AuthorizationDetails,
  Group,
  ManagedPolicy,
  Role,
  User,
} from '../src/providers/aws/model/authorization-details.ts';
import { administrators } from '../src/providers/aws/policy/administrators.ts';
import { canonicalDocument } from '../src/providers/aws/policy/canonical.ts';
import { escalations } from '../src/providers/aws/policy/escalation.ts';
import { forgetDocuments } from '../src/providers/aws/policy/memo.ts';
import { type BenchmarkRow, least, measured } from './measure.ts';

const ACCOUNT = '111122223333';
const CREATED = '2024-01-01T00:00:00Z';
const SERVICES = ['s3', 'ec2', 'dynamodb', 'sqs', 'sns', 'lambda', 'logs', 'kms', 'ssm', 'ecs', 'rds', 'glue'];
const VERBS = [
  'Get*',
  'List*',
  'Describe*',
  'PutItem',
  'GetObject',
  'SendMessage',
  'Publish',
  'Decrypt',
  'CreateLogStream',
];

function arn(kind: string, name: string): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
}

/** A customer policy of the usual size, about 1.5 KB; `run` makes the texts of each measurement its own. */
function document(at: number, run: string): string {
  const Statement = Array.from({ length: 4 }, (_, index) => {
    const service = SERVICES[(at + index) % SERVICES.length] ?? 's3';
    return {
      Sid: `Statement${index}`,
      Effect: index === 3 && at % 7 === 0 ? 'Deny' : 'Allow',
      Action: VERBS.slice(0, 4 + ((at + index) % 5)).map((verb) => `${service}:${verb}`),
      Resource: [
        `arn:aws:${service}:eu-west-1:${ACCOUNT}:team-${at}-${run}/*`,
        `arn:aws:${service}:eu-west-1:${ACCOUNT}:shared-${at}/*`,
      ],
      ...(at % 3 === 0 ? { Condition: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-west-2'] } } } : {}),
    };
  });
  if (at % 50 === 0)
    Statement.push({
      Sid: 'Pass',
      Effect: 'Allow',
      Action: ['iam:PassRole'],
      Resource: [arn('role', `role-${at}`)],
      Condition: { StringEquals: { 'iam:PassedToService': ['lambda.amazonaws.com'] } },
    } as never);
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

/**
 * An account as large as AWS's quotas let it be at scale 1: 5,000 users, 5,000 roles, 1,500 customer policies, 300 groups.
 * A policy has one to five versions, as AWS returns them; only the one in force is decided on.
 */
export function largeAccount(scale: number, run: string): AuthorizationDetails {
  const count = (number: number) => Math.round(number * scale);
  const policies: ManagedPolicy[] = Array.from({ length: count(1500) }, (_, at) => ({
    name: `policy-${at}`,
    id: `ANPA${at}`,
    arn: arn('policy', `policy-${at}`),
    path: '/',
    createdAt: CREATED,
    versions: Array.from({ length: 1 + (at % 5) }, (_, version) => ({
      id: `v${version + 1}`,
      document: at === 0 ? ADMIN : document(at, `${run}-${version}`),
      isDefault: version === at % 5,
      createdAt: CREATED,
    })),
    tags: {},
  }));
  const policyArn = (at: number) => policies[at % policies.length]?.arn ?? '';
  const entity = (kind: string, at: number, prefix: string) => ({
    name: `${kind}-${at}`,
    id: `${prefix}${String(at).padStart(16, '0')}`,
    arn: arn(kind, `${kind}-${at}`),
    path: '/',
    createdAt: CREATED,
  });
  const groups: Group[] = Array.from({ length: count(300) }, (_, at) => ({
    ...entity('group', at, 'AGPA'),
    inline: [],
    attached: [policyArn(at), policyArn(at * 7 + 1)],
  }));
  const users: User[] = Array.from({ length: count(5000) }, (_, at) => ({
    ...entity('user', at, 'AIDA'),
    groups: groups.length === 0 ? [] : [`group-${at % groups.length}`, `group-${(at * 3 + 1) % groups.length}`],
    inline: [],
    attached: at % 10 === 0 ? [policyArn(at)] : [],
    tags: { team: `team-${at % 40}` },
  }));
  const roles: Role[] = Array.from({ length: count(5000) }, (_, at) => ({
    ...entity('role', at, 'AROA'),
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: TRUSTED[at % TRUSTED.length], Action: 'sts:AssumeRole' }],
    }),
    description: 'A workload of the platform',
    maxSessionSeconds: 3600,
    inline: at % 5 === 0 ? [{ name: 'own', document: document(at, `own-${run}`) }] : [],
    attached: [policyArn(at * 11 + 3), policyArn(at * 13 + 5)],
    instanceProfiles: [],
    lastUsed: { at: CREATED, region: 'eu-west-1' },
    tags: { team: `team-${at % 40}`, service: `service-${at}` },
  }));
  return { users, groups, roles, policies };
}

const ADMIN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const TRUSTED = [
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ec2.amazonaws.com' },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { Service: 'ecs-tasks.amazonaws.com' },
];

/** Canonicalizes every document in force and decides administrators and escalation for everybody. */
export function decideEverything(details: AuthorizationDetails): void {
  for (const policy of details.policies)
    for (const version of policy.versions) if (version.isDefault) canonicalDocument(version.document);
  for (const holder of [...details.users, ...details.groups, ...details.roles])
    for (const { document } of holder.inline) canonicalDocument(document);
  for (const role of details.roles) canonicalDocument(role.trust);
  administrators(details);
  escalations(details);
}

/** Deciding against JSON.parse of the same snapshot; before each run everything is forgotten, as in a process of its own. */
function ratio(scale: number, runs: number): { parse: number; decide: number } {
  const parse: number[] = [];
  const decide: number[] = [];
  for (let run = 0; run < runs; run++) {
    const text = JSON.stringify(largeAccount(scale, `${scale}-${run}-${Math.random()}`));
    let details: AuthorizationDetails | undefined;
    forgetDocuments();
    parse.push(measured(() => (details = JSON.parse(text) as AuthorizationDetails)));
    decide.push(measured(() => decideEverything(details ?? { users: [], groups: [], roles: [], policies: [] })));
  }
  return { parse: least(parse), decide: least(decide) };
}

/** Measures the policy language against its budget: twice the time of JSON.parse, growing linearly. */
export async function policyBench(): Promise<BenchmarkRow[]> {
  ratio(1, 4);
  const half = ratio(0.5, 9);
  const whole = ratio(1, 9);
  const double = ratio(2, 5);
  return [
    { name: 'policy: JSON.parse of 5,000 users, 5,000 roles, 1,500 policies', value: whole.parse, unit: 'ms' },
    { name: 'policy: canonical form, administrators, escalation of the same', value: whole.decide, unit: 'ms' },
    { name: 'policy: deciding against parsing', value: whole.decide / whole.parse, unit: 'times', limit: 2 },
    { name: 'policy: deciding half the account against parsing it', value: half.decide / half.parse, unit: 'times' },
    {
      name: 'policy: deciding double the account against parsing it',
      value: double.decide / double.parse,
      unit: 'times',
    },
    {
      name: 'policy: growth from half to double the account, which is four times as large',
      value: double.decide / half.decide,
      unit: 'times',
      limit: 5,
    },
  ];
}
