import { exitCode } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { count } from '../../report/phrases.ts';
import { loadBaseline } from '../baseline-file.ts';
import { tellCalls } from '../calls.ts';
import { reportFailure } from '../failure.ts';
import type { Host } from '../host.ts';
import type { SelectionOptions, SourceOptions } from '../options.ts';
import type { PlanFolder } from '../plan-folder.ts';
import type { Ended } from '../running.ts';
import { openSource } from '../source.ts';
import { type Asker, Left, openAsker } from '../wizard/asker.ts';
import { askFindings } from '../wizard/choose-page.ts';
import { type DraftFile, newDraft, openDraft } from '../wizard/draft.ts';
import { applyCommand, decide, isEmpty, planAnswers } from '../wizard/plan-page.ts';
import { reviewFindings } from '../wizard/review-page.ts';
import { applyWithProgress, tellEnd, tellRecord } from '../wizard/run-page.ts';
import { scanWithProgress, tellPosture } from '../wizard/scan-page.ts';
import { answerTo, type Session, stillFailing } from '../wizard/session.ts';
import { askBeginning, noTerminal, tellAccount } from '../wizard/source-page.ts';

/** Options of the wizard. */
export interface WizardOptions extends SourceOptions, SelectionOptions {
  /** A draft to go on with. */
  readonly draft?: string;
  /** Numbered questions, nothing drawn again. */
  readonly plain?: boolean;
  /** It was asked for by its name, and not for want of a command. */
  readonly named: boolean;
}

/** The wizard: choose the account, see how it stands, choose what to mend, look at each change, confirm, undo later. */
export async function runWizard(host: Host, options: WizardOptions): Promise<number> {
  if (!host.interactive) {
    if (options.named) throw noTerminal();
    host.err('There is no terminal for the wizard, so this is `remediate scan`.\n');
    return (await import('./scan.ts')).runScan(host, options);
  }
  const plain = options.plain === true || Boolean(host.env['REMEDIATE_PLAIN']) || host.env['TERM'] === 'dumb';
  const seen = plain ? withoutColour(host) : host;
  const asker = await openAsker(seen, plain);
  const kept: Kept = {};
  // Between two questions, and while the account is read, Ctrl-C leaves as it does at a question.
  seen.signal.addEventListener('abort', () => leaveAtOnce(seen, kept, plain), { once: true });
  try {
    return await goThrough(seen, options, asker, plain, kept);
  } catch (error) {
    if (error instanceof Left) {
      tellLeft(seen, kept);
      return exitCode.declined;
    }
    const code = reportFailure(seen, error);
    if (kept.session?.draft.isKept === true) tellKept(seen, kept.session);
    return code;
  } finally {
    asker.close();
  }
}

/** What there is to go on with, should the person leave. */
interface Kept {
  session?: Session;
  folder?: PlanFolder | undefined;
  /** The plan is being carried out: Ctrl-C ends that, after the step in hand. */
  isApplying?: boolean;
  ended?: { readonly run: Ended; readonly allowed: ReadonlySet<string> };
}

async function goThrough(
  host: Host,
  options: WizardOptions,
  asker: Asker,
  plain: boolean,
  kept: Kept,
): Promise<number> {
  const begun = await begin(host, options, asker);
  const { reached, selection } = begun;
  const baseline = await loadBaseline(host, reached.config);
  const source = await openSource(host, reached);
  await tellAccount(host, source);
  const scanned = await scanWithProgress(host, source, baseline, selection, plain);
  if (options.verbose === true) await tellCalls(host, scanned);
  tellPosture(host, scanned, plain);
  const { account } = scanned.snapshot;
  const draft = begun.draft ?? newDraft(host, { account, source: reached, selection });
  const session: Session = { host, asker, draft, reached, plain, scanned, exceptions: 0 };
  kept.session = session;

  const failing = scanned.findings.filter(({ status }) => status === 'fail');
  if (failing.length === 0) {
    draft.remove();
    return scanned.findings.some(({ status }) => status === 'unknown') ? exitCode.findings : exitCode.ok;
  }
  let chosen: readonly Finding[] = draft.draft.reviewing
    ? failing.filter(({ fingerprint }) => draft.draft.chosen.includes(fingerprint))
    : [];
  while (true) {
    if (chosen.length === 0) {
      host.out('\n');
      chosen = await askFindings(host, asker, scanned, stillFailing(session, failing), draft);
    }
    if (chosen.length === 0) {
      host.out('Nothing was chosen and nothing was changed.\n');
      draft.remove();
      return exitCode.findings;
    }
    draft.save({ chosen: chosen.map(({ fingerprint }) => fingerprint), reviewing: true });
    if ((await askWay(session, chosen)) === 'each') await reviewFindings(session, chosen);
    const code = await finish(session, chosen, kept);
    if (code !== 'again') return code;
    chosen = [];
  }
}

