import type { Holder } from './reach.ts';

/**
 * The resources that each action of an escalation path works on, as `service:rest-of-the-ARN` with `{account}`;
 * a policy must allow the action on one resource of each. Actions that are not here name no resource: only `*` allows them.
 * A test holds this table to AWS's service reference.
 */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'iam:createaccesskey': ['iam::{account}:user/*'],
  'iam:createloginprofile': ['iam::{account}:user/*'],
  'iam:updateloginprofile': ['iam::{account}:user/*'],
  'iam:deleteaccesskey': ['iam::{account}:user/*'],
  'iam:attachuserpolicy': ['iam::{account}:user/*'],
  'iam:putuserpolicy': ['iam::{account}:user/*'],
  'iam:addusertogroup': ['iam::{account}:group/*'],
  'iam:attachgrouppolicy': ['iam::{account}:group/*'],
  'iam:putgrouppolicy': ['iam::{account}:group/*'],
  'iam:createpolicyversion': ['iam::{account}:policy/*'],
  'iam:setdefaultpolicyversion': ['iam::{account}:policy/*'],
  'iam:attachrolepolicy': ['iam::{account}:role/*'],
  'iam:putrolepolicy': ['iam::{account}:role/*'],
  'iam:updateassumerolepolicy': ['iam::{account}:role/*'],
  'iam:passrole': ['iam::{account}:role/*'],
  'sts:assumerole': ['iam::{account}:role/*'],
  'glue:updatedevendpoint': ['glue:*:{account}:devEndpoint/*'],
  'glue:createjob': ['glue:*:{account}:job/*'],
  'glue:updatejob': ['glue:*:{account}:job/*'],
  'glue:startjobrun': ['glue:*:{account}:job/*'],
  'glue:createtrigger': ['glue:*:{account}:trigger/*'],
  'lambda:updatefunctioncode': ['lambda:*:{account}:function:*'],
  'lambda:createfunction': ['lambda:*:{account}:function:*'],
  'lambda:invokefunction': ['lambda:*:{account}:function:*'],
  'lambda:addpermission': ['lambda:*:{account}:function:*'],
  'sagemaker:createpresignednotebookinstanceurl': ['sagemaker:*:{account}:notebook-instance/*'],
  'sagemaker:createnotebookinstance': ['sagemaker:*:{account}:notebook-instance/*'],
  'sagemaker:stopnotebookinstance': ['sagemaker:*:{account}:notebook-instance/*'],
  'sagemaker:updatenotebookinstance': ['sagemaker:*:{account}:notebook-instance/*'],
  'sagemaker:startnotebookinstance': ['sagemaker:*:{account}:notebook-instance/*'],
  'sagemaker:createnotebookinstancelifecycleconfig': ['sagemaker:*:{account}:notebook-instance-lifecycle-config/*'],
  'sagemaker:createtrainingjob': ['sagemaker:*:{account}:training-job/*'],
  'sagemaker:createprocessingjob': ['sagemaker:*:{account}:processing-job/*'],
  'ec2:runinstances': [
    'ec2:*::image/*',
    'ec2:*:{account}:instance/*',
    'ec2:*:{account}:network-interface/*',
    'ec2:*:{account}:security-group/*',
    'ec2:*:{account}:subnet/*',
  ],
  'ec2:requestspotinstances': ['ec2:*:{account}:spot-instances-request/*'],
  'ec2:modifyinstanceattribute': ['ec2:*:{account}:instance/*'],
  'ec2:stopinstances': ['ec2:*:{account}:instance/*'],
  'ec2:startinstances': ['ec2:*:{account}:instance/*'],
  'ec2:createlaunchtemplateversion': ['ec2:*:{account}:launch-template/*'],
  'ec2:modifylaunchtemplate': ['ec2:*:{account}:launch-template/*'],
  'ec2-instance-connect:sendsshpublickey': ['ec2:*:{account}:instance/*'],
  'dynamodb:createtable': ['dynamodb:*:{account}:table/*'],
  'dynamodb:putitem': ['dynamodb:*:{account}:table/*'],
  'cloudformation:createstack': ['cloudformation:*:{account}:stack/*'],
  'cloudformation:createchangeset': ['cloudformation:*:{account}:stack/*'],
  'cloudformation:executechangeset': ['cloudformation:*:{account}:stack/*'],
  'cloudformation:updatestackset': ['cloudformation:*:{account}:stackset/*'],
  'cloudformation:createstackinstances': ['cloudformation:*:{account}:stackset/*'],
  'apprunner:createservice': ['apprunner:*:{account}:service/*'],
  'codebuild:createproject': ['codebuild:*:{account}:project/*'],
  'codebuild:startbuild': ['codebuild:*:{account}:project/*'],
  'codebuild:startbuildbatch': ['codebuild:*:{account}:project/*'],
  'ecs:registertaskdefinition': ['ecs:*:{account}:task-definition/*'],
  'ecs:createservice': ['ecs:*:{account}:service/*'],
  'ecs:runtask': ['ecs:*:{account}:task-definition/*'],
  'ecs:starttask': ['ecs:*:{account}:task-definition/*'],
  'ecs:createcluster': ['ecs:*:{account}:cluster/*'],
  'ecs:executecommand': ['ecs:*:{account}:cluster/*', 'ecs:*:{account}:task/*'],
  'ecs:describetasks': ['ecs:*:{account}:task/*'],
  'bedrock-agentcore:startcodeinterpretersession': ['bedrock-agentcore:*:*:code-interpreter*'],
  'bedrock-agentcore:invokecodeinterpreter': ['bedrock-agentcore:*:*:code-interpreter*'],
};

/** The resource of an action that names none: the star itself, which only a pattern of a star fits. */
export const NO_RESOURCE = `$${'{*}'}`;

/** The ARN patterns of which an action needs one resource each; `NO_RESOURCE` for an action that names none. */
export function targetsOf(action: string, { partition, account }: Holder): readonly string[] {
  const targets = TARGETS[action];
  if (targets === undefined) return [NO_RESOURCE];
  return targets.map((target) => `arn:${partition}:${target.replace('{account}', account)}`);
}

/** True for the actions that only reach further when done to another user than oneself. */
export function needsAnother(action: string): boolean {
  return action === 'iam:createaccesskey' || action === 'iam:createloginprofile' || action === 'iam:updateloginprofile';
}

/** AWS lets nobody change service-linked roles, nor pass them. */
export const SERVICE_LINKED_ROLES = 'arn:*:iam::*:role/aws-service-role/*';
