import { type Address, type Change, invert, simulate, stable, type Value } from '../../src/engine/change.ts';
import { digest } from '../../src/engine/json.ts';
import { Steps } from '../../src/engine/remedy.ts';
import { account, strongPasswordPolicy } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { exampleCertificate } from '../../src/providers/aws/model/example-certificate.ts';
import { newKeyId } from '../../src/providers/aws/operations/access-keys.ts';
import { awsOperations, operations } from '../../src/providers/aws/operations/index.ts';
import { managingAccount, root } from '../support/governed-account.ts';
import { trustOf } from '../support/trust.ts';

/** One operation on an account where it has something to do. */
export interface CrashCase {
  readonly operation: string;
  readonly start: AwsSnapshot;
  readonly change: Change;
}

const number = '111122223333';
const region = 'us-east-1';
const iam = (path: string) => `arn:aws:iam::${number}:${path}`;
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
});
const trust = trustOf({ AWS: iam('user/ada') });
const topic = { region, name: 'new', arn: `arn:aws:sns:${region}:${number}:new` };
const rotate = `arn:aws:lambda:${region}:${number}:function:rotate`;
const plainTrail = {
  ...{ multiRegion: true, organization: false, globalServiceEvents: true, logFileValidation: true },
  bucket: `trail-${number}`,
};
const trail = (name: string) => ({ region, name, arn: `arn:aws:cloudtrail:${region}:${number}:trail/${name}` });

/** An account with one of everything that the writes below need. */
function start(): AwsSnapshot {
  const snapshot = account()
    .policy('deploy', JSON.parse(document) as object)
    .user('joan', (user) =>
      user
        .sshKey({ id: 'APKAOLD' })
        .signingCertificate({ id: 'CERTOLD' })
        .virtualMfa()
        .key({ id: 'AKIAOLD', ageDays: 100, usedDaysAgo: 'never' }),
    )
    .user('leaver', (user) => user.noGroups().noPassword())
    .root({ summary: { AccountAccessKeysPresent: 1 } })
    .samlProvider('okta')
    .role('job')
    .group('auditors')
    .emptyProfile('spare')
    .serverCertificate('www')
    .analyzerFinding()
    .alternateContacts({ security: null })
    .secrets([{ name: 'idle', rotationFunction: rotate }])
    .monitoring(({ trails }) => {
      const stopped = trails.map(({ logGroupArn: _, logRoleArn: __, loggingSince: ___, ...one }) => ({
        ...one,
        name: 'spare',
        arn: trail('spare').arn,
        logging: false,
      }));
      trails.push(...stopped);
    })
    .buckets(({ items }) => items.push({ region, name: 'empty', trails: [], logging: { status: 'off' } }))
    .build();
  const { organization } = managingAccount().build().collections;
  return { ...snapshot, collections: { ...snapshot.collections, organization } };
}

const user = { user: 'joan' };
const group = { group: 'auditors' };
const role = { role: 'job' };
const policyArn = iam('policy/deploy');
const inRegion = (name: string) => ({ region, name });

