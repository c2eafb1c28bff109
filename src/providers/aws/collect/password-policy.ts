import { passwordPolicyResource } from '../operations/password-policy.ts';
import { defineCollector } from './define.ts';

/** The account's password policy; that there is none is a fact, told as null. */
export const passwordPolicyCollector = defineCollector({
  name: 'password-policy',
  permissions: ['iam:GetAccountPasswordPolicy'],
  needs: [],
  collect: ({ live }) => passwordPolicyResource.observe(live, {}),
  floor: () => ({ 'iam:GetAccountPasswordPolicy': 1 }),
});
