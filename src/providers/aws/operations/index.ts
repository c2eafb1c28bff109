import type { Operations } from '../../../engine/change.ts';
import type { AwsCollections } from '../model/collections.ts';
import { accessKeyOperations } from './access-keys.ts';
import { alarmOperations } from './alarms.ts';
import { attachmentOperations } from './attachments.ts';
import type { AwsOperation, AwsResourceType } from './define.ts';
import { groupOperations } from './groups.ts';
import { inlinePolicyOperations } from './inline-policies.ts';
import { loginProfileOperations } from './login-profiles.ts';
import { membershipOperations } from './memberships.ts';
import { metricFilterOperations } from './metric-filters.ts';
import { passwordPolicyOperations } from './password-policy.ts';
import { policyOperations } from './policies.ts';
import { principalResources } from './principals.ts';
import { topicOperations } from './topics.ts';

/** Every AWS write of the product, family by family. Their types differ in address and value, which only their own files know. */
export const awsOperations = [
  ...groupOperations,
  ...membershipOperations,
  ...policyOperations,
  ...attachmentOperations,
  ...inlinePolicyOperations,
  ...passwordPolicyOperations,
  ...accessKeyOperations,
  ...loginProfileOperations,
  ...metricFilterOperations,
  ...alarmOperations,
  ...topicOperations,
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
    if (operation === undefined) throw new Error(`there is no operation ${name}`);
    return operation;
  },
  resource(type) {
    const resource = byType.get(type);
    if (resource === undefined) throw new Error(`there is no kind of resource ${type}`);
    return resource;
  },
};
