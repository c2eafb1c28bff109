import { exitCode } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { count, showTime } from '../../report/phrases.ts';
import { hang } from '../../report/text-layout.ts';
import { reportFailure } from '../failure.ts';
import type { PlanFolder } from '../plan-folder.ts';
import { Progress } from '../progress.ts';
import { nameOf } from '../run-files.ts';
import { beginRun, type Ended, onwards } from '../running.ts';
import { type Scanned, scanSource } from '../scanning.ts';
import { answerTo, type Session } from './session.ts';

/** Carries the plan out, step by step on the screen. */
export async function applyWithProgress(
  { host, scanned, plain }: Session,
  folder: PlanFolder,
  allowed: ReadonlySet<string>,
): Promise<Ended> {
  const { plan } = folder;
  const order = plan.waves.flatMap(({ changes }) => changes);
  const titles = new Map(plan.changes.map(({ id, title }) => [id, title]));
  host.out('\n');
  const progress = new Progress(host, {
    title: `Changing account ${plan.account.id}`,
    noun: 'step',
    nouns: 'steps',
    items: new Map(order.map((id, index) => [id, `${index + 1}. ${titles.get(id)}`])),
    plain,
    columns: false,
  });
  const { source, baseline } = scanned;
  const run = beginRun(host, folder, {
    source,
    baseline,
    allowed,
    onEvent(event) {
      if (event.kind === 'begun') progress.begin(event.change.id);
      if (event.kind !== 'ended') return;
      const { status, detail = '', until } = event.state;
      const day = until === undefined ? '' : `, not before ${showTime(until)}`;
      if (status === 'waiting') progress.end(event.change.id, 'later', detail + day);
      else progress.end(event.change.id, status === 'done' ? 'good' : 'bad', status === 'done' ? '' : detail);
    },
  });
  return run.finally(() => progress.close());
}

/** More findings that closed than these are told by their number. */
const mostTold = 12;

/** Reads the account once more and tells what closed, what waits and until when, where the record is, and how to undo. */
export async function tellEnd(
  session: Session,
  chosen: readonly Finding[],
  ended: Ended | undefined,
  allowed: ReadonlySet<string> = new Set(),
): Promise<number> {
  const { host } = session;
  const say = (text: string, indent = '', tone: Parameters<typeof host.paint>[0] | undefined = undefined) => {
    for (const line of hang(indent, neutralise(text), host.width))
      host.out(`${tone === undefined ? line : host.paint(tone, line)}\n`);
  };
  const concerned = chosen.filter((finding) => {
    const given = answerTo(session, finding)?.do;
    return given === 'done-by-hand' || (ended !== undefined && given !== 'skip');
  });
  const again = concerned.length === 0 ? undefined : await readAgain(session, concerned);
  const closed = again === undefined ? [] : concerned.filter((finding) => !isOpen(again, finding));
  host.out(`\n${host.paint('bold', 'THE END')}\n`);
  if (again !== undefined)
    say(`${closed.length} of ${count(concerned.length, 'finding')} closed, as the account shows now`, '  ', 'bold');
  for (const { control, resource } of closed.slice(0, mostTold))
    say(`closed: ${control}: ${resource.id}`, '  ', 'green');
  if (closed.length > mostTold) say(`closed: and ${closed.length - mostTold} more`, '  ', 'green');
  for (const { control, message } of concerned.filter((finding) => again !== undefined && isOpen(again, finding)))
    say(`open: ${control}: ${message}`, '  ', 'yellow');
  const states = [...(ended?.states.values() ?? [])];
  for (const { change, detail, until } of states.filter(({ status }) => status === 'waiting'))
    say(`waits: ${change.title}: ${until === undefined ? detail : `until ${showTime(until)}`}`, '  ', 'yellow');
  for (const { change, detail } of states.filter(({ status }) => status === 'failed' || status === 'skipped'))
    say(`not done: ${change.title}: ${detail}`, '  ', 'red');
  for (const { handedTo, change } of states)
    if (handedTo !== undefined) say(`secret: what "${change.title}" made is in ${handedTo}`, '  ');
  if (session.exceptions > 0) say(`${count(session.exceptions, 'exception')} written into the baseline`, '  ');
  if (ended === undefined) return exitCode.findings;
  host.out('\n');
  tellRecord(session, ended, allowed);
  return ended.outcome === 'complete' || ended.outcome === 'waiting' ? exitCode.ok : exitCode.partial;
}

/** Where the record is, and the commands that lead on from the run. */
export function tellRecord({ host, reached }: Session, ended: Ended, allowed: ReadonlySet<string>): void {
  const allowIrreversible = [...allowed].filter((id) => ended.states.get(id)?.status !== 'done');
  host.out(`Record:   ${nameOf(host.cwd, ended.record)}\n`);
  for (const line of onwards(host, ended, { ...reached, allowIrreversible })) host.out(line);
}

/** Whether a finding fails still, or cannot be judged any more. */
function isOpen({ findings }: Scanned, { control, fingerprint }: Finding): boolean {
  return findings.some(
    (finding) =>
      (finding.fingerprint === fingerprint && (finding.status === 'fail' || finding.status === 'unknown')) ||
      (finding.control === control && finding.reason === 'unreadable'),
  );
}

/** The account as it is now; undefined where it cannot be read again, which hides nothing of what was done. */
async function readAgain({ host, scanned }: Session, findings: readonly Finding[]): Promise<Scanned | undefined> {
  host.err(`\nReading ${scanned.source.label} again …\n`);
  const control = [...new Set(findings.map((finding) => finding.control))];
  try {
    return await scanSource(host, scanned.source, scanned.baseline, { control }, () => {});
  } catch (error) {
    reportFailure(host, error);
    return undefined;
  }
}
