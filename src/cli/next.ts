import { shellCommand } from '../report/shell-command.ts';
import type { SelectionOptions, SourceOptions } from './options.ts';

/** A command that leads on, for the same account and controls as the one that ends; `more` stands at its end. */
export function nextCommand(
  words: readonly string[],
  options: SourceOptions & SelectionOptions = {},
  more: readonly string[] = [],
): string {
  const { from, profile, region, config, control, area, minSeverity } = options;
  const given = {
    '--from': from,
    '--profile': profile,
    '--region': region,
    '--config': config,
    '--control': control?.join(','),
    '--area': area?.join(','),
    '--min-severity': minSeverity,
  };
  return shellCommand(['remediate', ...words, ...flags(given), ...more]);
}

/** Options as words of a command line, those that were given. */
export function flags(given: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
}

/** The options that name the account itself, for a command that changes it: evidence in a file cannot be changed. */
export function accountOptions({ from, profile, region, config }: SourceOptions): SourceOptions {
  return {
    ...(from === 'aws' || from === 'sandbox' ? { from } : {}),
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    ...(config === undefined ? {} : { config }),
  };
}

/** Tells the commands that lead on, each with what it is for, on the stream that is not the result's. */
export function hintLines(hints: readonly (readonly [what: string, command: string])[]): string {
  const width = Math.max(...hints.map(([what]) => what.length));
  return hints.map(([what, command]) => `${what.padEnd(width)}  ${command}\n`).join('');
}
