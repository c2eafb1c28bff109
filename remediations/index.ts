import type { AwsControl } from '../src/providers/aws/model/control.ts';
import accessKeyCanary from './aws/access-keys/access-key-canary.ts';
import accessKeyInactive from './aws/access-keys/access-key-inactive.ts';
import accessKeyPreferredRoles from './aws/access-keys/access-key-preferred-roles.ts';
import accessKeyRotation from './aws/access-keys/access-key-rotation.ts';
import accessKeyUnnecessary from './aws/access-keys/access-key-unnecessary.ts';
import accessAnalyzerEnabled from './aws/account/access-analyzer-enabled.ts';
import accessAnalyzerFindings from './aws/account/access-analyzer-findings.ts';
import accountAlternateContacts from './aws/account/account-alternate-contacts.ts';
import accountOrganization from './aws/account/account-organization.ts';
import accountScp from './aws/account/account-scp.ts';
import accountSecurityQuestions from './aws/account/account-security-questions.ts';
import cloudhsmAttested from './aws/account/cloudhsm-attested.ts';
import credentialReportReviewed from './aws/account/credential-report-reviewed.ts';
import edgeProtection from './aws/account/edge-protection.ts';
import secretsRotation from './aws/account/secrets-rotation.ts';
import elbCertificateRotation from './aws/certificates/elb-certificate-rotation.ts';
import serverCertificateExpired from './aws/certificates/server-certificate-expired.ts';
import serverCertificateExpiry from './aws/certificates/server-certificate-expiry.ts';
import serverCertificateHeartbleed from './aws/certificates/server-certificate-heartbleed.ts';
import serverCertificateKeySize from './aws/certificates/server-certificate-key-size.ts';
import signingCertificateRotation from './aws/certificates/signing-certificate-rotation.ts';
import groupAdminPrivileges from './aws/groups/group-admin-privileges.ts';
import groupInlinePolicies from './aws/groups/group-inline-policies.ts';
import groupOverlyPermissive from './aws/groups/group-overly-permissive.ts';
import groupUnused from './aws/groups/group-unused.ts';
import identityCenter from './aws/identity-providers/identity-center.ts';
import identityProviderUnused from './aws/identity-providers/identity-provider-unused.ts';
import identityProviderValid from './aws/identity-providers/identity-provider-valid.ts';
import billingAlerts from './aws/monitoring/billing-alerts.ts';
import cloudtrailEnabled from './aws/monitoring/cloudtrail-enabled.ts';
import configRules from './aws/monitoring/config-rules.ts';
import monitorAssumeRole from './aws/monitoring/monitor-assume-role.ts';
import monitorAttachUserPolicy from './aws/monitoring/monitor-attach-user-policy.ts';
import monitorCloudtrailChanges from './aws/monitoring/monitor-cloudtrail-changes.ts';
import monitorCreateAccessKey from './aws/monitoring/monitor-create-access-key.ts';
import monitorCreateLoginProfile from './aws/monitoring/monitor-create-login-profile.ts';
import monitorCreateRole from './aws/monitoring/monitor-create-role.ts';
import monitorCreateUser from './aws/monitoring/monitor-create-user.ts';
import monitorIamChanges from './aws/monitoring/monitor-iam-changes.ts';
import monitorMfaDeactivated from './aws/monitoring/monitor-mfa-deactivated.ts';
import monitorSignIn from './aws/monitoring/monitor-sign-in.ts';
import monitorSignInFailures from './aws/monitoring/monitor-sign-in-failures.ts';
import monitorSignInWithoutMfa from './aws/monitoring/monitor-sign-in-without-mfa.ts';
import monitorTrustChanges from './aws/monitoring/monitor-trust-changes.ts';
import monitorUnauthorizedCalls from './aws/monitoring/monitor-unauthorized-calls.ts';
import s3AccessLogging from './aws/monitoring/s3-access-logging.ts';
import passwordExpiry from './aws/password/password-expiry.ts';
import passwordPolicy from './aws/password/password-policy.ts';
import permissionBoundaries from './aws/policies/permission-boundaries.ts';
import policyAllowNotaction from './aws/policies/policy-allow-notaction.ts';
import policyFullAdmin from './aws/policies/policy-full-admin.ts';
import policyNameMismatch from './aws/policies/policy-name-mismatch.ts';
import policyPassrole from './aws/policies/policy-passrole.ts';
import policyPrivilegeEscalation from './aws/policies/policy-privilege-escalation.ts';
import policySensitiveConditions from './aws/policies/policy-sensitive-conditions.ts';
import policyUnapproved from './aws/policies/policy-unapproved.ts';
import policyUnused from './aws/policies/policy-unused.ts';
import policyUnusedServices from './aws/policies/policy-unused-services.ts';
import policyValidation from './aws/policies/policy-validation.ts';
import policyWildcards from './aws/policies/policy-wildcards.ts';
import instanceProfileHygiene from './aws/roles/instance-profile-hygiene.ts';
import roleAdminPrivileges from './aws/roles/role-admin-privileges.ts';
import roleAppTierPolicy from './aws/roles/role-app-tier-policy.ts';
import roleCrossAccountGuard from './aws/roles/role-cross-account-guard.ts';
import roleEcsExecuteCommand from './aws/roles/role-ecs-execute-command.ts';
import roleIamMasterManager from './aws/roles/role-iam-master-manager.ts';
import roleInlinePolicies from './aws/roles/role-inline-policies.ts';
import roleOverlyPermissive from './aws/roles/role-overly-permissive.ts';
import roleServiceConfusedDeputy from './aws/roles/role-service-confused-deputy.ts';
import roleServiceInactivity from './aws/roles/role-service-inactivity.ts';
import roleSessionDuration from './aws/roles/role-session-duration.ts';
import roleSharedByWorkloads from './aws/roles/role-shared-by-workloads.ts';
import roleSupport from './aws/roles/role-support.ts';
import roleUntrustedCrossAccount from './aws/roles/role-untrusted-cross-account.ts';
import roleUnused from './aws/roles/role-unused.ts';
import roleWebTierPolicy from './aws/roles/role-web-tier-policy.ts';
import rootAccessKeyRotation from './aws/root/root-access-key-rotation.ts';
import rootAccessKeys from './aws/root/root-access-keys.ts';
import rootActivityMonitored from './aws/root/root-activity-monitored.ts';
import rootHardwareMfa from './aws/root/root-hardware-mfa.ts';
import rootMfa from './aws/root/root-mfa.ts';
import rootPasswordRotation from './aws/root/root-password-rotation.ts';
import rootRecentlyUsed from './aws/root/root-recently-used.ts';
import rootSigningCertificateRotation from './aws/root/root-signing-certificate-rotation.ts';
import rootSigningCertificates from './aws/root/root-signing-certificates.ts';
import sshKeyRotation from './aws/ssh-keys/ssh-key-rotation.ts';
import sshKeyUnnecessary from './aws/ssh-keys/ssh-key-unnecessary.ts';
import adminCount from './aws/users/admin-count.ts';
import credentialsUnused from './aws/users/credentials-unused.ts';
import userAdminPrivileges from './aws/users/user-admin-privileges.ts';
import userAttachedPolicies from './aws/users/user-attached-policies.ts';
import userConsoleInactive from './aws/users/user-console-inactive.ts';
import userGroupMembership from './aws/users/user-group-membership.ts';
import userHardwareMfa from './aws/users/user-hardware-mfa.ts';
import userInitialAccessKeys from './aws/users/user-initial-access-keys.ts';
import userInlinePolicies from './aws/users/user-inline-policies.ts';
import userMfa from './aws/users/user-mfa.ts';
import userPasswordAndKeys from './aws/users/user-password-and-keys.ts';
import userPolicyEditors from './aws/users/user-policy-editors.ts';
import userPresent from './aws/users/user-present.ts';
import userServiceInactivity from './aws/users/user-service-inactivity.ts';
import userUnapproved from './aws/users/user-unapproved.ts';
import userUnused from './aws/users/user-unused.ts';

