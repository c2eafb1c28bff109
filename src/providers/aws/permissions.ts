import { checkAddresses } from '../../engine/apply.ts';
import type { Baseline } from '../../engine/baseline.ts';
import { type Change, invert } from '../../engine/change.ts';
import type { Plan } from '../../engine/plan.ts';
import { identityFloor } from './collect/identity.ts';
import { operations } from './operations/index.ts';
import { providerPermissions } from './permissions-terraform.ts';

/** An identity policy as people paste it into IAM. */
export interface PermissionPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Action: readonly string[];
    readonly Resource: string;
  }[];
}

/** What one purpose needs: actions on everything, or on what is named alone. */
type Needed = readonly string[] | { readonly actions: readonly string[]; readonly on: string };

/** The policy that allows these actions, a statement for each purpose; an action on everything stands where it comes first. */
export function permissionPolicy(purposes: Readonly<Record<string, Needed>>): PermissionPolicy {
  const known = new Set<string>();
  const statements = Object.entries(purposes).flatMap(([Sid, needed]) => {
    const { actions, on } = 'on' in needed ? needed : { actions: needed, on: '*' };
    const own = [...new Set(actions)].filter((action) => !known.has(action)).sort();
    if (on === '*') for (const action of own) known.add(action);
    return own.length === 0 ? [] : [{ Sid, Effect: 'Allow' as const, Action: own, Resource: on }];
  });
  return { Version: '2012-10-17', Statement: statements };
}

/** The one call that no principal of the account makes. */
const rootSession = 'sts:AssumeRoot';

/** What the principal of the organization that opens a plan's root sessions needs; undefined where none is opened. */
export function rootSessionPermissions({ changes }: Plan): PermissionPolicy | undefined {
  const opening = changes.find(({ operation }) => operation === rootSession);
  if (opening === undefined) return undefined;
  const { root } = opening.resource.address;
  return permissionPolicy({ RootSessions: { actions: [rootSession], on: root ?? '*' } });
}

/**
 * The IAM actions that carrying a plan out needs, and those that undoing it needs: of its operations, of the looks at
 * what it rests on, of Terraform for the part that it carries out, and of the place where new secrets go.
 */
export function planPermissions(plan: Plan, secrets: Baseline['secrets']): Record<string, Needed> {
  checkAddresses(plan, operations);
  const { account, changes, rests } = plan;
  const undone = changes.flatMap((change) => invert(operations, change) ?? []);
  const needed = (list: readonly Change[]) =>
    list.flatMap(({ operation }) => operations.get(operation).permissions).filter((action) => action !== rootSession);
  const looks = rests.flatMap(({ resource }) => operations.resource(resource.type).permissions);
  const byTerraform = changes.filter(({ via }) => via === 'terraform');
  const makesSecret = [...changes, ...undone].some(({ operation }) => operations.get(operation).makesSecret === true);
  const sink = makesSecret && secrets?.kind === 'secrets-manager' ? secrets : undefined;
  return {
    Apply: [...Object.keys(identityFloor), ...looks, ...needed(changes)],
    Undo: needed(undone),
    Terraform: byTerraform.flatMap(({ resource }) => providerPermissions[resource.type] ?? []),
    ...(sink === undefined
      ? {}
      : {
          NewSecrets: {
            actions: ['secretsmanager:CreateSecret', 'secretsmanager:DeleteSecret'],
            on: `arn:${account.partition}:secretsmanager:*:${account.id}:secret:${sink.prefix}*`,
          },
        }),
  };
}