/** From the answers to the end: the plan, the decision, the run. */
async function finish(session: Session, chosen: readonly Finding[], kept: Kept): Promise<number | 'again'> {
  const { host, draft } = session;
  const folder = await planAnswers(session, chosen);
  kept.folder = folder;
  if (folder === undefined) {
    draft.remove();
    return tellEnd(session, chosen, undefined);
  }
  const decision = await decide(session, folder, chosen);
  if (decision.kind === 'change') {
    kept.folder = undefined;
    draft.save({ reviewing: false });
    return 'again';
  }
  if (decision.kind === 'later') {
    tellLeft(host, kept);
    return isEmpty(folder.plan) || session.scanned.source.kind === 'file' ? exitCode.findings : exitCode.declined;
  }
  const { allowed } = decision;
  kept.isApplying = true;
  const run = await applyWithProgress(session, folder, allowed);
  kept.isApplying = false;
  kept.ended = { run, allowed };
  draft.remove();
  return tellEnd(session, chosen, run, allowed);
}

interface Begun {
  readonly reached: SourceOptions;
  readonly selection: SelectionOptions;
  readonly draft?: DraftFile;
}

async function begin(host: Host, options: WizardOptions, asker: Asker): Promise<Begun> {
  const { control, area, minSeverity } = options;
  const selection = {
    ...(control === undefined ? {} : { control }),
    ...(area === undefined ? {} : { area }),
    ...(minSeverity === undefined ? {} : { minSeverity }),
  };
  if (options.draft !== undefined) return fromDraft(openDraft(host, options.draft));
  if (options.from !== undefined || options.profile !== undefined) return { reached: sourceOf(options), selection };
  const beginning = await askBeginning(host, asker);
  if ('draft' in beginning) return fromDraft(beginning.draft);
  return { reached: sourceOf({ ...options, ...beginning.source }), selection };
}

function fromDraft(draft: DraftFile): Begun {
  const { source, selection } = draft.draft;
  return { reached: source, selection, draft };
}

function sourceOf({ from, profile, region, config }: SourceOptions): SourceOptions {
  return {
    ...(from === undefined ? {} : { from }),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(config === undefined ? {} : { config }),
  };
}

function askWay(session: Session, chosen: readonly Finding[]): Promise<'each' | 'all'> {
  const open = chosen.filter((finding) => answerTo(session, finding) === undefined).length;
  const answered = open < chosen.length;
  return session.asker.select<'each' | 'all'>('How are they to be mended?', [
    {
      name: `Look at ${chosen.length === 1 ? 'it' : `each of the ${count(chosen.length, 'finding')}`}`,
      value: 'each',
      about: answered && open > 0 ? `Going on with the first of ${open} that have no answer yet.` : looking,
    },
    {
      name: answered ? 'Keep the answers that were given' : 'Take what is recommended for all',
      value: 'all',
      about: `${answered && open > 0 ? `Take what is recommended for the other ${open}. ` : ''}The whole plan is shown before anything is done.`,
    },
  ]);
}

const looking = 'Why it matters, the evidence, what would change; then accept, skip, or make an exception.';

/** What became of the answers, and how to go on; nothing was changed in the account. */
function tellLeft(host: Host, { session, folder }: Kept): void {
  host.err('\nNothing was changed in the account.\n');
  if (session === undefined || !session.draft.isKept) {
    host.err('Nothing was chosen yet, so there is nothing to keep.\n');
    return;
  }
  if (session.exceptions > 0) host.err(`${count(session.exceptions, 'exception')} stays in the baseline.\n`);
  tellKept(host, session);
  if (folder !== undefined && folder.plan.changes.length > 0) host.err(`Apply:    ${applyCommand(session, folder)}\n`);
}

function leaveAtOnce(host: Host, kept: Kept, plain: boolean): void {
  if (kept.isApplying === true) return;
  // Whatever was being drawn had hidden the cursor.
  if (!plain) host.err('\u001b[?25h');
  if (kept.ended !== undefined && kept.session !== undefined) {
    host.err('\n');
    tellRecord(kept.session, kept.ended.run, kept.ended.allowed);
  } else tellLeft(host, kept);
  process.exit(exitCode.declined);
}

function tellKept(host: Host, { draft }: Session): void {
  host.err(`Your answers are kept as a draft.\nGo on:    ${draft.command}\n`);
}

function withoutColour(host: Host): Host {
  return {
    ...host,
    get width() {
      return host.width;
    },
    paint: (_, text) => text,
  };
}
