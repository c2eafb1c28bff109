/** One way in which a principal can get permissions that it was not given. */
export interface EscalationPath {
  /** The required actions, the service prefix written once where it repeats: a stable name. */
  readonly id: string;
  readonly kind: 'single' | 'pass-role' | 'other';
  /** All of them are needed. */
  readonly actions: readonly string[];
  /** For iam:PassRole, the services that the role may be passed to. */
  readonly services: readonly string[];
  /** What the principal does with it, as the end of "can …". */
  readonly how: string;
}

/** One way in which a principal can raise its own privileges. */
export interface Escalation {
  /** A path's id, or `assume-role` with the roles on the way. */
  readonly id: string;
  readonly kind: EscalationPath['kind'] | 'assume-role';
  /** The actions that it takes, in AWS's spelling. */
  readonly actions: readonly string[];
  /** What the principal can do, in words. */
  readonly how: string;
  /** The roles that are assumed on the way, the last one with the power; empty for a path of its own. */
  readonly via: readonly string[];
  /** False where a condition decides, or a document is not held. */
  readonly certain: boolean;
  /** The smallest set of actions whose loss closes this way. */
  readonly closedBy: readonly string[];
}

function single(action: string, how: string): EscalationPath {
  return { id: action, kind: 'single', actions: [action], services: [], how };
}

function passing(services: string | readonly string[], actions: readonly string[], how: string): EscalationPath {
  const all = ['iam:PassRole', ...actions];
  return {
    id: all.join('+'),
    kind: 'pass-role',
    actions: all,
    services: typeof services === 'string' ? [services] : services,
    how,
  };
}

function joint(actions: readonly string[], how: string): EscalationPath {
  return { id: actions.join('+'), kind: 'other', actions, services: [], how };
}

const AS_ROLE = 'run its own code as a role that it passes to';
const STACK = 'have CloudFormation create resources as a role that it passes';
const GLUE_JOB = `${AS_ROLE} a Glue job`;
const TASK = `${AS_ROLE} an ECS task`;
const FUNCTION = `${AS_ROLE} a new Lambda function`;
const INTERPRETER = ['bedrock-agentcore:StartCodeInterpreterSession', 'bedrock-agentcore:InvokeCodeInterpreter'];

const SINGLE: readonly EscalationPath[] = [
  single('iam:CreateAccessKey', 'make access keys for another user'),
  single('iam:CreateLoginProfile', 'give another user a console password'),
  single('iam:UpdateLoginProfile', "change another user's console password"),
  single('iam:AddUserToGroup', 'join a group with more permissions'),
  single('iam:CreatePolicyVersion', 'rewrite a policy that it has and make the new version the default'),
  single('iam:SetDefaultPolicyVersion', 'put a more permissive earlier version of a policy in force'),
  single('iam:AttachUserPolicy', 'attach any policy to itself'),
  single('iam:AttachGroupPolicy', 'attach any policy to a group that it is in'),
  single('iam:AttachRolePolicy', 'attach any policy to a role that it can use'),
  single('iam:PutUserPolicy', 'write itself an inline policy'),
  single('iam:PutGroupPolicy', 'write an inline policy into a group that it is in'),
  single('iam:PutRolePolicy', 'write an inline policy into a role that it can use'),
  single('iam:UpdateAssumeRolePolicy', 'let itself assume any role'),
  single('glue:UpdateDevEndpoint', 'put its own SSH key on a Glue development endpoint and use its role'),
  single('lambda:UpdateFunctionCode', "replace a function's code and act as the function's role"),
  single('sagemaker:CreatePresignedNotebookInstanceUrl', "open a notebook and act as the notebook's role"),
];