/** A write of each operation that makes or changes something; the ones that take it away again are their inverses. */
const writes: Readonly<Record<string, readonly [address: Address, to: Value | null]>> = {
  'iam:CreateGroup': [{ group: 'new' }, { path: '/' }],
  'iam:CreateUser': [{ user: 'new' }, { path: '/people/', tags: { team: 'x' } }],
  'iam:AddUserToGroup': [{ ...group, ...user }, {}],
  'iam:PutUserPermissionsBoundary': [user, { policyArn }],
  'iam:PutRolePermissionsBoundary': [role, { policyArn }],
  'iam:CreateRole': [{ role: 'new' }, { path: '/jobs/', trust, tags: { team: 'a' }, maxSessionSeconds: 7200 }],
  'iam:UpdateAssumeRolePolicy': [role, { document: trust }],
  'iam:UpdateRole': [role, { maxSessionSeconds: 7200 }],
  'iam:CreateInstanceProfile': [{ name: 'new' }, { path: '/' }],
  'iam:AddRoleToInstanceProfile': [{ profile: 'spare', ...role }, {}],
  'iam:CreatePolicy': [{ arn: iam('policy/new') }, { name: 'new', path: '/', document }],
  'iam:CreatePolicyVersion': [{ arn: policyArn }, { document: document.replace('GetObject', 'ListBucket') }],
  'iam:AttachUserPolicy': [{ ...user, policyArn }, {}],
  'iam:AttachGroupPolicy': [{ ...group, policyArn }, {}],
  'iam:AttachRolePolicy': [{ ...role, policyArn }, {}],
  'iam:PutUserPolicy': [{ ...user, name: 'own' }, { document }],
  'iam:PutGroupPolicy': [{ ...group, name: 'own' }, { document }],
  'iam:PutRolePolicy': [{ ...role, name: 'own' }, { document }],
  'iam:DeleteAccountPasswordPolicy': [{}, null],
  'iam:UpdateAccountPasswordPolicy': [{}, { ...strongPasswordPolicy, minimumLength: 20 }],
  'iam:CreateAccessKey': [
    { ...user, id: newKeyId('joan') },
    { active: true, beside: ['AKIAOLD'] },
  ],
  'iam:UpdateAccessKey': [{ ...user, id: 'AKIAOLD' }, { active: false }],
  'iam:DeleteAccessKey': [{ ...user, id: 'AKIAOLD' }, null],
  'iam:CreateLoginProfile': [{ user: 'leaver' }, {}],
  'iam:DeactivateMFADevice': [{ ...user, serial: iam('mfa/joan') }, null],
  'iam:UploadSSHPublicKey': [
    { ...user, id: 'APKANEW' },
    { active: true, body: 'ssh-rsa AAAA' },
  ],
  'iam:UpdateSSHPublicKey': [{ ...user, id: 'APKAOLD' }, { active: false }],
  'iam:UpdateSigningCertificate': [{ ...user, id: 'CERTOLD' }, { active: false }],
  'iam:UploadSigningCertificate': [
    { ...user, id: 'CERTNEW' },
    { active: true, body: exampleCertificate },
  ],
  'iam:DeleteServerCertificate': [{ name: 'www' }, null],
  'iam:CreateSAMLProvider': [{ arn: iam('saml-provider/staff') }, { metadata: '<x/>', sha256: digest('<x/>') }],
  'iam:UpdateSAMLProvider': [{ arn: iam('saml-provider/okta') }, { metadata: '<y/>', sha256: digest('<y/>') }],
  'iam:CreateOpenIDConnectProvider': [
    { arn: iam('oidc-provider/ci.example.com') },
    { url: 'ci.example.com', clientIds: ['sts.amazonaws.com'], thumbprints: [] },
  ],
  'logs:PutMetricFilter': [
    { ...inRegion('new'), logGroup: 'cloudtrail' },
    { pattern: '{ $.eventName = CreateUser }', metric: 'users', namespace: 'N', value: '1' },
  ],
  'cloudwatch:DeleteAlarms': [inRegion('root-activity'), null],
  'sns:CreateTopic': [topic, {}],
  'sns:Subscribe': [
    { topicArn: `arn:aws:sns:${region}:${number}:security-alarms`, protocol: 'email', endpoint: 'a@example.com' },
    { confirmed: true },
  ],
  'account:PutAlternateContact': [
    { type: 'security' },
    { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' },
  ],
  'access-analyzer:CreateAnalyzer': [{ region: 'eu-west-3', name: 'new' }, { type: 'ACCOUNT' }],
  'access-analyzer:UpdateFindings': [
    {
      region,
      analyzer: account().analyzer(inRegion('external-access')).arn,
      id: 'f0000000-0000-4000-8000-000000000001',
    },
    null,
  ],
  'organizations:CreatePolicy': [
    { name: 'new' },
    { description: 'Nobody leaves', document: '{"Statement":[],"Version":"2012-10-17"}' },
  ],
  'organizations:AttachPolicy': [{ policy: 'spare', target: root }, {}],
  'budgets:CreateBudget': [
    { account: number, name: 'new' },
    { type: 'COST', timeUnit: 'MONTHLY', limit: { amount: '500', unit: 'USD' }, emails: ['a@example.com'] },
  ],
  'config:PutConfigRule': [inRegion('keys'), { owner: 'AWS', source: 'ACCESS_KEYS_ROTATED', parameters: {} }],
  's3:CreateBucket': [{ region, name: 'new' }, {}],
  's3:PutBucketPolicy': [{ region, bucket: 'empty' }, { document }],
  's3:PutPublicAccessBlock': [
    { region, bucket: 'empty' },
    { blockPublicAcls: true, ignorePublicAcls: true, blockPublicPolicy: true, restrictPublicBuckets: true },
  ],
  's3:PutBucketLogging': [
    { region, bucket: 'empty' },
    { target: `trail-${number}`, prefix: 'empty/' },
  ],
  'logs:CreateLogGroup': [{ region: 'eu-west-1', name: 'new' }, {}],
  'cloudtrail:CreateTrail': [trail('new'), plainTrail],
  'cloudtrail:UpdateTrail': [trail('spare'), { ...plainTrail, bucket: 'empty' }],
  'cloudtrail:StopLogging': [trail('main'), null],
  'cloudtrail:PutEventSelectors': [
    trail('main'),
    {
      basic: [
        {
          ReadWriteType: 'WriteOnly',
          IncludeManagementEvents: true,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::records/'] }],
          ExcludeManagementEventSources: [],
        },
      ],
    },
  ],
  'sts:AssumeRoot': [{ root: iam('root'), kind: 'access-keys' }, null],
  'secretsmanager:RotateSecret': [
    { region, id: `arn:aws:secretsmanager:${region}:${number}:secret:idle-AbCdEf` },
    { enabled: true, function: rotate, everyDays: 30, lastRotatedAt: '2026-03-01T12:00:00.000Z' },
  ],
};

/** A case of every operation that there is: the writes above, and their inverses on the accounts that they leave. */
export function crashCases(): readonly CrashCase[] {
  const given = start();
  const cases = new Map<string, CrashCase>();
  const add = (on: AwsSnapshot, { gate: _, ...change }: Change) => {
    const { operation } = change;
    if (!cases.has(operation)) cases.set(operation, { operation, start: on, change });
  };
  const forth = Object.entries(writes).map(([name, [address, to]]) => changeBy(given, name, address, to));
  for (const change of forth) add(given, change);
  for (const change of forth) {
    const undo = invert(operations, change);
    if (undo !== null) add(simulate(operations, given, [change]), undo);
  }
  return awsOperations.map(({ name }) => {
    const one = cases.get(name);
    if (one === undefined) throw new Error(`no case tries ${name}: add a write of it, or of its inverse`);
    return one;
  });
}

function changeBy(given: AwsSnapshot, name: string, address: Address, to: Value | null): Change {
  const steps = new Steps(given, ['finding']);
  const { resource } = operations.get(name);
  // What exists is changed in some of its attributes and keeps the others, save what AWS makes of them.
  const kept = stable(resource, resource.read(given, address)) as Value | null;
  steps.add(operations.get(name), address, to === null ? null : { ...kept, ...to });
  const [change] = steps.changes;
  if (change === undefined) throw new Error(`the account is as ${name} wants it already`);
  return change;
}
