import type { Operations } from '../../../engine/change.ts';
import type { AwsCollections } from '../model/collections.ts';
import type { AwsOperation, AwsResourceType } from './define.ts';
import { groupOperations } from './groups.ts';

/** Every AWS write of the product, family by family. Their types differ in address and value, which only their own files know. */
export const awsOperations = [...groupOperations] as unknown as readonly AwsOperation[];

const byName = new Map(awsOperations.map((operation) => [operation.name, operation]));
const byType = new Map(awsOperations.map((operation) => [operation.resource.type, operation.resource]));

/** The AWS operations as the engine asks for them, with their live side. */
export const operations: Operations<AwsCollections> & {
  get(name: string): AwsOperation;
  resource(type: string): AwsResourceType;
} = {
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
