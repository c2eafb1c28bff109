import { type AuthorizationDetails, isAwsRole } from '../../../src/providers/aws/model/authorization-details.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';

/** Somebody who holds a managed policy, as a policy or as a permissions boundary. */
export interface Holder {
  readonly kind: 'user' | 'group' | 'role';
  readonly name: string;
  readonly as: 'policy' | 'boundary';
  /** False for a role that only AWS changes. */
  readonly isChangeable: boolean;
}

/** Who holds each managed policy, by its ARN; a policy that nobody holds is not there. Worked out once for all controls. */
export const holdersByPolicy: (details: AuthorizationDetails) => ReadonlyMap<string, readonly Holder[]> =
  memoizedByObject(gatherHolders);

function gatherHolders(details: AuthorizationDetails): Map<string, Holder[]> {
  const held = new Map<string, Holder[]>();
  const add = (arn: string, holder: Holder) => {
    const known = held.get(arn);
    if (known === undefined) held.set(arn, [holder]);
    else known.push(holder);
  };
  const addAll = (
    kind: Holder['kind'],
    { name, attached, boundary }: { name: string; attached: readonly string[]; boundary?: string | undefined },
    isChangeable = true,
  ) => {
    for (const arn of attached) add(arn, { kind, name, as: 'policy', isChangeable });
    if (boundary !== undefined) add(boundary, { kind, name, as: 'boundary', isChangeable });
  };
  for (const user of details.users) addAll('user', user);
  for (const group of details.groups) addAll('group', group);
  for (const role of details.roles) addAll('role', role, !isAwsRole(role));
  return held;
}

/** The holders in words and in order, `nobody` when there are none. */
export function holderNames(holders: readonly Holder[] = []): string[] {
  const names = holders.map(({ kind, name, as }) => `${kind} ${name}${as === 'boundary' ? ' (as a boundary)' : ''}`);
  return names.length === 0 ? ['nobody'] : names.sort();
}