/** The catalogue: every control, in the order of its id. */
export const controls: readonly AwsControl[] = [
  accessAnalyzerEnabled,
  accessAnalyzerFindings,
  accessKeyCanary,
  accessKeyInactive,
  accessKeyPreferredRoles,
  accessKeyRotation,
  accessKeyUnnecessary,
  accountAlternateContacts,
  accountOrganization,
  accountScp,
  accountSecurityQuestions,
  adminCount,
  billingAlerts,
  cloudhsmAttested,
  cloudtrailEnabled,
  configRules,
  credentialReportReviewed,
  credentialsUnused,
  edgeProtection,
  elbCertificateRotation,
  groupAdminPrivileges,
  groupInlinePolicies,
  groupOverlyPermissive,
  groupUnused,
  identityCenter,
  identityProviderUnused,
  identityProviderValid,
  instanceProfileHygiene,
  monitorAssumeRole,
  monitorAttachUserPolicy,
  monitorCloudtrailChanges,
  monitorCreateAccessKey,
  monitorCreateLoginProfile,
  monitorCreateRole,
  monitorCreateUser,
  monitorIamChanges,
  monitorMfaDeactivated,
  monitorSignIn,
  monitorSignInFailures,
  monitorSignInWithoutMfa,
  monitorTrustChanges,
  monitorUnauthorizedCalls,
  passwordExpiry,
  passwordPolicy,
  permissionBoundaries,
  policyAllowNotaction,
  policyFullAdmin,
  policyNameMismatch,
  policyPassrole,
  policyPrivilegeEscalation,
  policySensitiveConditions,
  policyUnapproved,
  policyUnused,
  policyUnusedServices,
  policyValidation,
  policyWildcards,
  roleAdminPrivileges,
  roleAppTierPolicy,
  roleCrossAccountGuard,
  roleEcsExecuteCommand,
  roleIamMasterManager,
  roleInlinePolicies,
  roleOverlyPermissive,
  roleServiceConfusedDeputy,
  roleServiceInactivity,
  roleSessionDuration,
  roleSharedByWorkloads,
  roleSupport,
  roleUntrustedCrossAccount,
  roleUnused,
  roleWebTierPolicy,
  rootAccessKeyRotation,
  rootAccessKeys,
  rootActivityMonitored,
  rootHardwareMfa,
  rootMfa,
  rootPasswordRotation,
  rootRecentlyUsed,
  rootSigningCertificateRotation,
  rootSigningCertificates,
  s3AccessLogging,
  secretsRotation,
  serverCertificateExpired,
  serverCertificateExpiry,
  serverCertificateHeartbleed,
  serverCertificateKeySize,
  signingCertificateRotation,
  sshKeyRotation,
  sshKeyUnnecessary,
  userAdminPrivileges,
  userAttachedPolicies,
  userConsoleInactive,
  userGroupMembership,
  userHardwareMfa,
  userInitialAccessKeys,
  userInlinePolicies,
  userMfa,
  userPasswordAndKeys,
  userPolicyEditors,
  userPresent,
  userServiceInactivity,
  userUnapproved,
  userUnused,
];