const PASS_ROLE: readonly EscalationPath[] = [
  passing('ec2.amazonaws.com', ['ec2:RunInstances'], `${AS_ROLE} a new instance`),
  passing(['ec2.amazonaws.com', 'spotfleet.amazonaws.com'], ['ec2:RequestSpotInstances'], `${AS_ROLE} a spot instance`),
  passing('lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:InvokeFunction'], FUNCTION),
  passing('lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:AddPermission'], FUNCTION),
  passing('lambda.amazonaws.com', ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping'], FUNCTION),
  passing(
    'lambda.amazonaws.com',
    ['lambda:CreateFunction', 'lambda:CreateEventSourceMapping', 'dynamodb:CreateTable', 'dynamodb:PutItem'],
    `${FUNCTION}, started by a table of its own`,
  ),
  passing('glue.amazonaws.com', ['glue:CreateDevEndpoint'], `${AS_ROLE} a Glue development endpoint`),
  passing('glue.amazonaws.com', ['glue:CreateJob', 'glue:StartJobRun'], GLUE_JOB),
  passing('glue.amazonaws.com', ['glue:CreateJob', 'glue:CreateTrigger'], GLUE_JOB),
  passing('glue.amazonaws.com', ['glue:UpdateJob', 'glue:StartJobRun'], GLUE_JOB),
  passing('glue.amazonaws.com', ['glue:UpdateJob', 'glue:CreateTrigger'], GLUE_JOB),
  passing('cloudformation.amazonaws.com', ['cloudformation:CreateStack'], STACK),
  passing('cloudformation.amazonaws.com', ['cloudformation:UpdateStackSet'], STACK),
  passing(
    'cloudformation.amazonaws.com',
    ['cloudformation:CreateStackSet', 'cloudformation:CreateStackInstances'],
    STACK,
  ),
  passing(
    ['datapipeline.amazonaws.com', 'elasticmapreduce.amazonaws.com', 'ec2.amazonaws.com'],
    ['datapipeline:CreatePipeline'],
    `${AS_ROLE} a data pipeline`,
  ),
  passing(
    ['tasks.apprunner.amazonaws.com', 'build.apprunner.amazonaws.com'],
    ['apprunner:CreateService'],
    `${AS_ROLE} an App Runner service`,
  ),
  passing('codebuild.amazonaws.com', ['codebuild:CreateProject', 'codebuild:StartBuild'], `${AS_ROLE} a build`),
  passing(
    'codebuild.amazonaws.com',
    ['codebuild:CreateProject', 'codebuild:StartBuildBatch'],
    `${AS_ROLE} a batch of builds`,
  ),
  passing('ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:CreateService'], TASK),
  passing('ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:RunTask'], TASK),
  passing('ecs-tasks.amazonaws.com', ['ecs:RegisterTaskDefinition', 'ecs:StartTask'], TASK),
  passing(
    'ecs-tasks.amazonaws.com',
    ['ecs:RegisterTaskDefinition', 'ecs:CreateService', 'ecs:CreateCluster'],
    `${TASK}, in a cluster of its own`,
  ),
  passing(
    'ecs-tasks.amazonaws.com',
    ['ecs:RegisterTaskDefinition', 'ecs:RunTask', 'ecs:CreateCluster'],
    `${TASK}, in a cluster of its own`,
  ),
  passing('sagemaker.amazonaws.com', ['sagemaker:CreateNotebookInstance'], `${AS_ROLE} a notebook`),
  passing('sagemaker.amazonaws.com', ['sagemaker:CreateTrainingJob'], `${AS_ROLE} a training job`),
  passing('sagemaker.amazonaws.com', ['sagemaker:CreateProcessingJob'], `${AS_ROLE} a processing job`),
  passing(
    'bedrock-agentcore.amazonaws.com',
    ['bedrock-agentcore:CreateCodeInterpreter', ...INTERPRETER],
    `${AS_ROLE} a code interpreter`,
  ),
];

const OTHER: readonly EscalationPath[] = [
  joint(
    ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet'],
    "change a stack and act as the stack's role",
  ),
  joint(
    ['ec2:ModifyInstanceAttribute', 'ec2:StopInstances', 'ec2:StartInstances'],
    "replace an instance's user data and act as its role",
  ),
  joint(
    ['ec2:CreateLaunchTemplateVersion', 'ec2:ModifyLaunchTemplate'],
    "have new instances run its code as the template's role",
  ),
  joint(
    ['ec2-instance-connect:SendSSHPublicKey', 'ec2:DescribeInstances'],
    'sign in to an instance and act as its role',
  ),
  joint(['ecs:ExecuteCommand', 'ecs:DescribeTasks'], "enter a running container and act as the task's role"),
  joint(
    ['lambda:UpdateFunctionCode', 'lambda:InvokeFunction'],
    "replace a function's code, run it and act as its role",
  ),
  joint(
    ['lambda:UpdateFunctionCode', 'lambda:AddPermission'],
    "replace a function's code, let itself run it and act as its role",
  ),
  joint(
    [
      'sagemaker:CreateNotebookInstanceLifecycleConfig',
      'sagemaker:StopNotebookInstance',
      'sagemaker:UpdateNotebookInstance',
      'sagemaker:StartNotebookInstance',
    ],
    "have a notebook run its code at start and act as the notebook's role",
  ),
  joint(INTERPRETER, "run its code in a code interpreter and act as the interpreter's role"),
  joint(['iam:CreateAccessKey', 'iam:DeleteAccessKey'], 'make access keys for another user, though that user has two'),
  joint(['iam:AttachUserPolicy', 'iam:CreateAccessKey'], 'attach any policy to a user and make access keys for it'),
  joint(['iam:PutUserPolicy', 'iam:CreateAccessKey'], 'write a policy into a user and make access keys for it'),
  joint(['iam:CreatePolicyVersion', 'sts:AssumeRole'], "rewrite a role's policy and assume the role"),
  joint(
    ['iam:CreatePolicyVersion', 'iam:UpdateAssumeRolePolicy'],
    "rewrite a role's policy and let itself assume the role",
  ),
  joint(['iam:AttachRolePolicy', 'iam:UpdateAssumeRolePolicy'], 'attach any policy to a role and let itself assume it'),
  joint(['iam:PutRolePolicy', 'iam:UpdateAssumeRolePolicy'], 'write a policy into a role and let itself assume it'),
];

/** The known escalation paths: 16 of one action, 27 that pass a role, 16 others. */
export const ESCALATION_PATHS: readonly EscalationPath[] = [...SINGLE, ...PASS_ROLE, ...OTHER];
