import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { RemediateError } from '../engine/errors.ts';
import { plainName, revealed, type SecretSink } from '../engine/secrets.ts';

/** Far longer than any store takes, and short enough for one that asks a question which nobody will answer. */
const patience = 60_000;

/** A program with its arguments, each for itself. */
export type Argv = readonly [string, ...string[]];

/**
 * A sink that is the input of a command: it gets the secret as one line of JSON, and its name where an argument holds
 * `{name}`. The command is started as it is given, never through a shell, and out of reach of a Ctrl-C meant for us.
 * It is proved by handing it a text that is no secret under the name `remediate.probe`. What it says is told then
 * alone: afterwards it may repeat what it was given.
 */
export function commandSink(run: Argv, env: NodeJS.ProcessEnv, limit = patience): SecretSink {
  const [program] = run;
  const hand = async (name: string, content: Readonly<Record<string, string>>): Promise<Handed> => {
    const [file, ...args] = run.map((word) => word.replaceAll('{name}', () => name)) as [string, ...string[]];
    return handOver(file, args, `${JSON.stringify(content)}\n`, env, limit);
  };
  return {
    async prove() {
      const { trouble, said } = await hand('remediate.probe', { probe: 'no secret: it shows that one can be stored' });
      if (trouble !== undefined)
        throw new RemediateError('Configuration', `the command for secrets ${program} ${trouble}${said}`, {
          hint: 'no secret was made; run the command by hand with a line of JSON as its input',
        });
    },
    async put(name, content) {
      const plain = plainName(name);
      const { trouble } = await hand(plain, revealed(content));
      if (trouble !== undefined) throw new RemediateError('Provider', `the command ${program} ${trouble}`);
      return `the command ${program}, as ${plain}`;
    },
  };
}

/** How a command took what it was handed: what went wrong, if anything, and what it said about it. */
interface Handed {
  readonly trouble: string | undefined;
  readonly said: string;
}

async function handOver(
  file: string,
  args: readonly string[],
  input: string,
  env: NodeJS.ProcessEnv,
  limit: number,
): Promise<Handed> {
  const child = spawn(file, args, { env, shell: false, detached: true, stdio: ['pipe', 'ignore', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  // A command that does not read to the end says by its code whether that is a failure.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  try {
    const [said, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    const trouble = code === 0 ? undefined : signal === null ? `ended with ${code}` : `was ended by ${signal}`;
    return { trouble, said: said.trim() === '' ? '' : `: ${said.trim().split('\n')[0]?.slice(0, 200)}` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { trouble: `cannot be started (${code ?? String(error)})`, said: '' };
  } finally {
    clearTimeout(timer);
  }
}
