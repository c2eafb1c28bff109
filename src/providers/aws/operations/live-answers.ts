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
  'PolicyNotFoundException',
  'PolicyNotAttachedException',
  'TargetNotFoundException',
]);

/** The answer of a call, or null where the service says that the thing does not exist; every other failure is thrown. */
export async function absent<T>(call: () => Promise<T>): Promise<T | null> {
  try {
    return await call();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw error;
  }
}

/** True when AWS refuses to make what is there, or to remove what is not: it may be as it is wanted. */
export function saysItIsSo(error: unknown): boolean {
  return isAbsent(error) || (error instanceof Error && /AlreadyExists|^DuplicatePolicy/.test(error.name));
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && absentNames.has(error.name);
}
