import { checkGuards } from '../../engine/apply.ts';
import { RemediateError } from '../../engine/errors.ts';
import type { Plan } from '../../engine/plan.ts';
import { notDueUntil } from '../../engine/run-state.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { showTime } from '../../report/phrases.ts';
import { planText } from '../../report/plan-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { openPlan } from '../plan-folder.ts';
import { type RecordOptions, recordOptions } from '../record-options.ts';
import { type EndOptions, toEnd } from '../run-end.ts';
import { openRun, undoneBy } from '../run-files.ts';
import { type ApplyRunOptions, beginRun, type Ended, plainProgress, resumeRun } from '../running.ts';
import { withSecretsTo } from '../sinks.ts';
import { openSource, type Source } from '../source.ts';
import { undoingOf, undoneOf } from '../undone.ts';
import { rollback } from './rollback.ts';

interface ResumeOptions extends EndOptions, RecordOptions {
  readonly yes?: boolean;
}

interface ApplyOptions extends ResumeOptions {
  readonly approve?: string;
}

/** `remediate apply`: shows a plan, asks, and carries it out under a record. */
export function runApply(host: Host, path: string, options: ApplyOptions): Promise<number> {
  return toEnd(host, options, (beside) => apply(beside, path, options));
}

async function apply(host: Host, path: string, options: ApplyOptions): Promise<Ended | undefined> {
  const folder = openPlan(host.cwd, path);
  const { plan } = folder;
  host.out(planText(plan, { width: host.width, paint: painter(host) }));
  checkGuards(plan);
  const allowed = allowedBy(plan, options);
  if (plan.changes.length === 0) {
    host.err('The plan changes nothing, so there is nothing to apply.\n');
    return undefined;
  }
  const source = await openSource(host, options);
  if (!isApproved(plan, options.approve) && options.yes !== true)
    await confirm(
      host,
      `Apply ${plan.changes.length} changes to account ${plan.account.id} (${source.label})?`,
      'pass --yes once the plan was read, or --approve with its digest',
    );
  return beginRun(host, folder, await runOptions(host, options, source, allowed));
}

/** `remediate resume`: shows what is left of a run, asks, and goes on with it; a rollback is gone on with likewise. */
export function runResume(host: Host, path: string, options: ResumeOptions): Promise<number> {
  return toEnd(host, options, (beside) => resume(beside, path, options));
}

async function resume(host: Host, path: string, options: ResumeOptions): Promise<Ended | undefined> {
  const run = openRun(host.cwd, path);
  if (run.state.begin.mode === 'rollback') return rollback(host, undoneBy(run), options);
  const undoing = undoingOf(host.cwd, undoneOf(host.cwd, run));
  if (undoing !== undefined)
    throw new RemediateError('Usage', `the run was ${undoing}`, {
      hint: 'scan again and make a plan anew; what was undone is not done again by this run',
    });
  const { plan } = run.folder;
  const allowed = allowedBy(plan, options);
  const left = plan.changes.filter(({ id }) => run.state.changes.get(id)?.status !== 'done');
  if (left.length === 0) {
    host.err('All of it is done; there is nothing left to go on with.\n');
    return undefined;
  }
  const later = new Map(
    left.flatMap((change) => {
      const until = notDueUntil(change, run.state.changes, plan.changes, host.now());
      return until === undefined ? [] : [[change, until] as const];
    }),
  );
  for (const change of left) {
    const until = later.get(change);
    const [mark, day] = until === undefined ? [host.paint('cyan', '→'), ''] : ['…', `, not before ${showTime(until)}`];
    host.out(`  ${mark} ${neutralise(change.title)}${day}\n`);
  }
  const [next] = [...later.values()].sort();
  if (next !== undefined && later.size === left.length) {
    host.err(`Nothing is due before ${showTime(next)}, so nothing was changed.\n`);
    return undefined;
  }
  const source = await openSource(host, options);
  if (options.yes !== true)
    await confirm(
      host,
      `Go on with ${left.length - later.size} changes, those of them that are due, in account ${plan.account.id} (${source.label})?`,
      'pass --yes to go on without being asked',
    );
  return resumeRun(host, run, await runOptions(host, options, source, allowed));
}

async function runOptions(
  host: Host,
  { config, secretsTo, ...options }: ResumeOptions,
  source: Source,
  allowed: ReadonlySet<string>,
): Promise<ApplyRunOptions> {
  const baseline = withSecretsTo(await loadBaseline(host, config), secretsTo);
  return { source, baseline, allowed, onEvent: plainProgress(host), ...recordOptions(host, options) };
}

function isApproved(plan: Plan, digest: string | undefined): boolean {
  if (digest !== undefined && digest !== plan.digest)
    throw new RemediateError('Declined', `the plan’s digest is ${plan.digest}, not ${digest}`, {
      hint: 'what was approved is not this plan; review it again',
    });
  return digest !== undefined;
}

/** What --allow-irreversible names; a name that the plan does not know is a typing error, not a wish. */
function allowedBy({ changes, findings }: Plan, { allowIrreversible = [] }: ResumeOptions): ReadonlySet<string> {
  const known = new Set([...changes.map(({ id }) => id), ...findings.map(({ control }) => control)]);
  const unknown = allowIrreversible.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw new RemediateError('Usage', `the plan has no change and no control ${unknown}`, {
      hint: 'name what stands behind --allow-irreversible in the plan, or a control of its findings',
    });
  return new Set(allowIrreversible);
}
