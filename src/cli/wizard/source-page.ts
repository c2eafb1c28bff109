import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RemediateError } from '../../engine/errors.ts';
import { neutralise } from '../../report/neutral-text.ts';
import { count, showAccount, showTime } from '../../report/phrases.ts';
import { hang } from '../../report/text-layout.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { painter } from '../painter.ts';
import type { Source } from '../source.ts';
import type { Asker, Choice } from './asker.ts';
import { type DraftFile, findDrafts } from './draft.ts';

/** Where the wizard begins: on an account, or with a draft that was left. */
export type Beginning = { readonly source: SourceOptions } | { readonly draft: DraftFile };

/** Asks which account is meant, or which draft to go on with. */
export async function askBeginning(host: Host, asker: Asker): Promise<Beginning> {
  const drafts = findDrafts(host).map((draft): Choice<Beginning> => {
    const { account, savedAt, chosen, answers } = draft.draft;
    return {
      name: `Go on with the draft of ${showTime(savedAt)}: ${showAccount(account)}`,
      value: { draft },
      about: `${count(Object.keys(answers).length, 'answer')} given to ${count(chosen.length, 'chosen finding')}. The account is read again first.`,
    };
  });
  const profiles = listProfiles(host.env).map(
    (profile): Choice<Beginning> => ({
      name: `AWS, profile ${profile}`,
      value: { source: { from: 'aws', profile } },
      about: 'Reads the account. Nothing is written to it before you have confirmed a whole plan.',
    }),
  );
  const beginning = await asker.select<Beginning | 'file'>('Which account?', [
    ...drafts,
    ...profiles,
    {
      name: 'AWS, credentials of the environment',
      value: { source: { from: 'aws' } },
      about:
        'What AWS_PROFILE, AWS_ACCESS_KEY_ID or the role of this machine gives. Writes nothing before you confirm.',
    },
    {
      name: 'The sandbox: a made-up account, no AWS',
      value: { source: { from: 'sandbox' } },
      about: 'A small company whose IAM has drifted, in a file of this machine. The place to try everything.',
    },
    {
      name: 'Evidence in a file',
      value: 'file',
      about:
        'What `remediate snapshot export` wrote. It is read only: a plan can be made of it, and applied elsewhere.',
    },
  ]);
  if (beginning !== 'file') return beginning;
  const path = await asker.text('Which snapshot file?', {
    check: (typed) => (existsSync(join(host.cwd, typed)) || existsSync(typed) ? undefined : `${typed} does not exist`),
  });
  return { source: { from: path } };
}

/** Tells whose account this is, who reads it, and what may be written. */
export async function tellAccount(host: Host, source: Source): Promise<void> {
  const paint = painter(host);
  const tell = (name: string, text: string, tone = (line: string) => line) => {
    const [first = '', ...rest] = hang(`${name.padEnd(9)} `, neutralise(text), host.width);
    host.out([paint.strong(first.slice(0, 10)) + tone(first.slice(10)), ...rest.map(tone), ''].join('\n'));
  };
  host.out('\n');
  if (source.kind === 'file') {
    tell('Source', `evidence in the file ${source.label}`);
    tell('Writes', 'none: read only. A plan that you make here is applied where the evidence came from', paint.doubt);
    return;
  }
  const { account, caller } = await (await source.account()).identify();
  tell('Account', showAccount(account), paint.strong);
  tell(
    'Source',
    source.kind === 'sandbox' ? 'the sandbox, a made-up account in a file; AWS is not touched' : source.label,
  );
  tell('Caller', caller);
  tell('Writes', 'none, unless you confirm the whole plan at the end; until then this is read only', paint.good);
  host.out('\n');
}

/** What a wizard needs of a terminal, said where there is none. */
export function noTerminal(): RemediateError {
  return new RemediateError('Usage', 'the wizard asks questions, and there is no terminal to ask them on', {
    hint: 'run it in a terminal, or use `remediate scan`, `remediate plan` and `remediate apply` instead',
  });
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
  return [...new Set(names)].filter((name) => !/^(sso-session|services) /.test(name)).sort();
}
