import type { EvaluateContext } from '../../../src/engine/control.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import type { AuthorizationDetails, Group, Role } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { iamResource } from '../../../src/providers/aws/model/control.ts';
import { lookout } from '../../../src/providers/aws/policy/bearing.ts';
import { broadGrants } from '../../../src/providers/aws/policy/broad-grants.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';
import { originText, policiesOfEntity, policyName } from '../../../src/providers/aws/policy/principals.ts';
import { isSupportAccess } from '../roles/support-access.ts';

/** What is said of the policies of one group or role. */
export const overlyPermissiveMessages = {
  narrow: 'No policy of {kind} {name} allows a whole service on every resource',
  broad: 'The policies of {kind} {name} are too permissive: {grants}',
  approved: 'The {kind} {name} is approved to be an administrator',
  unread: 'Not wholly judged: {missing} of {kind} {name} cannot be read',
} as const;

type Context<R extends keyof AwsCollections> = Pick<
  EvaluateContext<AwsCollections, R, unknown, typeof overlyPermissiveMessages>,
  'pass' | 'fail' | 'unknown' | 'notApplicable'
>;

/**
 * Judges all policies of a group or role, those that AWS manages among them: the owner chose them. Too permissive is an
 * Allow of a whole service, of everything, or of everything but some actions, on every resource.
 */
export function* judgeOverlyPermissive<R extends keyof AwsCollections>(
  { pass, fail, unknown, notApplicable }: Context<R>,
  details: AuthorizationDetails,
  kind: 'group' | 'role',
  owner: Group | Role,
  isApproved: boolean,
): Iterable<Finding> {
  const { name } = owner;
  const resource = iamResource(kind, owner);
  if (isApproved) {
    yield notApplicable('approved', resource, { kind, name });
    return;
  }
  if (!worthReading(details)(owner)) {
    yield pass('narrow', resource, { kind, name });
    return;
  }
  const { policies, missing } = policiesOfEntity(details, owner);
  const grants = policies.flatMap(({ document, origin }) => {
    // A practice of its own asks for this one, and the actions of AWS Support name no resources.
    if (origin.how === 'attached' && isSupportAccess(origin.arn)) return [];
    const actions = [...new Set(broadGrants(document).flatMap((grant) => grant.actions))];
    return actions.length === 0 ? [] : [`${originText(origin)} allows ${actions.join(', ')} on every resource`];
  });
  const unread = policies.filter(({ document }) => !parseDocument(document).document.complete);
  const gaps = [
    ...missing.map((arn) => `policy ${policyName(arn)}`),
    ...unread.map(({ origin }) => originText(origin)),
  ];
  if (grants.length > 0) yield fail('broad', resource, { kind, name, grants: grants.sort() });
  else if (gaps.length > 0) yield unknown('unread', resource, { kind, name, missing: gaps.sort() });
  else yield pass('narrow', resource, { kind, name });
}

/** True for a principal with a document that has a broad grant, or that cannot be read. */
const worthReading = memoizedByObject(
  (details: AuthorizationDetails) =>
    lookout(details, {
      lookAt: (document) => broadGrants(document).length > 0 || !parseDocument(document).document.complete,
      nothing: false,
      notHeld: true,
      join: (a, b) => a || b,
    }).atPrincipal,
);
