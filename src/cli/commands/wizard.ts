import { checkGuards } from '../../engine/apply.ts';
import { recommendedRemedy } from '../../engine/assemble.ts';
import { exitCode } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { planText, stepsText } from '../../report/plan-text.ts';
import { loadBaseline } from '../baseline-file.ts';
import { tellCalls } from '../calls.ts';
import { findControl, selectControls, wantedOf } from '../catalogue.ts';
import { confirm } from '../confirm.ts';
import type { Host } from '../host.ts';
import type { SelectionOptions, SourceOptions } from '../options.ts';
import { painter } from '../painter.ts';
import { makePlan, writePlan } from '../planning.ts';
import { ProgressList } from '../progress.ts';
import { renderResult, toScanResult } from '../render.ts';
import { nameOf } from '../run-files.ts';
import { beginRun, tellEnd } from '../running.ts';
import { outcomeOf, type Scanned, scanSource } from '../scanning.ts';
import { openSource, type Source } from '../source.ts';
import { askFindings, askRemedies, askReview, askSource, askVia } from '../wizard-questions.ts';

/** The wizard: choose the account, see what drifted, choose what to mend, see the change, confirm, undo later. */
export async function runWizard(host: Host, options: SourceOptions & SelectionOptions): Promise<number> {
  if (!host.interactive) {
    host.err('There is no terminal for the wizard, so this is `remediate scan`.\n');
    return (await import('./scan.ts')).runScan(host, options);
  }
  const baseline = await loadBaseline(host, options.config);
  const source = await openSource(
    host,
    options.from === undefined ? { ...options, ...(await askSource(host)) } : options,
  );
  const scanned = await scanWithProgress(host, source, options, baseline);
  if (options.verbose === true) await tellCalls(host, scanned);
  host.out(await renderResult(host, toScanResult(scanned), 'table', { terminal: true, hints: [] }));
  const failing = scanned.findings.filter((finding) => finding.status === 'fail');
  if (failing.length === 0)
    return scanned.findings.some(({ status }) => status === 'unknown') ? exitCode.findings : exitCode.ok;
  if (source.kind === 'file') {
    host.err(
      'This is evidence in a file: it can be planned for with `remediate plan`, and changed only where it came from.\n',
    );
    return exitCode.findings;
  }
  const chosen = await askFindings(failing, (finding) => isDestructive(finding, scanned));
  if (chosen.length === 0) {
    host.err('Nothing was chosen and nothing was changed.\n');
    return exitCode.findings;
  }
  const look = { width: host.width, paint: painter(host) };
  const preview = async (finding: Finding, remedy: string) =>
    stepsText(
      await makePlan(host, scanned, {
        findings: [finding],
        remedies: { [finding.fingerprint]: remedy },
        via: 'api',
      }),
      look,
    );
  const review = await askReview(chosen.length);
  const remedies = review === 'each' ? await askRemedies(host, chosen, scanned, preview) : {};
  const kept = chosen.filter((finding) => remedies[finding.fingerprint] !== 'skip');
  const plan = await makePlan(host, scanned, {
    findings: kept,
    remedies: Object.fromEntries(Object.entries(remedies).filter(([, remedy]) => remedy !== 'skip')),
    via: source.kind === 'sandbox' ? 'api' : await askVia(),
  });
  // The draft is on disk before the question, so that leaving here loses nothing.
  const folder = await writePlan(host, plan, scanned);
  host.out(planText(plan, look));
  const path = nameOf(host.cwd, folder.path);
  host.err(`\nThe plan is in ${path}.\n`);
  if (plan.changes.length === 0) return exitCode.findings;
  checkGuards(plan);
  await confirm(
    host,
    `Apply ${plan.changes.length} changes to account ${plan.account.id} (${source.label})?`,
    `apply it with \`remediate apply ${path}\``,
  );

  const list = new ProgressList(new Map(plan.changes.map((change) => [change.id, change.title])));
  const ended = await beginRun(host, folder, {
    source,
    baseline,
    allowed: new Set(),
    onEvent(event) {
      if (event.kind !== 'ended') return;
      const { state, change } = event;
      if (state.status === 'failed' || state.status === 'skipped')
        list.failed(change.id, `${change.title}: ${state.detail ?? ''}`);
      else list.done(change.id, state.status === 'waiting' ? `waits: ${state.detail ?? ''}` : '');
    },
  }).finally(() => list.close());
  return tellEnd(host, ended);
}

async function scanWithProgress(
  host: Host,
  source: Source,
  options: SelectionOptions,
  baseline: Awaited<ReturnType<typeof loadBaseline>>,
): Promise<Scanned> {
  host.err(`Reading ${source.label} …\n`);
  const { collections } = wantedOf(selectControls(options, baseline), baseline, true);
  const names = collections.filter((name) => name !== 'attestations');
  const list = new ProgressList(new Map(names.map((name) => [name, name])));
  const onEvent: Parameters<typeof scanSource>[4] = (event) => {
    if (event.event === 'end') list.done(event.collection, outcomeOf(event));
  };
  return scanSource(host, source, baseline, options, onEvent, true).finally(() => list.close());
}

function isDestructive(finding: Finding, scanned: Scanned): boolean {
  const remedy = recommendedRemedy(findControl(finding.control), finding, scanned.snapshot);
  return remedy === undefined || remedy.reversibility !== 'reversible';
}
