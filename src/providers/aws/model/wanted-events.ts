/** Events that must raise an alarm. */
export interface WantedEvents {
  /** The events in words, as in `An alarm is raised on …`. */
  readonly name: string;
  /** The pattern that a new metric filter gets: the benchmark's, where it has one. */
  readonly pattern: string;
  /** The events that an existing filter must match, as a pattern that also states what is known of them. */
  readonly events: string;
  /** Whether the events are among those that a trail for write events alone records. */
  readonly writesOnly: boolean;
  /** The event sources that a trail may not leave out. */
  readonly sources: readonly string[];
}

const iam = 'iam.amazonaws.com';
const signIn = 'signin.amazonaws.com';
const sts = 'sts.amazonaws.com';

const rootUse =
  '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }';

/** The events of the monitoring controls, by the control's id; `account` is the account that is looked at. */
export const wantedEvents = {
  'root-activity-monitored': () => ({
    name: 'use of the root user',
    pattern: rootUse,
    events: rootUse,
    writesOnly: false,
    sources: [iam, signIn, sts],
  }),
  'monitor-iam-changes': () => ({
    name: 'IAM policy changes',
    ...calls(iam, [
      ...['DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy'],
      ...['PutGroupPolicy', 'PutRolePolicy', 'PutUserPolicy'],
      ...['CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion'],
      ...['AttachRolePolicy', 'DetachRolePolicy', 'AttachUserPolicy', 'DetachUserPolicy'],
      ...['AttachGroupPolicy', 'DetachGroupPolicy'],
    ]),
  }),
  'monitor-create-login-profile': () => ({ name: 'new console passwords', ...calls(iam, ['CreateLoginProfile']) }),
  'monitor-mfa-deactivated': () => ({
    name: 'MFA devices being taken away',
    ...calls(iam, ['DeactivateMFADevice', 'DeleteVirtualMFADevice']),
  }),
  'monitor-sign-in': () => ({
    name: 'sign-ins',
    pattern: '{ $.eventName = "ConsoleLogin" || $.eventName = "AssumeRoleWithSAML" }',
    events: `{ ($.eventSource = "${signIn}" && $.eventName = "ConsoleLogin") || ($.eventSource = "${sts}" && $.eventName = "AssumeRoleWithSAML") }`,
    writesOnly: false,
    sources: [signIn, sts],
  }),
  'monitor-sign-in-failures': () => ({
    name: 'failed console sign-ins',
    pattern: '{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" }',
    events: `{ $.eventSource = "${signIn}" && $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" && $.responseElements.ConsoleLogin = "Failure" }`,
    writesOnly: true,
    sources: [signIn],
  }),
  'monitor-sign-in-without-mfa': () => ({
    name: 'console sign-ins without MFA',
    pattern: '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" }',
    // The benchmark's variant for accounts with single sign-on looks at successful sign-ins of IAM users alone.
    events: `{ $.eventSource = "${signIn}" && $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed = "No" && $.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }`,
    writesOnly: true,
    sources: [signIn],
  }),
  'monitor-create-user': () => ({ name: 'new users', ...calls(iam, ['CreateUser']) }),
  'monitor-create-access-key': () => ({ name: 'new access keys', ...calls(iam, ['CreateAccessKey']) }),
  'monitor-attach-user-policy': () => ({
    name: 'policies given to users',
    ...calls(iam, ['AttachUserPolicy', 'PutUserPolicy']),
  }),
  'monitor-create-role': () => ({ name: 'new roles', ...calls(iam, ['CreateRole']) }),
  'monitor-trust-changes': () => ({ name: 'changed trust policies', ...calls(iam, ['UpdateAssumeRolePolicy']) }),
  'monitor-assume-role': (account: string) => ({
    name: 'roles assumed by other accounts',
    pattern: `{ $.eventName = "AssumeRole" && $.userIdentity.accountId != "${account}" }`,
    // In the account of the role, CloudTrail tells of a caller from elsewhere as an account.
    events: `{ $.eventSource = "${sts}" && $.eventName = "AssumeRole" && $.userIdentity.type = "AWSAccount" && $.userIdentity.accountId != "${account}" }`,
    writesOnly: false,
    sources: [sts],
  }),
  'monitor-unauthorized-calls': () => ({
    name: 'unauthorized API calls',
    pattern: '{ $.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied*" }',
    // Later benchmarks let the deliveries of logs and the probing of buckets pass.
    events:
      '{ ($.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied*") && $.sourceIPAddress != "delivery.logs.amazonaws.com" && $.eventName != "HeadBucket" }',
    writesOnly: false,
    sources: [iam, sts],
  }),
  'monitor-cloudtrail-changes': () => ({
    name: 'CloudTrail configuration changes',
    ...calls('cloudtrail.amazonaws.com', [
      ...['CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging'],
    ]),
  }),
} satisfies Record<string, (account: string) => WantedEvents>;

/** Calls that write, by name; that a filter names their service as well narrows nothing. */
function calls(source: string, names: readonly string[]): Omit<WantedEvents, 'name'> {
  const named = names.map((name) => `($.eventName = ${name})`).join(' || ');
  return {
    pattern: `{ ${named} }`,
    events: `{ $.eventSource = "${source}" && (${named}) }`,
    writesOnly: true,
    sources: [source],
  };
}
