import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';

/** True for AWS's own policy for working with AWS Support, in every partition. */
export function isSupportAccess(arn: string): boolean {
  return isAwsManaged(arn) && policyName(arn) === 'AWSSupportAccess';
}
