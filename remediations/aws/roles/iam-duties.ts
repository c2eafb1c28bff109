import { type Ability, abilityReader } from '../../../src/providers/aws/policy/abilities.ts';

/** Makes and removes users, groups, roles and policies, and says what roles may do. */
const masterDuty: readonly Ability[] = [
  { action: 'iam:CreateUser', on: 'user' },
  { action: 'iam:DeleteUser', on: 'user' },
  { action: 'iam:CreateGroup', on: 'group' },
  { action: 'iam:DeleteGroup', on: 'group' },
  { action: 'iam:CreateRole', on: 'role' },
  { action: 'iam:DeleteRole', on: 'role' },
  { action: 'iam:AttachRolePolicy', on: 'role' },
  { action: 'iam:PutRolePolicy', on: 'role' },
  { action: 'iam:DeleteRolePolicy', on: 'role' },
  { action: 'iam:CreatePolicy', on: 'policy' },
  { action: 'iam:DeletePolicy', on: 'policy' },
  { action: 'iam:CreatePolicyVersion', on: 'policy' },
  { action: 'iam:DeletePolicyVersion', on: 'policy' },
];

/** Says who is in which group, what users and groups may do, and who may assume which role. */
const managerDuty: readonly Ability[] = [
  { action: 'iam:UpdateUser', on: 'user' },
  { action: 'iam:PutUserPolicy', on: 'user' },
  { action: 'iam:DeleteUserPolicy', on: 'user' },
  { action: 'iam:DetachUserPolicy', on: 'user' },
  { action: 'iam:UpdateGroup', on: 'group' },
  { action: 'iam:AddUserToGroup', on: 'group' },
  { action: 'iam:RemoveUserFromGroup', on: 'group' },
  { action: 'iam:AttachGroupPolicy', on: 'group' },
  { action: 'iam:DetachGroupPolicy', on: 'group' },
  { action: 'iam:PutGroupPolicy', on: 'group' },
  { action: 'iam:DeleteGroupPolicy', on: 'group' },
  { action: 'iam:UpdateAssumeRolePolicy', on: 'role' },
  { action: 'iam:DetachRolePolicy', on: 'role' },
];

/** The two halves of managing identities, of which nobody should hold both. */
export const duties = { master: masterDuty, manager: managerDuty };
export type Duty = keyof typeof duties;

/** What of a duty a principal holds. */
export const readDuty = { master: abilityReader(masterDuty), manager: abilityReader(managerDuty) };
