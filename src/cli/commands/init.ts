import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { shellCommand } from '../../report/shell-command.ts';
import { usualBaseline } from '../baseline-file.ts';
import type { Candidates } from '../candidates.ts';
import { baselineText, firstDecisions } from '../first-baseline.ts';
import type { Host } from '../host.ts';
import { openSource } from '../source.ts';

interface InitOptions {
  readonly from?: string;
  readonly profile?: string;
  readonly region?: string;
  readonly yes?: boolean;
  readonly output: string;
}

/** `remediate init`: writes a first baseline by questions; an account is looked at only where one is named. */
export async function runInit(host: Host, options: InitOptions): Promise<number> {
  const path = resolve(host.cwd, options.output);
  if (existsSync(path)) throw alreadyThere(path);
  if (!host.interactive && options.yes !== true)
    throw new RemediateError('Declined', 'there is no terminal to ask on', {
      hint: 'accept the answer of every question with --yes',
    });
  const shown = await lookAt(host, options);
  const first = firstDecisions(shown);
  const decisions =
    options.yes === true ? first : await (await import('../init-questions.ts')).askDecisions(first, shown);
  writeNew(path, await baselineText(decisions));
  const where = options.output === usualBaseline ? [] : ['--config', options.output];
  host.err(`Written to ${options.output}. Judge by it with:  ${shellCommand(['remediate', 'scan', ...where])}\n`);
  return exitCode.ok;
}

async function lookAt(host: Host, options: InitOptions): Promise<Candidates | undefined> {
  if (options.from === undefined && options.profile === undefined) return undefined;
  const source = await openSource(host, options);
  host.err(`Reading ${source.label} …\n`);
  const wanted = { collections: ['authorization-details', 'organization'], scope: {} } as const;
  const snapshot = await source.snapshot(wanted, () => {});
  const { candidatesOf } = await import('../candidates.ts');
  const details = snapshot.collections['authorization-details'];
  if (details.status !== 'read') host.err(`Nothing is proposed from the account: ${neutralise(details.reason)}\n`);
  return candidatesOf(snapshot);
}

function writeNew(path: string, text: string): void {
  try {
    writeFileSync(path, text, { flag: 'wx' });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw alreadyThere(path);
    throw new RemediateError('BadInput', `${path} cannot be written (${code})`, {
      cause,
      hint: 'choose another --output',
    });
  }
}

function alreadyThere(path: string): RemediateError {
  return new RemediateError('Usage', `${path} exists already and is left as it is`, {
    hint: 'edit it, or choose another --output',
  });
}
