import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { neutralise, neutralJson } from '../../report/neutral-text.ts';
import { showAccount } from '../../report/phrases.ts';
import { pad, wrap } from '../../report/text-layout.ts';
import { loadBaseline } from '../baseline-file.ts';
import { type Host, stateFolder } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import { nameOf } from '../run-files.ts';

/** One thing that was looked at: whether it is as it should be, what was found, and what to do about it. */
interface Check {
  readonly name: string;
  /** `note` is something that is missed only for a part of the work. */
  readonly verdict: 'ok' | 'note' | 'wrong';
  readonly found: string;
  readonly todo?: string;
}

interface DoctorOptions extends SourceOptions {
  readonly format: 'text' | 'json';
}

/** `remediate doctor`: what is missing on this machine or in the account; writes nothing and asks AWS only who the caller is. */
export async function runDoctor(host: Host, options: DoctorOptions): Promise<number> {
  const checks = [
    checkNode(process.versions.node),
    await checkTerraform(host),
    ...(await checkAccount(host, options)),
    await checkBaseline(host, options),
    checkFolder(host, 'plans', join(host.cwd, 'plans'), 'plans are written to another folder with --output'),
    checkFolder(host, 'own files', stateFolder(host.env), 'name another folder in XDG_STATE_HOME'),
  ];
  if (options.format === 'json') host.out(`${neutralJson(checks, 2)}\n`);
  else for (const check of checks) host.out(linesOf(host, check));
  const wrong = checks.some(({ verdict }) => verdict === 'wrong');
  if (!wrong) host.err('\nAll that is needed is there. Next:  remediate scan\n');
  return wrong ? exitCode.usage : exitCode.ok;
}

const tones = { ok: 'green', note: 'yellow', wrong: 'red' } as const;

/** A check in lines that fit the terminal. */
function linesOf(host: Host, { name, verdict, found, todo }: Check): string {
  const start = `${pad(verdict, 5)}  ${pad(name, 11)}  `;
  const room = Math.max(20, host.width - start.length);
  const [first = '', ...rest] = wrap(neutralise(found), room);
  const more = [...rest, ...(todo === undefined ? [] : wrap(`→ ${neutralise(todo)}`, room))];
  const head = `${host.paint(tones[verdict], pad(verdict, 5))}  ${pad(name, 11)}  ${first}`;
  return [head, ...more.map((line) => ' '.repeat(start.length) + line)].map((line) => `${line}\n`).join('');
}

/** The first Node that the program runs on. */
const oldest = [20, 17] as const;

function checkNode(version: string): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const good = major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
  return good
    ? { name: 'node', verdict: 'ok', found: version }
    : { name: 'node', verdict: 'wrong', found: version, todo: `install Node ${oldest.join('.')} or later` };
}

async function checkTerraform({ env }: Host): Promise<Check> {
  const { findTerraform } = await import('../../terraform/run.ts');
  try {
    const { path } = await findTerraform(env);
    return { name: 'terraform', verdict: 'ok', found: path };
  } catch (error) {
    if (!(error instanceof RemediateError)) throw error;
    return {
      name: 'terraform',
      verdict: 'note',
      found: `${error.message}; plans go by the API`,
      todo: error.hint ?? '',
    };
  }
}

/** Where the credentials come from, through which endpoint they are used, and whose they are. */
async function checkAccount(host: Host, { from, profile, region }: SourceOptions): Promise<Check[]> {
  const without = 'sign in (`aws sso login`, `aws configure`) or name a --profile; the sandbox needs none';
  if (from !== undefined && from !== 'aws')
    return [{ name: 'account', verdict: 'ok', found: `${from}, which needs no AWS` }];
  const checks: Check[] = [];
  try {
    const { findCredentials } = await import('../../providers/aws/live-credentials.ts');
    const found = findCredentials(profile === undefined ? {} : { profile }, host.env);
    if (found === undefined && from === undefined)
      return [{ name: 'credentials', verdict: 'note', found: 'none: commands use the sandbox account', todo: without }];
    checks.push({
      name: 'credentials',
      verdict: 'ok',
      found: found?.description ?? 'those of this machine, if it has a role',
    });
    const { openLive } = await import('../../providers/aws/live.ts');
    const live = openLive({
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { region }),
    });
    const endpoint = host.env['AWS_ENDPOINT_URL'];
    const where = endpoint === undefined || endpoint === '' ? 'AWS' : `${endpoint} (AWS_ENDPOINT_URL)`;
    checks.push({ name: 'endpoint', verdict: 'ok', found: `${where}, region ${live.region}` });
    const { liveAccount } = await import('../../providers/aws/account.ts');
    const { account, caller } = await (await liveAccount(live)).identify();
    checks.push({ name: 'account', verdict: 'ok', found: `${showAccount(account)}, as ${caller}` });
  } catch (error) {
    if (!(error instanceof RemediateError)) throw error;
    checks.push({
      name: checks.length === 0 ? 'credentials' : 'account',
      verdict: 'wrong',
      found: error.message,
      todo: error.hint ?? without,
    });
  }
  return checks;
}

async function checkBaseline(host: Host, { config }: SourceOptions): Promise<Check> {
  const path = config ?? 'remediate.yaml';
  try {
    await loadBaseline(host, config);
  } catch (error) {
    if (!(error instanceof RemediateError)) throw error;
    return { name: 'baseline', verdict: 'wrong', found: error.message, todo: error.hint ?? 'mend the file' };
  }
  return existsSync(resolve(host.cwd, path))
    ? { name: 'baseline', verdict: 'ok', found: path }
    : {
        name: 'baseline',
        verdict: 'note',
        found: `no ${path}: every control at its default`,
        todo: 'write a first one with `remediate init`',
      };
}

/** Whether a folder, or the nearest one above it that is there, can be written to. */
function checkFolder(host: Host, name: string, path: string, todo: string): Check {
  let there = path;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  try {
    accessSync(there, constants.W_OK);
    return { name, verdict: 'ok', found: `${nameOf(host.cwd, path)} can be written` };
  } catch {
    return { name, verdict: 'wrong', found: `${there} cannot be written`, todo: `make it writable; ${todo}` };
  }
}
