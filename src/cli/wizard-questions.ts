import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import inquirer from 'inquirer';
import type { ViaChoice } from '../engine/assemble.ts';
import type { Finding } from '../engine/finding.ts';
import { neutralise } from '../report/neutral-text.ts';
import { wrap } from '../report/text-layout.ts';
import { findControl } from './catalogue.ts';
import type { Host } from './host.ts';
import type { SourceOptions } from './options.ts';
import type { Scanned } from './scanning.ts';

/** Asks which account is meant. */
export async function askSource(host: Host): Promise<SourceOptions> {
  const profiles = listProfiles(host.env);
  const { source } = await inquirer.prompt([
    {
      type: 'select',
      name: 'source',
      message: 'Which account?',
      choices: [
        ...profiles.map((profile) => ({ name: `AWS, profile ${profile}`, value: { from: 'aws', profile } })),
        { name: 'AWS, credentials of the environment', value: { from: 'aws' } },
        { name: 'The sandbox: a made-up account, no AWS', value: { from: 'sandbox' } },
        { name: 'Evidence in a file', value: { from: 'file' } },
      ],
    },
  ]);
  const chosen = source as SourceOptions;
  if (chosen.from !== 'file') return chosen;
  const { path } = await inquirer.prompt([{ type: 'input', name: 'path', message: 'Which snapshot file?' }]);
  return { from: String(path) };
}

/** Asks which findings to mend, grouped by control; what cannot be undone exactly is never chosen beforehand. */
export async function askFindings(
  failing: readonly Finding[],
  isDestructive: (finding: Finding) => boolean,
): Promise<Finding[]> {
  const groups = byControl(failing);
  const choices = Array.from(groups, ([id, findings]) => [
    new inquirer.Separator(`${findControl(id).title} (${findings[0]?.severity})`),
    ...findings.map((finding) => ({
      name: neutralise(finding.message),
      value: finding.fingerprint,
      checked: !isDestructive(finding),
      short: neutralise(finding.resource.id),
    })),
  ]).flat();
  const { chosen } = await inquirer.prompt([
    {
      type: 'checkbox',
      name: 'chosen',
      message: 'What is to be mended?',
      choices,
      pageSize: 16,
      loop: false,
      theme: { style: { renderSelectedChoices: ({ length }: readonly unknown[]) => `${length} of ${failing.length}` } },
    },
  ]);
  const wanted = new Set(chosen as string[]);
  return failing.filter((finding) => wanted.has(finding.fingerprint));
}

/** Asks whether the recommended remedies will do, or each finding is to be looked at. */
export async function askReview(count: number): Promise<'all' | 'each'> {
  const { review } = await inquirer.prompt([
    {
      type: 'select',
      name: 'review',
      message: 'How are they to be mended?',
      choices: [
        { name: `Look at ${count === 1 ? 'it' : 'each of them'}: why it matters, what would change`, value: 'each' },
        { name: 'Take what is recommended; the whole plan is shown before anything is done', value: 'all' },
      ],
    },
  ]);
  return review as 'all' | 'each';
}

/** For each chosen finding shows why it matters and what would change, and asks for the remedy; `skip` leaves it. */
export async function askRemedies(
  host: Host,
  chosen: readonly Finding[],
  scanned: Scanned,
  preview: (finding: Finding, remedy: string) => Promise<string>,
): Promise<Record<string, string>> {
  const answers: Record<string, string> = {};
  for (const [id, findings] of byControl(chosen)) {
    const control = findControl(id);
    const tell = (text: string) =>
      wrap(text, host.width - 2)
        .map((line) => `  ${line}\n`)
        .join('');
    host.out(`\n${host.paint('bold', control.title)}\n${tell(control.rationale)}${tell(control.risk)}`);
    host.out(host.paint('dim', tell(`When not to fix: ${control.whenNotToFix}`)));
    for (const finding of findings) {
      const suited = control.remedies.filter((remedy) => remedy.suits?.(finding, scanned.snapshot) ?? true);
      const [recommended] = suited;
      host.out(`\n${host.paint('yellow', '•')} ${neutralise(finding.message)}\n`);
      if (recommended !== undefined) host.out(await preview(finding, recommended.id));
      const { remedy } = await inquirer.prompt([
        {
          type: 'select',
          name: 'remedy',
          message: 'How?',
          default: recommended?.id ?? 'skip',
          choices: [
            ...suited.map((remedy, index) => ({
              name: `${remedy.title} (${remedy.via.join(' or ')}, ${remedy.reversibility}${index === 0 ? ', recommended' : ''})`,
              value: remedy.id,
            })),
            { name: 'Leave it', value: 'skip' },
          ],
        },
      ]);
      answers[finding.fingerprint] = String(remedy);
    }
  }
  return answers;
}

/** Asks whether Terraform or the API carries the plan out. */
export async function askVia(): Promise<ViaChoice> {
  const { via } = await inquirer.prompt([
    {
      type: 'select',
      name: 'via',
      message: 'Carried out by?',
      choices: [
        { name: 'What each remedy recommends', value: 'recommended' },
        { name: 'Terraform wherever it serves', value: 'terraform' },
        { name: 'The API', value: 'api' },
      ],
    },
  ]);
  return via as ViaChoice;
}

function byControl(findings: readonly Finding[]): Map<string, Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.control, [...(groups.get(finding.control) ?? []), finding]);
  return groups;
}

/** The names of the profiles in the AWS configuration files. */
function listProfiles(env: NodeJS.ProcessEnv): string[] {
  const folder = join(homedir(), '.aws');
  const files = [
    env['AWS_CONFIG_FILE'] ?? join(folder, 'config'),
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? join(folder, 'credentials'),
  ];
  const names = files
    .filter((file) => existsSync(file))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^\[(?:profile )?([^\]]+)\]/gm)])
    .flatMap((match) => match[1]?.trim() ?? []);
  return [...new Set(names)].filter((name) => !name.startsWith('sso-session')).sort();
}
