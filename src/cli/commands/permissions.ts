import { exitCode } from '../../engine/errors.ts';
import { readPermissions } from '../../providers/aws/collect/index.ts';
import { permissionPolicy, planPermissions, rootSessionPermissions } from '../../providers/aws/permissions.ts';
import { loadBaseline } from '../baseline-file.ts';
import { selectControls, wantedOf } from '../catalogue.ts';
import type { Host } from '../host.ts';
import type { SelectionOptions } from '../options.ts';
import { openPlan } from '../plan-folder.ts';

interface PermissionOptions extends SelectionOptions {
  readonly for?: string;
  readonly config?: string;
}

/** `remediate permissions`: the least identity policy for scanning and planning, or for one plan. */
export async function runPermissions(host: Host, options: PermissionOptions): Promise<number> {
  const baseline = await loadBaseline(host, options.config);
  const plan = options.for === undefined ? undefined : openPlan(host.cwd, options.for).plan;
  const purposes =
    plan === undefined
      ? { Scan: readPermissions(wantedOf(selectControls(options, baseline), baseline).collections) }
      : planPermissions(plan, baseline.secrets);
  host.out(`${JSON.stringify(permissionPolicy(purposes), null, 2)}\n`);
  const elsewhere = plan && rootSessionPermissions(plan);
  if (elsewhere !== undefined)
    host.err(
      `The profile ${baseline.rootSessionProfile ?? 'named as rootSessionProfile'}, of another account, needs besides: ${JSON.stringify(elsewhere)}\n`,
    );
  return exitCode.ok;
}
