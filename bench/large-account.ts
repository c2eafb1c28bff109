import { compareText } from '../src/engine/finding.ts';
import type {
  AuthorizationDetails,
  Group,
  ManagedPolicy,
  Role,
  User,
} from '../src/providers/aws/model/authorization-details.ts';

const ACCOUNT = '111122223333';
const CREATED = '2024-01-01T00:00:00Z';
/** Services with actions that AWS documents beside the readers that all have, and the resource that those are about. */
const SERVICES = [
  ['s3', 'GetObject PutObject DeleteObject AbortMultipartUpload', 'arn:aws:s3:::NAME/*'],
  ['ec2', 'RebootInstances MonitorInstances UnmonitorInstances ResetInstanceAttribute', arnOf('ec2', 'instance/NAME*')],
  ['dynamodb', 'UpdateItem DeleteItem Query Scan', arnOf('dynamodb', 'table/NAME*')],
  ['sqs', 'SendMessage ReceiveMessage DeleteMessage PurgeQueue', arnOf('sqs', 'NAME*')],
  ['sns', 'Publish Subscribe ConfirmSubscription DeleteTopic', arnOf('sns', 'NAME*')],
  ['lambda', 'InvokeFunction PublishVersion CreateAlias DeleteAlias', arnOf('lambda', 'function:NAME*')],
  ['logs', 'CreateLogStream PutLogEvents FilterLogEvents StartQuery', arnOf('logs', 'log-group:NAME*')],
  ['kms', 'Decrypt Encrypt GenerateDataKey ReEncryptFrom', arnOf('kms', 'key/NAME*')],
  [
    'ssm',
    'PutParameter DeleteParameter LabelParameterVersion UnlabelParameterVersion',
    arnOf('ssm', 'parameter/NAME*'),
  ],
  ['ecs', 'UpdateService DeleteService CreateTaskSet DeleteTaskSet', arnOf('ecs', 'service/NAME*')],
  ['rds', 'StartDBInstance StopDBInstance RebootDBInstance DeleteDBInstance', arnOf('rds', 'db:NAME*')],
  ['glue', 'BatchStopJobRun DeleteJob GetJobRun GetJobRuns', arnOf('glue', 'job/NAME*')],
] as const;
const READERS = ['Get*', 'List*', 'Describe*'];

function arnOf(service: string, resource: string): string {
  return `arn:aws:${service}:eu-west-1:${ACCOUNT}:${resource}`;
}

function arn(kind: string, name: string): string {
  return `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
}

/** A customer policy of the usual size, about 1.5 KB; `run` makes the texts of each measurement its own. */
function document(at: number, run: string): string {
  const Statement = Array.from({ length: 4 }, (_, index) => {
    const [service, actions, resource] = SERVICES[(at + index) % SERVICES.length] ?? SERVICES[0];
    const verbs = [...READERS, ...actions.split(' ')].slice(0, 4 + ((at + index) % 4));
    return {
      Sid: `Statement${index}`,
      Effect: index === 3 && at % 7 === 0 ? 'Deny' : 'Allow',
      Action: verbs.map((verb) => `${service}:${verb}`),
      Resource: [resource.replace('NAME', `team-${at}-${run}`), resource.replace('NAME', `shared-${at}`)],
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

/** As the snapshot has its lists. */
function byName<T extends { readonly name: string }>(list: readonly T[]): T[] {
  return list.toSorted((a, b) => compareText(a.name, b.name));
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
  return {
    users: byName(users),
    groups: byName(groups),
    roles: byName(roles),
    policies: byName(policies),
    emptyProfiles: [],
  };
}

const ADMIN = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const TRUSTED = [
  { Service: 'lambda.amazonaws.com' },
  { Service: 'ec2.amazonaws.com' },
  { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  { Service: 'ecs-tasks.amazonaws.com' },
];
