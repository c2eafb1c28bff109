import type { Command } from 'commander';
import { buildProgram } from '../../src/cli/program.ts';
import { hostIn } from './host.ts';

/** A command line as the program understood it. */
export interface Understood {
  /** The command's words, such as `snapshot export`. */
  readonly command: string;
  readonly args: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Every command of the program, itself first. */
export function allCommands(program: Command): Command[] {
  return [program, ...program.commands.flatMap(allCommands)];
}

/** A command's words after the name of the program. */
export function nameOf(command: Command): string {
  return command.parent === null ? '' : `${nameOf(command.parent)} ${command.name()}`.trim();
}

/** What the program makes of a line for a shell, without doing it; throws where it would refuse the line. */
export async function understand(line: string): Promise<Understood> {
  let told = '';
  const program = buildProgram({
    ...hostIn('.'),
    err: (text) => {
      told += text;
    },
  });
  const understood: Understood[] = [];
  for (const command of allCommands(program))
    if (command.commands.length === 0)
      command.exitOverride().action(() => {
        understood.push({ command: nameOf(command), args: command.args, options: command.opts() });
      });
  const [name, ...words] = wordsOf(line);
  if (name !== 'remediate') throw new Error(`${line} does not call remediate`);
  await program.parseAsync(words, { from: 'user' }).catch((cause: unknown) => {
    throw new Error(`${line}: ${told || String(cause)}`, { cause });
  });
  const [only] = understood;
  if (only === undefined) throw new Error(`${line}: no command was called`);
  return only;
}

/** The words of a line as a shell splits it, up to a comment, a pipe or a redirection. */
export function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    if (/^(?:#|\||>|&&|;)/.test(word)) break;
    words.push(word.replace(/'([^']*)'|"([^"]*)"/g, (_, single?: string, double?: string) => single ?? double ?? ''));
  }
  return words;
}
