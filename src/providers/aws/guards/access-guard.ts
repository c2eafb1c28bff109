import type { Change } from '../../../engine/change.ts';
import type { Guard, GuardContext } from '../../../engine/guard.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import type { AwsCollections } from '../model/collections.ts';

/** A guard's context with the users, groups, roles and policies before and after. */
export interface AccessContext extends GuardContext<AwsCollections> {
  readonly was: AuthorizationDetails;
  readonly is: AuthorizationDetails;
  /** Those of the plan's changes that bear on who can do what. */
  readonly changes: readonly Change[];
}

interface AccessGuard extends Omit<Guard<AwsCollections>, 'refusals'> {
  /** What nobody can tell while authorization-details is missing, such as "who would still be an administrator". */
  readonly question: string;
  refusals(context: AccessContext): ReturnType<Guard<AwsCollections>['refusals']>;
}

/** Makes a guard over who can do what: it holds for a plan that does not touch that, and refuses to judge blindly. */
export function accessGuard({ question, refusals, ...guard }: AccessGuard): Guard<AwsCollections> {
  return {
    ...guard,
    *refusals(context) {
      const changes = context.changes.filter(bearsOnAccess);
      if (changes.length === 0) return;
      const was = readable(context.before, 'authorization-details');
      const is = readable(context.after, 'authorization-details');
      if (was === undefined || is === undefined)
        yield {
          reason: `authorization-details could not be read, so nobody can tell ${question}: allow iam:GetAccountAuthorizationDetails and plan again`,
          changes: idsOf(changes),
        };
      else yield* refusals({ ...context, changes, was, is });
    },
  };
}

/** The changes' ids. */
export function idsOf(changes: readonly Change[]): string[] {
  return changes.map((change) => change.id);
}

/** All of IAM bears on who can do what, save the password policy. */
function bearsOnAccess({ resource }: Change): boolean {
  return resource.type.startsWith('iam-') && resource.type !== 'iam-account-password-policy';
}
