/** The names that AWS services give to the error that says that something does not exist. */
const absentNames = new Set([
  'NoSuchEntity',
  'NoSuchEntityException',
  'NotFound',
  'NotFoundException',
  'ResourceNotFoundException',
  'ResourceNotFound',
  'NoSuchConfigRuleException',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchPublicAccessBlockConfiguration',
  'TrailNotFoundException',
  'LoadBalancerNotFound',
  'LoadBalancerNotFoundException',
  'ListenerNotFound',
  'ListenerNotFoundException',
  'WAFNonexistentItemException',
]);

/** The answer of a call, or null where the service says that the thing does not exist; every other failure is thrown. */
export async function absent<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && absentNames.has(error.name)) return null;
    throw error;
  }
}
