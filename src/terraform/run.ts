import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { RemediateError } from '../engine/errors.ts';
import { readErrors } from './read-errors.ts';

/** The file beside a stack that takes all that Terraform says. */
export const logFile = 'terraform.log';

/**
 * Settings of a person's own that would have Terraform ask, keep its state elsewhere, go without its lock, or write
 * what it sends into a log.
 */
const personal = /^TF_(?:CLI_ARGS(?:_.*)?|INPUT|WORKSPACE|DATA_DIR|LOG(?:_.*)?|VAR_.*)$/;

const minute = 60_000;
/** How long a command may take before it is asked to stop, and then how long before it is ended. */
const patience = { command: 60 * minute, stopping: 5 * minute } as const;

/** Terraform, or OpenTofu, at work in the folder of one stack. */
export interface Terraform {
  /** Fetches the provider and opens the state. */
  init(): Promise<void>;
  /** Saves a plan into a file of the folder; returns it as text. */
  plan(file: string): Promise<string>;
  /** A saved plan as Terraform's JSON. */
  show(file: string): Promise<unknown>;
  /** Carries out a saved plan. */
  apply(file: string): Promise<void>;
  /** The state as Terraform's JSON, or undefined where there is none yet. */
  state(): Promise<unknown>;
  /** Forgets resources without touching them. */
  forget(addresses: readonly string[]): Promise<void>;
}

/** Opens Terraform in a folder: the first of terraform and tofu that PATH holds. */
export async function openTerraform(directory: string, env: NodeJS.ProcessEnv = process.env): Promise<Terraform> {
  const { name, path } = await findTerraform(env);
  const run = (command: string[], quiet = false) => execute({ name, path, directory, env, quiet }, command);
  const common = ['-input=false', '-no-color'];
  // One that was left behind by a killed run may still be saving its state.
  const locked = [...common, '-lock=true', '-lock-timeout=1m'];
  return {
    init: async () => void (await run(['init', ...common])),
    plan: (file) => run(['plan', ...locked, `-out=${file}`]),
    show: async (file) => JSON.parse(await run(['show', '-json', file], true)) as unknown,
    apply: async (file) => void (await run(['apply', ...locked, file])),
    state: async () => {
      const text = await run(['state', 'pull'], true);
      return text.trim() === '' ? undefined : (JSON.parse(text) as unknown);
    },
    forget: async (addresses) => void (await run(['state', 'rm', '-lock=true', '-lock-timeout=1m', ...addresses])),
  };
}

/** Where terraform, or else tofu, lies on PATH. */
export async function findTerraform(env: NodeJS.ProcessEnv): Promise<{ name: string; path: string }> {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  for (const name of ['terraform', 'tofu'])
    for (const folder of folders) {
      const path = join(folder, `${name}${suffix}`);
      if (await isProgram(path)) return { name, path };
    }
  throw new RemediateError('Terraform', 'neither terraform nor tofu is on PATH', {
    hint: 'install Terraform 1.5 or OpenTofu 1.6 or later, or make the plan with --via api',
  });
}

async function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

interface Command {
  readonly name: string;
  readonly path: string;
  readonly directory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Keeps the output, which is data for us, out of the log. */
  readonly quiet: boolean;
}

async function execute({ name, path, directory, env, quiet }: Command, args: readonly string[]): Promise<string> {
  const hide = secretHider(env);
  const log = createWriteStream(join(directory, logFile), { flags: 'a', mode: 0o600 });
  log.write(`\n$ ${name} ${args.join(' ')}\n`);
  const own = Object.fromEntries(Object.entries(env).filter(([variable]) => !personal.test(variable)));
  const child = spawn(path, args, {
    cwd: directory,
    env: { ...own, TF_IN_AUTOMATION: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the terminal's Ctrl-C would reach Terraform besides ours, and the second one makes it
    // exit without saving its state.
    detached: process.platform !== 'win32',
  });
  const output: string[] = [];
  const errors: string[] = [];
  const read = (stream: NodeJS.ReadableStream, into: string[], silent: boolean) =>
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', (line) => {
      into.push(line);
      if (!silent) log.write(`${hide(line)}\n`);
    });
  read(child.stdout, output, quiet);
  read(child.stderr, errors, false);

  let stopped: string | undefined;
  const timers: NodeJS.Timeout[] = [];
  const stop = (why: string) => {
    if (stopped !== undefined) return;
    stopped = why;
    child.kill('SIGINT');
    timers.push(setTimeout(() => child.kill('SIGKILL'), patience.stopping));
  };
  const interrupt = () => stop('was interrupted');
  process.once('exit', interrupt);
  timers.push(setTimeout(() => stop(`took longer than ${patience.command / minute} minutes`), patience.command));
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject).once('close', resolve);
    });
    if (stopped === undefined && code === 0) return output.join('\n');
    throw failure(`${name} ${args[0]}`, stopped, hide(errors.join('\n')), join(directory, logFile));
  } finally {
    for (const timer of timers) clearTimeout(timer);
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt).off('exit', interrupt);
    await new Promise<void>((resolve) => log.end(resolve));
  }
}

function failure(command: string, stopped: string | undefined, stderr: string, log: string): RemediateError {
  const [first, ...others] = readErrors(stderr);
  if (first?.startsWith('Saved plan is stale'))
    return new RemediateError(
      'StalePlan',
      `${command}: the saved plan is stale: the state has moved since it was made`,
      {
        hint: 'nothing was changed; make the plan again',
      },
    );
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  const what = stopped ?? `failed: ${first ?? 'it gave no reason'}${more}`;
  return new RemediateError('Terraform', `${command} ${what}`, { hint: `all that it said is in ${log}` });
}

/** Takes the secrets of the environment out of a text, should Terraform's own log print them. */
function secretHider(env: NodeJS.ProcessEnv): (text: string) => string {
  const secrets = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && value.length >= 8 && /SECRET|TOKEN|PASSWORD/i.test(name) ? [value] : [],
  );
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text);
}
