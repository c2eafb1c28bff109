/** The constructs for stacks of your own; `RemediationStack` is the one that plans are rendered to. */
export * from './aws/constructs/account.ts';
export * from './aws/constructs/audit-trail.ts';
export * from './aws/constructs/event-alarms.ts';
export * from './aws/constructs/mfa-guard.ts';
export * from './aws/constructs/password-policy.ts';
export * from './aws/constructs/roles.ts';
export * from './aws/constructs/user-groups.ts';
export { providerVersions, RemediationStack, type StackInput } from './aws/stack.ts';
