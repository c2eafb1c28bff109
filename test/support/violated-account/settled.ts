import { accountId, policyArn } from './violation.ts';

/** Where alarms are told. */
export const alarmMail = 'security@example.com';
const contact = { name: 'Sam', title: 'Security', email: alarmMail, phone: '+4930123456' };

/** What nobody but the account's owner knows, and what remedies ask for: parameters by control. */
export const settled: Readonly<Record<string, object>> = {
  'account-alternate-contacts': { security: contact, operations: contact, billing: contact },
  'billing-alerts': { billingThreshold: 100 },
  'permission-boundaries': { boundary: policyArn('engineering') },
  'role-app-tier-policy': { appTierPolicy: policyArn('engineering') },
  'role-support': { supportPrincipals: [`arn:aws:iam::${accountId}:user/ada`] },
  'role-web-tier-policy': { webTierPolicy: policyArn('engineering') },
};
