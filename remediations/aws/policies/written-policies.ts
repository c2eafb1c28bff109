import type { Resource } from '../../../src/engine/finding.ts';
import {
  type AuthorizationDetails,
  defaultDocument,
  type Group,
  isAwsManaged,
  isAwsRole,
  type Role,
  type User,
} from '../../../src/providers/aws/model/authorization-details.ts';
import { iamResource } from '../../../src/providers/aws/model/control.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';

/** An identity policy that the account itself wrote: a customer-managed one in its default version, or an inline one. */
export interface WrittenPolicy {
  readonly name: string;
  /** The policy in words, such as `inline policy read of user joan`. */
  readonly label: string;
  /** The managed policy, or the owner of the inline one. */
  readonly resource: Resource & { readonly arn: string };
  /** Tells the inline policies of one owner apart. */
  readonly options: { readonly discriminator?: string };
  /** Its text; empty when the evidence does not hold it. */
  readonly document: string;
  readonly isHeld: boolean;
  /** Why the document cannot be judged as a whole; a fault that was found in it stands all the same. */
  readonly gap: string | undefined;
}

/** What is said where a document leaves the answer open; controls that judge documents share it. */
export const gapMessage = { unread: 'Not wholly judged: {gap} of {policy}' } as const;

/**
 * Every policy that the account wrote and can change, each judged for itself; those of AWS and of its roles are left out.
 * Listed once for all controls, since an account that is judged does not change any more.
 */
export const writtenPolicies: (details: AuthorizationDetails) => readonly WrittenPolicy[] = memoizedByObject(
  (details) => [...policiesWritten(details)],
);

function* policiesWritten(details: AuthorizationDetails): Iterable<WrittenPolicy> {
  for (const policy of details.policies) {
    if (isAwsManaged(policy.arn)) continue;
    const document = defaultDocument(policy);
    yield {
      name: policy.name,
      label: `policy ${policy.name}`,
      resource: { ...iamResource('policy', policy), arn: policy.arn },
      options: {},
      document: document ?? '',
      isHeld: document !== undefined,
      gap: document === undefined ? 'the evidence does not hold the default version' : gapOf(document),
    };
  }
  for (const user of details.users) yield* inlinePolicies('user', user);
  for (const group of details.groups) yield* inlinePolicies('group', group);
  for (const role of details.roles) if (!isAwsRole(role)) yield* inlinePolicies('role', role);
}

function* inlinePolicies(kind: 'user' | 'group' | 'role', owner: User | Group | Role): Iterable<WrittenPolicy> {
  for (const { name, document } of owner.inline)
    yield {
      name,
      label: `inline policy ${name} of ${kind} ${owner.name}`,
      resource: { ...iamResource(kind, owner), arn: owner.arn },
      options: { discriminator: name },
      document,
      isHeld: true,
      gap: gapOf(document),
    };
}

function gapOf(document: string): string | undefined {
  return parseDocument(document).document.complete ? undefined : 'there is no understanding the document';
}
