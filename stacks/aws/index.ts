/** The constructs for stacks of your own; `RemediationStack` is the one that plans are rendered to. */
export * from './constructs/event-alarms.ts';
export * from './constructs/password-policy.ts';
export * from './constructs/user-groups.ts';
export { providerVersions, RemediationStack, type StackInput } from './stack.ts';
