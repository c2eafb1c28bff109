import { abilityReader } from '../../../src/providers/aws/policy/abilities.ts';

/** The actions that AWS's audit guide asks to review closely: each lets a principal give permissions, to itself as well. */
const editing = [
  { action: 'iam:PutGroupPolicy', on: 'group' },
  { action: 'iam:PutRolePolicy', on: 'role' },
  { action: 'iam:PutUserPolicy', on: 'user' },
  { action: 'iam:CreatePolicy', on: 'policy' },
  { action: 'iam:CreatePolicyVersion', on: 'policy' },
  { action: 'iam:AttachGroupPolicy', on: 'group' },
  { action: 'iam:AttachRolePolicy', on: 'role' },
  { action: 'iam:AttachUserPolicy', on: 'user' },
] as const;

/** The names of the actions that edit policies. */
export const editingActions: readonly string[] = editing.map(({ action }) => action);

/** Reads which of them a principal is allowed. */
export const editingAbilities = abilityReader(editing);
