import type { AuthorizationDetails, Role, User } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { longerAgoThan } from '../../../src/providers/aws/model/control.ts';
import type { CredentialReport } from '../../../src/providers/aws/model/credential-report.ts';
import { arnsOfInterest, type LastAccessed, type ServiceUse } from '../../../src/providers/aws/model/last-accessed.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';

/** What IAM tells of the services that those who have a policy used. */
export interface HolderUses {
  readonly holders: number;
  /** One list for each holder of whom IAM tells. */
  readonly uses: readonly (readonly ServiceUse[])[];
  /** Why the uses of some holder are not told. */
  readonly gap: string | undefined;
}

/** What IAM tells of each principal by its ARN; looked up once for all controls. */
export const toldByArn: (entries: readonly LastAccessed[]) => ReadonlyMap<string, LastAccessed> = memoizedByObject(
  (entries) => new Map(entries.map((entry) => [entry.arn, entry])),
);

/** The ARNs of those of whom IAM is asked, of an account and a report. */
export const askedOf = memoizedByObject((details: AuthorizationDetails) =>
  memoizedByObject((report: CredentialReport): ReadonlySet<string> => new Set(arnsOfInterest(details, report))),
);

type Sources = Pick<AwsCollections, 'authorization-details' | 'credential-report' | 'service-last-accessed'>;

/** The uses of services by the users and roles that have each managed policy, themselves or through groups, by its ARN. */
export function usesByPolicy(sources: Sources): ReadonlyMap<string, HolderUses> {
  const details = sources['authorization-details'];
  const told = toldByArn(sources['service-last-accessed']);
  const asked = askedOf(details)(sources['credential-report']);
  const found = new Map<string, Gathered>();
  eachHolder(details, (holder, policies) => {
    const entry = told.get(holder.arn);
    const gap = gapOf(holder, entry, asked);
    const services = entry?.services ?? [];
    for (const arn of policies) {
      const gathered = found.get(arn) ?? { holders: 0, uses: [], gap: undefined };
      if (gathered.holders === 0) found.set(arn, gathered);
      gathered.holders += 1;
      gathered.gap ??= gap;
      if (services.length > 0) gathered.uses.push(services);
    }
  });
  return found;
}

interface Gathered extends HolderUses {
  holders: number;
  readonly uses: (readonly ServiceUse[])[];
  gap: string | undefined;
}

/** Makes a test for services that were not used within the days; the last day counts as within. */
export function unusedFor(unusedDays: number, now: Date): (use: ServiceUse) => boolean {
  const isLongAgo = longerAgoThan(unusedDays, now);
  return ({ lastUsed }) => lastUsed === 'never' || (lastUsed !== 'unknown' && isLongAgo(lastUsed));
}

/**
 * Why the uses of a holder are not told. One who was never used has used nothing, and IAM is not asked; it is not asked
 * of roles of Identity Center either.
 */
export function gapOf(
  holder: User | Role,
  entry: LastAccessed | undefined,
  asked: ReadonlySet<string>,
): string | undefined {
  if (entry !== undefined)
    return entry.services === null ? (entry.reason ?? `IAM tells nothing of ${holder.name}`) : undefined;
  const mayBeUsed = asked.has(holder.arn) || ('trust' in holder && holder.lastUsed !== null);
  return mayBeUsed ? `IAM was not asked of ${holder.name}` : undefined;
}

/** Tells the managed policies of each user and role, every one once: nobody has a policy attached twice, but for groups. */
function eachHolder(
  { users, groups, roles }: AuthorizationDetails,
  tell: (holder: User | Role, policies: readonly string[]) => void,
): void {
  const byName = new Map(groups.map((group) => [group.name, group.attached]));
  for (const user of users) {
    let held: readonly string[] = user.attached;
    for (const group of user.groups) held = joined(held, byName.get(group) ?? []);
    tell(user, held);
  }
  for (const role of roles) if (!role.path.startsWith('/aws-service-role/')) tell(role, role.attached);
}

/** Both lists without what is in both; they are short, and a set for each user of a large account would be litter. */
function joined(held: readonly string[], more: readonly string[]): readonly string[] {
  if (held.length === 0) return more;
  const fresh = more.filter((arn) => !held.includes(arn));
  return fresh.length === 0 ? held : [...held, ...fresh];
}

/** How many of them a message names; the evidence has them all. */
const named = 10;

/** The first by name, and how many more there are. */
export function brief(services: string[]): string[] {
  const rest = services.length - named;
  return rest > 0 ? [...services.slice(0, named), `${rest} more`] : services;
}
