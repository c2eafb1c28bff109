import { exitCode } from '../../engine/errors.ts';
import { readPermissions } from '../../providers/aws/collect/index.ts';
import { permissionPolicy, planPermissions } from '../../providers/aws/permissions.ts';
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
  const purposes =
    options.for === undefined
      ? { Scan: readPermissions(wantedOf(selectControls(options, baseline), baseline).collections) }
      : planPermissions(openPlan(host.cwd, options.for).plan, baseline.secrets);
  host.out(`${JSON.stringify(permissionPolicy(purposes), null, 2)}\n`);
  return exitCode.ok;
}
