import { isDeclarative } from '../../../stacks/aws/declarative.ts';
import type { Finding } from '../../engine/finding.ts';
import type { Plan } from '../../engine/plan.ts';
import type { AwsControl } from '../../providers/aws/model/control.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { stepsText } from '../../report/plan-text.ts';
import { hang, wrap } from '../../report/text-layout.ts';
import { findingText } from '../../report/wizard-finding.ts';
import { findControl } from '../catalogue.ts';
import { painter } from '../painter.ts';
import { makePlan } from '../planning.ts';
import { scanSource } from '../scanning.ts';
import type { Choice } from './asker.ts';
import { effectSentences } from './effects.ts';
import { makeException } from './exception-page.ts';
import { remedyWords } from './remedy-words.ts';
import { answer, answerTo, type Session, stillFailing } from './session.ts';

type Remedy = AwsControl['remedies'][number];
/** Where to go from a finding: on, back, or past all that follow. */
type Move = 'next' | 'back' | 'rest';
type Wish = { readonly kind: 'accept' | 'skip' | 'hand' | 'exception' | 'terraform' | Exclude<Move, 'next'> } | Look;
type Look = { readonly kind: 'look'; readonly remedy: Remedy };

/** Goes through the chosen findings, from the first without an answer; each answer is kept at once. */
export async function reviewFindings(session: Session, chosen: readonly Finding[]): Promise<void> {
  const open = chosen.findIndex((finding) => answerTo(session, finding) === undefined);
  let at = open === -1 ? 0 : open;
  let before: Finding | undefined;
  while (at < chosen.length) {
    const finding = chosen[at];
    if (finding === undefined) return;
    if (stillFailing(session, [finding]).length === 0) {
      at += 1;
      continue;
    }
    const move = await reviewOne(session, finding, { at, all: chosen.length, before });
    before = finding;
    if (move === 'rest') return;
    at = Math.max(0, at + (move === 'back' ? -1 : 1));
  }
}

interface Place {
  readonly at: number;
  readonly all: number;
  /** The finding that was shown last. */
  readonly before: Finding | undefined;
}

async function reviewOne(session: Session, finding: Finding, { at, all, before }: Place): Promise<Move> {
  const { host, asker, scanned } = session;
  const control = findControl(finding.control);
  const look = { width: host.width, paint: painter(host) };
  const page = { finding, control, place: `${at + 1} of ${all}`, explained: before?.control === finding.control };
  host.out(findingText({ ...page, collectedAt: scanned.snapshot.collectedAt, plain: session.plain }, look));
  const suited = control.remedies.filter((remedy) => remedy.suits?.(finding, scanned.snapshot) ?? true);
  const given = answerTo(session, finding);
  let shown = suited.find(({ id }) => given?.do === 'mend' && id === given.remedy) ?? suited[0];
  let preview = await showRemedy(session, finding, shown, suited);
  while (true) {
    const wish = await asker.select('What is to become of it?', wishes(session, { suited, shown, preview, at, all }));
    switch (wish.kind) {
      case 'accept':
        if (shown !== undefined) answer(session, finding, { do: 'mend', remedy: shown.id });
        return 'next';
      case 'skip':
        answer(session, finding, { do: 'skip' });
        return 'next';
      case 'exception':
        await makeException(session, finding);
        return 'next';
      case 'hand':
        await readAgain(session, finding);
        answer(session, finding, { do: 'done-by-hand' });
        return 'next';
      case 'terraform':
        if (preview !== undefined) await showTerraform(session, preview);
        break;
      case 'look':
        shown = wish.remedy;
        preview = await showRemedy(session, finding, shown, suited);
        break;
      default:
        return wish.kind;
    }
  }
}

/** Shows what a remedy would do for one finding: the way, the change, who it touches, the commands. */
async function showRemedy(
  { host, scanned }: Session,
  finding: Finding,
  remedy: Remedy | undefined,
  suited: readonly Remedy[],
): Promise<Plan | undefined> {
  const paint = painter(host);
  const tell = (text: string, indent: string, tone = (line: string) => line) => {
    for (const line of wrap(neutralise(text), host.width - indent.length)) host.out(`${indent}${tone(line)}\n`);
  };
  host.out(`\n${paint.strong('REMEDY')}\n`);
  if (remedy === undefined) {
    tell('None is known for it here.', '  ', paint.doubt);
    return undefined;
  }
  tell(`${remedy.title} (${remedyWords(remedy)}${remedy === suited[0] ? '; recommended' : ''})`, '  ');
  const preview = await makePlan(host, scanned, {
    findings: [finding],
    remedies: { [finding.fingerprint]: remedy.id },
    via: 'api',
  });
  host.out(stepsText(preview, { width: host.width, paint }));
  const effects = preview.changes.length === 0 ? [] : effectSentences(preview);
  if (preview.changes.length > 0) host.out(`\n${paint.strong('WHO GAINS AND WHO LOSES')}\n`);
  for (const { sign, sentence } of effects)
    tell(sentence, '  ', sign === '+' ? paint.added : sign === '-' ? paint.removed : paint.good);
  for (const { control, message } of preview.predicted.opens)
    tell(`It opens another finding: ${control}: ${message}`, '  ', paint.critical);
  for (const { guard, reason } of preview.guards.filter(({ verdict }) => verdict === 'refused'))
    tell(`The guard ${guard} refuses it: ${reason}`, '  ', paint.critical);
  host.out('\n');
  return preview;
}

