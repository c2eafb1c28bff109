import type { AwsControl } from '../src/providers/aws/model/control.ts';
import accessKeyRotation from './aws/access-keys/access-key-rotation.ts';
import accessKeyUnnecessary from './aws/access-keys/access-key-unnecessary.ts';
import groupUnused from './aws/groups/group-unused.ts';
import monitorIamChanges from './aws/monitoring/monitor-iam-changes.ts';
import passwordPolicy from './aws/password/password-policy.ts';
import rootAccessKeys from './aws/root/root-access-keys.ts';
import rootActivityMonitored from './aws/root/root-activity-monitored.ts';
import rootMfa from './aws/root/root-mfa.ts';
import credentialsUnused from './aws/users/credentials-unused.ts';
import userAttachedPolicies from './aws/users/user-attached-policies.ts';
import userInlinePolicies from './aws/users/user-inline-policies.ts';
import userMfa from './aws/users/user-mfa.ts';

/** The catalogue: every control, in the order of its id. */
export const controls: readonly AwsControl[] = [
  accessKeyRotation,
  accessKeyUnnecessary,
  credentialsUnused,
  groupUnused,
  monitorIamChanges,
  passwordPolicy,
  rootAccessKeys,
  rootActivityMonitored,
  rootMfa,
  userAttachedPolicies,
  userInlinePolicies,
  userMfa,
];
