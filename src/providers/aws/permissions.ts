import type { Baseline } from '../../engine/baseline.ts';
import { type Change, invert } from '../../engine/change.ts';
import type { Plan } from '../../engine/plan.ts';
import { identityFloor } from './collect/identity.ts';
import { operations } from './operations/index.ts';

/** An identity policy as people paste it into IAM. */
export interface PermissionPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: '*';
  }[];
}

/** The policy that allows these actions, a statement for each purpose; an action stands where it comes first. */
export function permissionPolicy(purposes: Readonly<Record<string, readonly string[]>>): PermissionPolicy {
  const known = new Set<string>();
  const statements = Object.entries(purposes).flatMap(([Sid, actions]) => {
    const own = [...new Set(actions)].filter((action) => !known.has(action)).sort();
    for (const action of own) known.add(action);
    return own.length === 0 ? [] : [{ Sid, Effect: 'Allow' as const, Action: own, Resource: '*' as const }];
  });
  return { Version: '2012-10-17', Statement: statements };
}

/**
 * The IAM actions that carrying a plan out by calls needs, and those that undoing it needs: of its operations, of the
 * looks at what it rests on, and of the place where new secrets go.
 */
export function planPermissions(
  { changes, rests }: Plan,
  secrets: Baseline['secrets'],
): Record<'Apply' | 'Undo', string[]> {
  const undone = changes.flatMap((change) => invert(operations, change) ?? []);
  const needed = (list: readonly Change[]) =>
    list.flatMap(({ operation }) => {
      const { permissions, makesSecret } = operations.get(operation);
      return makesSecret === true && secrets?.kind === 'secrets-manager'
        ? [...permissions, ...sinkActions]
        : permissions;
    });
  const looks = rests.flatMap(({ resource }) => operations.resource(resource.type).permissions);
  return { Apply: [...Object.keys(identityFloor), ...looks, ...needed(changes)], Undo: needed(undone) };
}

const sinkActions = ['secretsmanager:DescribeSecret', 'secretsmanager:CreateSecret'];
