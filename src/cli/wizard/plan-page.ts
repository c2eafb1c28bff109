import { rmSync } from 'node:fs';
import type { ViaChoice } from '../../engine/assemble.ts';
import type { Finding } from '../../engine/finding.ts';
import type { Plan } from '../../engine/plan.ts';
import { count } from '../../report/phrases.ts';
import { planText } from '../../report/plan-text.ts';
import { recapText } from '../../report/wizard-recap.ts';
import { findControl } from '../catalogue.ts';
import { accountOptions, nextCommand } from '../next.ts';
import { painter } from '../painter.ts';
import type { PlanFolder } from '../plan-folder.ts';
import { makePlan, writePlan } from '../planning.ts';
import { nameOf } from '../run-files.ts';
import type { Choice } from './asker.ts';
import { answerTo, type Session, stillFailing } from './session.ts';

/** What is decided of a plan; `allowed` are the steps that cannot be undone and are to be done all the same. */
export type Decision =
  | { readonly kind: 'apply'; readonly allowed: ReadonlySet<string> }
  | { readonly kind: 'later' }
  | { readonly kind: 'change' };

/** Makes the plan of all answers and writes it: from here on it can be applied later as well. */
export async function planAnswers(session: Session, chosen: readonly Finding[]): Promise<PlanFolder | undefined> {
  const { host, scanned } = session;
  const findings = stillFailing(session, chosen).filter((finding) => {
    const given = answerTo(session, finding);
    return given === undefined || given.do === 'mend';
  });
  if (findings.length === 0) return undefined;
  const remedies = Object.fromEntries(
    findings.flatMap((finding) => {
      const given = answerTo(session, finding);
      return given?.do === 'mend' ? [[finding.fingerprint, given.remedy] as const] : [];
    }),
  );
  const plan = await makePlan(host, scanned, { findings, remedies, via: await askVia(session, findings) });
  return writePlan(host, plan, scanned);
}

/** Shows the whole plan and asks what becomes of it; nothing is done unless a person says so. */
export async function decide(session: Session, folder: PlanFolder, chosen: readonly Finding[]): Promise<Decision> {
  const { host, asker } = session;
  const { plan } = folder;
  const look = { width: host.width, paint: painter(host) };
  host.out(`\n${planText(plan, look)}`);
  host.out(recapText(plan, asideOf(session, chosen), look));
  host.out(`\nThe plan is in ${nameOf(host.cwd, folder.path)}.\n`);
  const lasting = plan.changes.filter(({ reversibility }) => reversibility === 'irreversible').map(({ id }) => id);
  const wish = await asker.select('What is to be done with it?', wishes(session, folder, lasting.length));
  if (wish === 'change') rmSync(folder.path, { recursive: true });
  if (wish === 'later' || wish === 'change') return { kind: wish };
  if (wish === 'apply') return { kind: 'apply', allowed: new Set() };
  const { id } = plan.account;
  await asker.text(`Type the account id ${id} to allow what cannot be undone:`, {
    check: (typed) => (typed.trim() === id ? undefined : `The account id is ${id}; type it, or leave with Ctrl-C.`),
  });
  return { kind: 'apply', allowed: new Set(lasting) };
}

/** The command that applies a plan later. */
export function applyCommand({ host, reached }: Session, folder: PlanFolder): string {
  return nextCommand(['apply', nameOf(host.cwd, folder.path)], accountOptions(reached));
}

type Wish = 'later' | 'apply' | 'all' | 'change';

function wishes(session: Session, folder: PlanFolder, lasting: number): Choice<Wish>[] {
  const { changes, account } = folder.plan;
  const refused = folder.plan.guards.some(({ verdict }) => verdict === 'refused');
  const fixed = session.scanned.source.kind === 'file';
  const choices: Choice<Wish>[] = [
    {
      name: 'Nothing now: keep the plan',
      value: 'later',
      about:
        refused || fixed ? 'The plan stays in its folder.' : `Apply it later with \`${applyCommand(session, folder)}\``,
    },
  ];
  const size = (number: number) => count(number, 'change');
  if (!refused && !fixed && changes.length > lasting)
    choices.push({
      name: `Apply ${size(changes.length - lasting)} to account ${account.id}${lasting > 0 ? ', all that can be undone' : ''}`,
      value: 'apply',
      about: `Each step is on record before it is done.${lasting > 0 ? ' What cannot be undone waits.' : ''}`,
    });
  if (!refused && !fixed && lasting > 0)
    choices.push({
      name: `Apply ${size(changes.length)}, also the ${lasting} that cannot be undone`,
      value: 'all',
      about: 'You will be asked to type the id of the account.',
    });
  choices.push({
    name: 'Change my answers',
    value: 'change',
    about: 'Back to the findings; this plan is thrown away.',
  });
  return choices;
}

async function askVia({ asker, scanned, draft }: Session, findings: readonly Finding[]): Promise<ViaChoice> {
  if (scanned.source.kind === 'sandbox') return 'api';
  const served = findings.some((finding) => {
    const given = draft.draft.answers[finding.fingerprint];
    const { remedies } = findControl(finding.control);
    const remedy = given?.do === 'mend' ? remedies.find(({ id }) => id === given.remedy) : remedies[0];
    return remedy?.via.includes('terraform') === true;
  });
  if (!served) return 'api';
  return asker.select<ViaChoice>(
    'Carried out by what?',
    [
      { name: 'What each remedy recommends', value: 'recommended' },
      {
        name: 'Terraform, wherever it serves',
        value: 'terraform',
        about: 'As one plan that you can review, and the rest by the API.',
      },
      { name: 'The API alone', value: 'api', about: 'One step after the other; each is undone from the record.' },
    ],
    'recommended',
  );
}

/** What of the chosen findings is in no plan, and why. */
function asideOf(session: Session, chosen: readonly Finding[]): string[] {
  const failing = stillFailing(session, chosen);
  const having = (wanted: string) => failing.filter((finding) => answerTo(session, finding)?.do === wanted).length;
  const [skipped, done, accepted] = [having('skip'), having('done-by-hand'), chosen.length - failing.length];
  return [
    ...(skipped > 0 ? [`${count(skipped, 'finding')} skipped`] : []),
    ...(done > 0 ? [`${count(done, 'finding')} done by hand`] : []),
    ...(accepted > 0 ? [`${count(accepted, 'finding')} accepted by an exception`] : []),
  ];
}

/** Whether a plan asks anything of anybody. */
export function isEmpty(plan: Plan): boolean {
  return (
    plan.changes.length === 0 && plan.parts.every(({ guide }) => guide === undefined) && plan.elsewhere.length === 0
  );
}
