import { resolve } from 'node:path';
import { evaluate } from '../../engine/evaluate.ts';
import { standingsOf } from '../../engine/exceptions.ts';
import type { Finding } from '../../engine/finding.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { count } from '../../report/phrases.ts';
import { hang } from '../../report/text-layout.ts';
import { loadBaseline, usualBaseline } from '../baseline-file.ts';
import { nameOf } from '../run-files.ts';
import { addException } from './baseline-edit.ts';
import type { Session } from './session.ts';

/** How long an exception holds where nobody says otherwise. */
const usualDays = 90;
const dayMs = 86_400_000;

/** Asks who accepts a finding, why and until when, writes that into the baseline, and judges the account by it. */
export async function makeException(session: Session, finding: Finding): Promise<void> {
  const { host, asker, reached, scanned } = session;
  const today = dayOf(host.now());
  const needed = (typed: string) => (typed.trim() === '' ? 'Expected a few words.' : undefined);
  const owner = await asker.text('Who answers for it? A name or a mail address:', { check: needed });
  const reason = await asker.text('Why is it accepted?', { check: needed });
  const expires = await asker.text('Until which day, such as 2027-01-31?', {
    first: dayOf(new Date(host.now().getTime() + usualDays * dayMs)),
    check: (typed) => whyNoDay(typed, today),
  });
  const path = resolve(host.cwd, reached.config ?? usualBaseline);
  const lines = await addException(path, {
    control: finding.control,
    resource: finding.resource.id,
    account: scanned.snapshot.account.id,
    owner: owner.trim(),
    reason: reason.trim(),
    expires,
  });
  session.exceptions += 1;
  const before = failingOf(scanned.findings);
  const baseline = await loadBaseline(host, reached.config);
  const findings = evaluate(scanned.controls, scanned.snapshot, baseline, host.now());
  const exceptions = standingsOf(baseline.exceptions, findings, scanned.snapshot.account.id, host.now());
  session.scanned = { ...scanned, baseline, findings, exceptions };
  host.out(`\nWritten to ${nameOf(host.cwd, path)}, which is otherwise as it was:\n`);
  for (const line of lines)
    for (const part of hang('  + ', neutralise(line), host.width)) host.out(`${host.paint('green', part)}\n`);
  host.out(`It accepts ${count(before - failingOf(findings), 'finding')} until ${expires}.\n`);
}

function failingOf(findings: readonly Finding[]): number {
  return findings.filter(({ status }) => status === 'fail').length;
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}

function whyNoDay(typed: string, today: string): string | undefined {
  const time = new Date(`${typed}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(typed) || Number.isNaN(time.getTime()) || dayOf(time) !== typed)
    return `${typed} is no day: expected year-month-day, such as 2027-01-31.`;
  return typed < today ? `${typed} is past; today is ${today}.` : undefined;
}
