import type { Scene } from './scene.ts';
import {
  accountId,
  administratorAccess,
  allowing,
  functionImage,
  harmless,
  policyArn,
  roleArn,
  trusting,
  trustingFunctions,
  type Violation,
} from './violation.ts';

/** Trusts the tasks of this account's own containers. */
const ownTask = trusting({ Service: 'ecs-tasks.amazonaws.com' }, { StringEquals: { 'aws:SourceAccount': accountId } });
const supportAccess = 'arn:aws:iam::aws:policy/AWSSupportAccess';
const executeCommand = allowing({
  Action: 'ecs:ExecuteCommand',
  Resource: [`arn:aws:ecs:us-east-1:${accountId}:cluster/shop`, `arn:aws:ecs:us-east-1:${accountId}:task/shop/*`],
});

/** A role with an inline policy that is deleted again. */
function granting(control: string, RoleName: string, PolicyDocument: string): Violation {
  return {
    finds: { [control]: RoleName },
    async plant(scene) {
      await makeRole(scene, RoleName);
      await scene.iam.putRolePolicy({ RoleName, PolicyName: 'work', PolicyDocument });
    },
    mend: ({ iam }) => iam.deleteRolePolicy({ RoleName, PolicyName: 'work' }),
  };
}

/** A role with a trust policy that is replaced. */
function trustedBy(control: string, RoleName: string, trust: string, PolicyDocument: string): Violation {
  return {
    finds: { [control]: RoleName },
    plant: (scene) => makeRole(scene, RoleName, trust),
    mend: ({ iam }) => iam.updateAssumeRolePolicy({ RoleName, PolicyDocument }),
  };
}

/** A policy that a role of the sound account needs, taken away. */
function lacking(control: string, RoleName: string, PolicyArn: string, resource: string): Violation {
  return {
    finds: { [control]: resource },
    plant: ({ iam }) => iam.detachRolePolicy({ RoleName, PolicyArn }),
    mend: ({ iam }) => iam.attachRolePolicy({ RoleName, PolicyArn }),
  };
}

/** Roles: what they may do, whom they trust, who works under them. */
export const roleViolations: readonly Violation[] = [
  granting('role-inline-policies', 'inliner', harmless),
  granting('role-overly-permissive', 'storekeeper', allowing({ Action: 's3:*', Resource: '*' })),
  granting('role-ecs-execute-command', 'debugger', executeCommand),
  trustedBy('role-untrusted-cross-account', 'vendor', trusting({ AWS: 'arn:aws:iam::555566667777:root' }), ownTask),
  trustedBy(
    'role-cross-account-guard',
    'partner',
    trusting({ AWS: 'arn:aws:iam::222233334444:root' }),
    trusting({ AWS: 'arn:aws:iam::222233334444:root' }, { StringEquals: { 'sts:ExternalId': 'c5a0f8d2' } }),
  ),
  trustedBy('role-service-confused-deputy', 'thumbnails', trusting({ Service: 'ecs-tasks.amazonaws.com' }), ownTask),
  lacking('role-support', 'support', supportAccess, accountId),
  lacking('role-iam-master-manager', 'iam-manager', policyArn('iam-manager'), 'iam-manager'),
  lacking('role-app-tier-policy', 'app-server', policyArn('engineering'), 'i-00000000000000001'),
  lacking('role-web-tier-policy', 'web-server', policyArn('engineering'), 'i-00000000000000002'),
  {
    finds: { 'role-admin-privileges': 'deployer' },
    async plant(scene) {
      await makeRole(scene, 'deployer');
      await scene.iam.attachRolePolicy({ RoleName: 'deployer', PolicyArn: administratorAccess });
    },
    mend: ({ iam }) => iam.detachRolePolicy({ RoleName: 'deployer', PolicyArn: administratorAccess }),
  },
  {
    finds: { 'role-session-duration': 'marathon' },
    async plant(scene) {
      await makeRole(scene, 'marathon');
      await scene.iam.updateRole({ RoleName: 'marathon', MaxSessionDuration: 12 * 3600 });
    },
    mend: ({ iam }) => iam.updateRole({ RoleName: 'marathon', MaxSessionDuration: 3600 }),
  },
  {
    finds: { 'role-unused': 'forgotten' },
    async plant(scene) {
      await makeRole(scene, 'forgotten');
      const past = { createdAt: scene.daysAgo(400), lastUsed: scene.daysAgo(200) };
      await scene.moto.age({ roles: { forgotten: past } });
    },
    mend: ({ iam }) => iam.deleteRole({ RoleName: 'forgotten' }),
  },
  {
    finds: { 'role-service-inactivity': 'reporter' },
    async plant(scene) {
      await makeRole(scene, 'reporter');
      const document = allowing({ Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:us-east-1:${accountId}:reports` });
      await scene.iam.putRolePolicy({ RoleName: 'reporter', PolicyName: 'work', PolicyDocument: document });
      const past = { createdAt: scene.daysAgo(200), lastUsed: scene.daysAgo(1) };
      await scene.moto.age({ roles: { reporter: past } });
      const services = [{ service: 'sqs', lastUsed: scene.daysAgo(150) }];
      await scene.moto.tell({ uses: [{ arn: roleArn('reporter'), services }] });
    },
    mend: ({ iam }) => iam.deleteRolePolicy({ RoleName: 'reporter', PolicyName: 'work' }),
  },
  {
    finds: { 'role-shared-by-workloads': 'shared' },
    async plant(scene) {
      await makeRole(scene, 'shared', trustingFunctions);
      for (const FunctionName of ['orders', 'invoices'])
        await scene.lambda.createFunction({
          FunctionName,
          Role: roleArn('shared'),
          PackageType: 'Image',
          Code: { ImageUri: functionImage },
        });
    },
    async mend(scene) {
      await makeRole(scene, 'invoices', trustingFunctions);
      await scene.lambda.updateFunctionConfiguration({ FunctionName: 'invoices', Role: roleArn('invoices') });
    },
  },
  {
    finds: { 'instance-profile-hygiene': 'left-over' },
    async plant(scene) {
      await makeRole(scene, 'left-over', trusting({ Service: 'ec2.amazonaws.com' }));
      await scene.iam.createInstanceProfile({ InstanceProfileName: 'left-over' });
      await scene.iam.addRoleToInstanceProfile({ InstanceProfileName: 'left-over', RoleName: 'left-over' });
      await scene.moto.age({ profiles: { 'left-over': { createdAt: scene.daysAgo(200) } } });
    },
    async mend({ iam }) {
      await iam.removeRoleFromInstanceProfile({ InstanceProfileName: 'left-over', RoleName: 'left-over' });
      await iam.deleteInstanceProfile({ InstanceProfileName: 'left-over' });
    },
  },
];

/** Makes a role of the account's own containers, unless told whom it trusts. */
export async function makeRole({ iam }: Scene, RoleName: string, AssumeRolePolicyDocument = ownTask): Promise<void> {
  await iam.createRole({ RoleName, AssumeRolePolicyDocument });
}
