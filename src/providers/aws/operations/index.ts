import type { Operations } from '../../../engine/change.ts';
import { RemediateError } from '../../../engine/errors.ts';
import type { AwsCollections } from '../model/collections.ts';
import { accessKeyOperations } from './access-keys.ts';
import { alarmOperations } from './alarms.ts';
import { alternateContactOperations } from './alternate-contacts.ts';
import { analyzerOperations } from './analyzers.ts';
import { attachmentOperations } from './attachments.ts';
import { boundaryOperations } from './boundaries.ts';
import { bucketSettingOperations } from './bucket-settings.ts';
import { bucketOperations } from './buckets.ts';
import { budgetOperations } from './budgets.ts';
import { configRuleOperations } from './config-rules.ts';
import type { AwsOperation, AwsResourceType } from './define.ts';
import { eventSelectorOperations } from './event-selectors.ts';
import { groupOperations } from './groups.ts';
import { identityProviderOperations } from './identity-providers.ts';
import { inlinePolicyOperations } from './inline-policies.ts';
import { instanceProfileOperations } from './instance-profiles.ts';
import { logGroupOperations } from './log-groups.ts';
import { loginProfileOperations } from './login-profiles.ts';
import { membershipOperations } from './memberships.ts';
import { metricFilterOperations } from './metric-filters.ts';
import { mfaDeviceOperations } from './mfa-devices.ts';
import { organizationsPolicyOperations } from './organizations-policies.ts';
import { passwordPolicyOperations } from './password-policy.ts';
import { policyOperations } from './policies.ts';
import { policyVersionOperations } from './policy-versions.ts';
import { principalResources } from './principals.ts';
import { roleSessionOperations } from './role-sessions.ts';
import { roleTrustOperations } from './role-trust.ts';
import { roleOperations } from './roles.ts';
import { rootCredentialOperations } from './root-credentials.ts';
import { secretRotationOperations } from './secret-rotation.ts';
import { serverCertificateOperations } from './server-certificates.ts';
import { signingCertificateOperations } from './signing-certificates.ts';
import { sshKeyOperations } from './ssh-keys.ts';
import { topicOperations } from './topics.ts';
import { trailOperations } from './trails.ts';
import { userOperations } from './users.ts';

/** Every AWS write of the product, family by family. Their types differ in address and value, which only their own files know. */
export const awsOperations = [
  ...groupOperations,
  ...userOperations,
  ...membershipOperations,
  ...boundaryOperations,
  ...roleOperations,
  ...roleTrustOperations,
  ...roleSessionOperations,
  ...instanceProfileOperations,
  ...policyOperations,
  ...policyVersionOperations,
  ...attachmentOperations,
  ...inlinePolicyOperations,
  ...passwordPolicyOperations,
  ...accessKeyOperations,
  ...loginProfileOperations,
  ...mfaDeviceOperations,
  ...sshKeyOperations,
  ...signingCertificateOperations,
  ...serverCertificateOperations,
  ...identityProviderOperations,
  ...metricFilterOperations,
  ...alarmOperations,
  ...topicOperations,
  ...alternateContactOperations,
  ...analyzerOperations,
  ...budgetOperations,
  ...configRuleOperations,
  ...bucketOperations,
  ...bucketSettingOperations,
  ...logGroupOperations,
  ...trailOperations,
  ...eventSelectorOperations,
  ...rootCredentialOperations,
  ...secretRotationOperations,
  ...organizationsPolicyOperations,
] as unknown as readonly AwsOperation[];

const byName = new Map(awsOperations.map((operation) => [operation.name, operation]));
const resources = [...principalResources, ...awsOperations.map((operation) => operation.resource)];
const byType = new Map(resources.map((resource) => [resource.type, resource]));

/** The AWS operations as the engine asks for them, with their live side. */
export const operations: {
  get(name: string): AwsOperation;
  resource(type: string): AwsResourceType;
} & Operations<AwsCollections> = {
  get(name) {
    const operation = byName.get(name);
    if (operation === undefined) throw unknownHere(`the operation ${name}`);
    return operation;
  },
  resource(type) {
    const resource = byType.get(type);
    if (resource === undefined) throw unknownHere(`the kind of resource ${type}`);
    return resource;
  },
};

/** A plan of another version may name what this one does not have. */
function unknownHere(what: string): RemediateError {
  return new RemediateError('BadInput', `${what} is not known to this version of remediate`, {
    hint: 'make the plan again with this version',
  });
}
