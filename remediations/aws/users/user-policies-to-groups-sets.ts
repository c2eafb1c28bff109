import { compareText, type Finding } from '../../../src/engine/finding.ts';
import {
  type AuthorizationDetails,
  defaultDocument,
  type InlinePolicy,
  isAwsManaged,
  type User,
} from '../../../src/providers/aws/model/authorization-details.ts';
import { canonicalDocument } from '../../../src/providers/aws/policy/canonical.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { besideQuarantine } from '../../../src/providers/aws/policy/quarantine.ts';

/** One policy of a set. Equal keys grant the same: the ARN of a managed policy, or what an inline document means. */
export type Grant =
  | { readonly key: string; readonly name: string; readonly arn: string }
  | { readonly key: string; readonly name: string; readonly document: string };

/** A user whose policies are to move, which kinds of them, and the findings that this closes. */
export interface Mover {
  readonly user: User;
  readonly attached: readonly string[];
  readonly inline: readonly InlinePolicy[];
  readonly closes: readonly string[];
}

/** Users whose policies to move are the same set. */
export interface Cluster {
  readonly grants: readonly Grant[];
  readonly movers: readonly Mover[];
}

/** Gives the policy sets of users and groups of one account. */
export type GrantsOf = (holder: {
  readonly attached: readonly string[];
  readonly inline: readonly InlinePolicy[];
}) => Grant[];

/**
 * Reads policy sets, each grant once and in the order of names. An inline document counts as the customer-managed
 * policy that means the same, where there is one; never as a policy of AWS, which AWS rewrites when it likes.
 */
export function grantReader(details: AuthorizationDetails): GrantsOf {
  const byMeaning = new Map<string, string>();
  for (const policy of details.policies) {
    const document = defaultDocument(policy);
    if (isAwsManaged(policy.arn) || document === undefined) continue;
    byMeaning.set(canonicalDocument(document), policy.arn);
  }
  const managed = (arn: string): Grant => ({ key: arn, name: policyName(arn), arn });
  return ({ attached, inline }) => {
    const grants = attached.map(managed);
    for (const { name, document } of inline) {
      const meaning = canonicalDocument(document);
      const arn = byMeaning.get(meaning);
      grants.push(arn === undefined ? { key: meaning, name, document } : managed(arn));
    }
    const unique = [...new Map(grants.map((grant) => [grant.key, grant])).values()];
    return unique.sort((a, b) => compareText(a.name, b.name) || compareText(a.key, b.key));
  };
}

/** One text for a set, equal for sets that grant the same. */
export function setKey(grants: readonly Grant[]): string {
  return grants
    .map(({ key }) => key)
    .sort()
    .join('\n');
}

/** The users of the findings, clustered by what they hold; the largest cluster first, so that quotas serve the most. */
export function clustersOf(
  details: AuthorizationDetails,
  findings: readonly Finding[],
  grantsOf: GrantsOf,
): readonly Cluster[] {
  const chosen = new Map<string, Finding[]>();
  for (const finding of findings)
    chosen.set(finding.resource.id, [...(chosen.get(finding.resource.id) ?? []), finding]);
  const clusters = new Map<string, Cluster>();
  for (const user of details.users) {
    const of = chosen.get(user.name);
    if (of === undefined) continue;
    const has = (control: string) => of.some((finding) => finding.control === control);
    const mover: Mover = {
      user,
      attached: has('user-attached-policies') ? user.attached : [],
      inline: has('user-inline-policies') ? besideQuarantine(user) : [],
      closes: of.map(({ fingerprint }) => fingerprint),
    };
    const grants = grantsOf(mover);
    const key = setKey(grants);
    const { grants: named, movers } = clusters.get(key) ?? { grants, movers: [] };
    clusters.set(key, { grants: named, movers: [...movers, mover] });
  }
  return [...clusters.values()].sort((a, b) => b.movers.length - a.movers.length);
}
