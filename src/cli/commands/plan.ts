import { relative } from 'node:path';
import type { ViaChoice } from '../../engine/assemble.ts';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { neutralJson } from '../../report/neutral-text.ts';
import { planMarkdown } from '../../report/plan-markdown.ts';
import { planText } from '../../report/plan-text.ts';
import { findControl } from '../catalogue.ts';
import type { Host } from '../host.ts';
import { type ManagedOptions, readManaged } from '../managed-elsewhere.ts';
import { nearest } from '../nearest.ts';
import { accountOptions, hintLines, nextCommand } from '../next.ts';
import type { SelectionOptions, SourceOptions } from '../options.ts';
import { painter } from '../painter.ts';
import { makePlan, writePlan } from '../planning.ts';
import { scanAccount } from '../scanning.ts';

interface PlanOptions extends SourceOptions, SelectionOptions, ManagedOptions {
  readonly via: ViaChoice;
  readonly finding?: readonly string[];
  readonly remedy?: readonly string[];
  readonly output?: string;
  readonly format: 'text' | 'json' | 'markdown';
}

/** `remediate plan`: puts the fix of the failing findings into a folder and shows it. */
export async function runPlan(host: Host, options: PlanOptions): Promise<number> {
  const scanned = await scanAccount(host, options, true);
  const failing = scanned.findings.filter((finding) => finding.status === 'fail');
  const findings = choose(failing, options.finding);
  const plan = await makePlan(host, scanned, {
    findings,
    remedies: parseRemedies(options.remedy, findings),
    via: options.via,
    managed: await readManaged(host, options, scanned.snapshot.account.id),
  });
  const folder = await writePlan(host, plan, scanned, options.output);
  if (options.format === 'json') host.out(`${neutralJson(plan, 2)}\n`);
  else if (options.format === 'markdown')
    host.out(planMarkdown(plan, { location: options.output ?? `plans/${plan.id}` }));
  else host.out(planText(plan, { width: host.width, paint: painter(host) }));
  const path = relative(host.cwd, folder.path) || '.';
  host.err(`\nThe plan is in ${path}. Nothing was changed.\n`);
  if (plan.changes.length > 0)
    host.err(
      hintLines([
        [
          'Review it:',
          plan.changes.some(({ via }) => via === 'terraform') ? `${path}/plan.md, ${path}/stack/` : `${path}/plan.md`,
        ],
        ['What it needs:', nextCommand(['permissions', '--for', path])],
        ['Apply it:', nextCommand(['apply', path], accountOptions(options))],
      ]),
    );
  return exitCode.ok;
}

function choose(failing: readonly Finding[], fingerprints: readonly string[] | undefined): readonly Finding[] {
  if (fingerprints === undefined) return failing;
  for (const wanted of fingerprints) checkFingerprint(failing, wanted);
  return failing.filter((finding) => fingerprints.includes(finding.fingerprint));
}

/** Reads `--remedy`; a remedy that the finding's control does not have is a typing error, not a wish. */
function parseRemedies(choices: readonly string[] = [], chosen: readonly Finding[]): Record<string, string> {
  return Object.fromEntries(
    choices.map((choice) => {
      const [finding, remedy, ...rest] = choice.split('=');
      if (finding === undefined || remedy === undefined || rest.length > 0)
        throw new RemediateError('Usage', `--remedy ${choice} is not FINDING=REMEDY`, {
          hint: 'the remedies of a control are in `remediate controls show ID`',
        });
      checkRemedy(checkFingerprint(chosen, finding), remedy);
      return [finding, remedy];
    }),
  );
}

function checkFingerprint(findings: readonly Finding[], wanted: string): Finding {
  const found = findings.find(({ fingerprint }) => fingerprint === wanted);
  if (found !== undefined) return found;
  throw new RemediateError('Usage', `no failing finding has the fingerprint ${wanted}`, {
    hint: 'fingerprints are in the result of `remediate scan --format json`',
  });
}

function checkRemedy({ control }: Finding, wanted: string): void {
  const known = findControl(control).remedies.map(({ id }) => id);
  if (known.includes(wanted)) return;
  const near = nearest(wanted, known);
  throw new RemediateError('Usage', `the control ${control} has no remedy ${wanted}`, {
    hint: near === undefined ? `its remedies: ${known.join(', ') || 'none'}` : `did you mean ${near}?`,
  });
}