interface Offer {
  readonly suited: readonly Remedy[];
  readonly shown: Remedy | undefined;
  readonly preview: Plan | undefined;
  readonly at: number;
  readonly all: number;
}

function wishes({ scanned }: Session, { suited, shown, preview, at, all }: Offer): Choice<Wish>[] {
  const choices: Choice<Wish>[] = [];
  const changes = preview?.changes.length ?? 0;
  const guided = preview?.parts.some(({ guide }) => guide !== undefined) === true;
  if (shown !== undefined && changes > 0)
    choices.push({ name: `Accept: ${shown.title}`, value: { kind: 'accept' }, about: 'It goes into the plan.' });
  else if (shown !== undefined && guided)
    choices.push({
      name: `Accept, by hand: ${shown.title}`,
      value: { kind: 'accept' },
      about: 'The steps above go into the plan for a person to follow; the tool changes nothing here.',
    });
  for (const remedy of suited)
    if (remedy !== shown)
      choices.push({
        name: `Look at another way: ${remedy.title}`,
        value: { kind: 'look', remedy },
        about: remedyWords(remedy),
      });
  if (preview?.changes.some((change) => isDeclarative(change)) === true)
    choices.push({ name: 'Show it as Terraform', value: { kind: 'terraform' } });
  choices.push({ name: 'Skip: leave it as it is', value: { kind: 'skip' }, about: 'It fails in the next scan again.' });
  choices.push({
    name: 'Make an exception',
    value: { kind: 'exception' },
    about: 'Accepted until a day, with an owner and a reason, in remediate.yaml; every report names it.',
  });
  if (scanned.source.kind !== 'file')
    choices.push({
      name: 'Done by hand: read the account again',
      value: { kind: 'hand' },
      about: 'You mended it yourself. The evidence is read again now, and once more at the end.',
    });
  if (all - at > 1)
    choices.push({
      name: `Take what is recommended for this and the ${all - at - 1} that follow`,
      value: { kind: 'rest' },
      about: 'The whole plan is shown before anything is done.',
    });
  if (at > 0) choices.push({ name: 'Back to the one before', value: { kind: 'back' } });
  return choices;
}

/** Reads what a finding's control looks at once more, and tells what it shows now. */
async function readAgain({ host, scanned }: Session, finding: Finding): Promise<void> {
  host.err(`Reading ${scanned.source.label} again for ${finding.control} …\n`);
  const control = { control: [finding.control] };
  const again = await scanSource(host, scanned.source, scanned.baseline, control, () => {});
  const now = again.findings.find(({ fingerprint }) => fingerprint === finding.fingerprint);
  const seen = now?.status !== 'fail';
  const text = seen
    ? `Seen: ${now?.message ?? `nothing fails for ${finding.resource.id} any more`}.`
    : `The evidence does not show it yet: ${now.message}. AWS may serve a report of up to four hours ago; it is read once more at the end.`;
  for (const line of wrap(neutralise(text), host.width)) host.out(`${host.paint(seen ? 'green' : 'yellow', line)}\n`);
}

/** Shows the changes that Terraform can carry out as its configuration. */
async function showTerraform({ host, scanned }: Session, preview: Plan): Promise<void> {
  const { renderStack } = await import('../../../stacks/aws/synthesize.ts');
  const changes = preview.changes.filter((change) => isDeclarative(change));
  const region = scanned.source.aws?.live.region ?? 'us-east-1';
  const { review } = renderStack({ changes, account: preview.account.id, region });
  host.out(`\n${host.paint('bold', 'AS TERRAFORM')}\n`);
  for (const line of review.trimEnd().split('\n'))
    for (const part of hang('  ', neutralise(line), host.width)) host.out(`${part.trimEnd()}\n`);
  host.out('\n');
}
