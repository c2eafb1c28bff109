import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import {
  type LastAccessed,
  principalsOfInterest,
  type ServiceUse,
} from '../../../src/providers/aws/model/last-accessed.ts';

/** What IAM tells of the services that those who have a policy used. */
export interface HolderUses {
  readonly holders: number;
  /** One for each service and holder. */
  readonly uses: readonly ServiceUse[];
  /** Why the uses of some holder are not told. */
  readonly gap: string | undefined;
}

type Sources = Pick<AwsCollections, 'authorization-details' | 'credential-report' | 'service-last-accessed'>;

/** The uses of services by the users and roles that have each managed policy, themselves or through groups, by its ARN. */
export function usesByPolicy(sources: Sources): ReadonlyMap<string, HolderUses> {
  const details = sources['authorization-details'];
  const told = new Map(sources['service-last-accessed'].map((entry) => [entry.arn, entry]));
  const asked = new Set(principalsOfInterest(details, sources['credential-report']));
  return new Map(
    [...principalsByPolicy(details)].map(([arn, holders]) => {
      const entries = [...holders].map((holder) => [holder, told.get(holder.arn)] as const);
      const [gap] = entries.flatMap(([holder, entry]) => gapOf(holder, entry, asked) ?? []);
      return [arn, { holders: holders.size, uses: entries.flatMap(([, entry]) => entry?.services ?? []), gap }];
    }),
  );
}

/** One who was never used has used nothing, and IAM is not asked; it is not asked of roles of Identity Center either. */
function gapOf(holder: User | Role, entry: LastAccessed | undefined, asked: ReadonlySet<string>): string | undefined {
  if (entry !== undefined)
    return entry.services === null ? (entry.reason ?? `IAM tells nothing of ${holder.name}`) : undefined;
  const mayBeUsed = asked.has(holder.arn) || ('trust' in holder && holder.lastUsed !== null);
  return mayBeUsed ? `IAM was not asked of ${holder.name}` : undefined;
}

function principalsByPolicy({ users, groups, roles }: AuthorizationDetails): Map<string, Set<User | Role>> {
  const found = new Map<string, Set<User | Role>>();
  const add = (arns: readonly string[], holder: User | Role) => {
    for (const arn of arns) found.set(arn, (found.get(arn) ?? new Set()).add(holder));
  };
  const byName = new Map(groups.map((group) => [group.name, group]));
  for (const user of users) {
    add(user.attached, user);
    for (const group of user.groups) add(byName.get(group)?.attached ?? [], user);
  }
  for (const role of roles) if (!role.path.startsWith('/aws-service-role/')) add(role.attached, role);
  return found;
}
