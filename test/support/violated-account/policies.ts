import { makeRole } from './roles.ts';
import type { Scene } from './scene.ts';
import { accountId, allowing, harmless, policyArn, roleArn, type Violation } from './violation.ts';

/** A policy that says what it should not, and who holds it. */
interface Written {
  readonly control: string;
  readonly policy: string;
  readonly statement: object;
  readonly holder: { readonly RoleName: string } | { readonly GroupName: string };
}

/** A role of the sound account. */
const worker = { RoleName: 'worker' };
const queue = `arn:aws:sqs:us-east-1:${accountId}:orders`;

/** Each is mended by a version of the policy that allows less. */
const written: readonly Written[] = [
  { control: 'policy-full-admin', policy: 'everything', holder: worker, statement: { Action: '*', Resource: '*' } },
  {
    control: 'policy-allow-notaction',
    policy: 'all-but-billing',
    holder: worker,
    statement: { NotAction: ['aws-portal:*', 'iam:*'], Resource: '*' },
  },
  {
    control: 'policy-name-mismatch',
    policy: 'ReportsReadOnly',
    holder: worker,
    statement: { Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::example-reports/*' },
  },
  {
    control: 'policy-passrole',
    policy: 'launch',
    holder: worker,
    statement: { Action: 'iam:PassRole', Resource: '*' },
  },
  {
    control: 'policy-sensitive-conditions',
    policy: 'boundaries',
    holder: { GroupName: 'engineers' },
    statement: { Action: 'iam:PutRolePermissionsBoundary', Resource: roleArn('apps/*') },
  },
  {
    control: 'policy-validation',
    policy: 'misspelt',
    holder: worker,
    statement: { Action: 's3:GetObjekt', Resource: 'arn:aws:s3:::example-build/*' },
  },
  {
    control: 'policy-wildcards',
    policy: 'buckets',
    holder: worker,
    statement: { Action: 's3:*', Resource: 'arn:aws:s3:::example-build/*' },
  },
];

/** What policies allow, and who holds them. */
export const policyViolations: readonly Violation[] = [
  ...written.map(
    ({ control, policy, statement, holder }): Violation => ({
      finds: { [control]: policy },
      plant: (scene) => giveOut(scene, policy, allowing(statement), holder),
      mend: ({ iam }) =>
        iam.createPolicyVersion({ PolicyArn: policyArn(policy), PolicyDocument: harmless, SetAsDefault: true }),
    }),
  ),
  {
    finds: { 'policy-privilege-escalation': 'climber' },
    async plant(scene) {
      await makeRole(scene, 'climber');
      const document = allowing({ Action: 'iam:AttachRolePolicy', Resource: roleArn('*') });
      await giveOut(scene, 'attaching', document, { RoleName: 'climber' });
    },
    mend: (scene) => throwAway(scene, 'attaching', 'climber'),
  },
  {
    finds: { 'permission-boundaries': 'provisioner' },
    async plant(scene) {
      await makeRole(scene, 'provisioner');
      const document = allowing({ Action: 'iam:CreateUser', Resource: `arn:aws:iam::${accountId}:user/apps/*` });
      await giveOut(scene, 'provisioning', document, { RoleName: 'provisioner' });
    },
    mend: ({ iam }) =>
      iam.putRolePermissionsBoundary({ RoleName: 'provisioner', PermissionsBoundary: policyArn('engineering') }),
  },
  {
    finds: { 'policy-unapproved': 'legacy' },
    plant: (scene) => giveOut(scene, 'legacy', harmless, worker),
    mend: (scene) => throwAway(scene, 'legacy', 'worker'),
  },
  {
    finds: { 'policy-unused': 'shelved' },
    plant: ({ iam }) => iam.createPolicy({ PolicyName: 'shelved', PolicyDocument: harmless }),
    mend: ({ iam }) => iam.deletePolicy({ PolicyArn: policyArn('shelved') }),
  },
  {
    finds: { 'policy-unused-services': 'queues' },
    async plant(scene) {
      await giveOut(scene, 'queues', allowing({ Action: 'sqs:SendMessage', Resource: queue }), worker);
      await scene.moto.age({ policies: { queues: { createdAt: scene.daysAgo(200) } } });
      const services = [{ service: 'sqs', lastUsed: 'never' }];
      await scene.moto.tell({ uses: [{ arn: roleArn('worker'), services }] });
    },
    async mend(scene) {
      await throwAway(scene, 'queues', 'worker');
      // IAM tells of the services that are granted, and this one is no more.
      await scene.moto.tell({ uses: [{ arn: roleArn('worker'), services: [] }] });
    },
  },
];

async function giveOut(
  { iam }: Scene,
  PolicyName: string,
  PolicyDocument: string,
  holder: Written['holder'],
): Promise<void> {
  await iam.createPolicy({ PolicyName, PolicyDocument });
  const PolicyArn = policyArn(PolicyName);
  if ('RoleName' in holder) await iam.attachRolePolicy({ ...holder, PolicyArn });
  else await iam.attachGroupPolicy({ ...holder, PolicyArn });
}

async function throwAway({ iam }: Scene, policy: string, RoleName: string): Promise<void> {
  await iam.detachRolePolicy({ RoleName, PolicyArn: policyArn(policy) });
  await iam.deletePolicy({ PolicyArn: policyArn(policy) });
}
