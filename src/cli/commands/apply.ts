import { resolve } from 'node:path';
import { RemediateError } from '../../engine/errors.ts';
import type { Plan } from '../../engine/plan.ts';
import { planText } from '../../report/plan-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { painter } from '../painter.ts';
import { openPlan, openPlanOfRun } from '../plan-folder.ts';
import { beginRun, plainProgress, resumeRun, tellEnd } from '../running.ts';
import { openSource } from '../source.ts';

interface ApplyOptions extends SourceOptions {
  readonly yes?: boolean;
  readonly approve?: string;
  readonly allowIrreversible?: readonly string[];
}

/** `remediate apply`: shows a plan, asks, and carries it out under a record. */
export async function runApply(host: Host, path: string, options: ApplyOptions): Promise<number> {
  const folder = openPlan(host.cwd, path);
  const { plan } = folder;
  host.out(planText(plan, { width: host.width, paint: painter(host) }));
  const source = await openSource(host, options);
  await agree(host, plan, source.label, options);
  const ended = await beginRun(host, folder, {
    source,
    baseline: await loadBaseline(host, options.config),
    allowed: new Set(options.allowIrreversible),
    onEvent: plainProgress(host),
  });
  const code = tellEnd(host, ended);
  host.err(`Undo:     remediate rollback ${ended.record.slice(host.cwd.length + 1)}\n`);
  return code;
}

/** `remediate resume`: goes on with a run; what was confirmed at its beginning is not asked again. */
export async function runResume(host: Host, path: string, options: ApplyOptions): Promise<number> {
  const record = resolve(host.cwd, path);
  const { plan } = openPlanOfRun(record);
  const source = await openSource(host, options);
  await agree(host, plan, source.label, options);
  const ended = await resumeRun(host, record, {
    source,
    baseline: await loadBaseline(host, options.config),
    allowed: new Set(options.allowIrreversible),
    onEvent: plainProgress(host),
  });
  return tellEnd(host, ended);
}

async function agree(host: Host, plan: Plan, label: string, options: ApplyOptions): Promise<void> {
  if (options.approve !== undefined) {
    if (options.approve === plan.digest) return;
    throw new RemediateError('Declined', `the plan’s digest is ${plan.digest}, not ${options.approve}`, {
      hint: 'what was approved is not this plan; review it again',
    });
  }
  if (options.yes === true) return;
  await confirm(host, `Apply ${plan.changes.length} changes to account ${plan.account.id} (${label})?`);
}
