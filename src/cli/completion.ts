import type { Argument, Command, Option } from 'commander';

/** What may be given at a place of the command line. */
export interface Answers {
  /** How it is completed: one of the words, a list of them set apart by commas, a path, or by the person alone. */
  readonly manner: 'one' | 'list' | 'file' | 'files' | 'folder' | 'text';
  readonly words: readonly string[];
  /** A command for `sh` that prints words which only the moment knows. */
  readonly asks?: string;
}

/** A command as a shell completes it. */
export interface Place {
  /** The command's words after the name of the program, such as `snapshot export`. */
  readonly at: string;
  readonly commands: readonly Named[];
  readonly options: readonly Named[];
  /** What follows each of its options that takes a value. */
  readonly values: ReadonlyMap<string, Answers>;
  /** What its arguments are; undefined where it takes none. */
  readonly argument: Answers | undefined;
}

/** A word and what it is for. */
export interface Named {
  readonly name: string;
  readonly what: string;
}

/** The names that the catalogue gives. */
export interface Catalogue {
  readonly controls: readonly string[];
  readonly areas: readonly string[];
}

/** Every command of a program, itself first. */
export function placesOf(program: Command, catalogue: Catalogue, above: readonly string[] = []): Place[] {
  const help = { name: '--help', what: 'the options and examples' };
  const answers = answersOf(catalogue);
  const argument = program.registeredArguments[0];
  const place: Place = {
    at: above.join(' '),
    commands: program.commands.map((command) => ({ name: command.name(), what: command.description() })),
    options: [
      ...program.options.map((option) => ({ name: option.long ?? option.flags, what: option.description })),
      help,
    ],
    values: new Map(
      program.options
        .filter((option) => option.required || option.optional)
        .map((option) => [option.long ?? option.flags, answers(option)]),
    ),
    // What stands in for a command is typed as one.
    argument: argument === undefined || argument.name() === 'command' ? undefined : answers(argument),
  };
  return [place, ...program.commands.flatMap((command) => placesOf(command, catalogue, [...above, command.name()]))];
}

const plans = "find plans -mindepth 2 -maxdepth 2 -name plan.json 2>/dev/null | sed 's|/plan.json$||'";
const runs = "find plans -mindepth 3 -maxdepth 3 -path '*/runs/*.jsonl' 2>/dev/null";
const profiles = `cat "\${AWS_CONFIG_FILE:-$HOME/.aws/config}" "\${AWS_SHARED_CREDENTIALS_FILE:-$HOME/.aws/credentials}" 2>/dev/null | sed -n 's/^\\[\\(profile \\)*\\([^]]*\\)\\].*/\\2/p' | sort -u`;

/** What an option or an argument takes, told by its choices, else by its name, else by the name of its value. */
function answersOf({ controls, areas }: Catalogue): (of: Option | Argument) => Answers {
  const file: Answers = { manner: 'file', words: [] };
  const byName: Readonly<Record<string, Answers>> = {
    '--control': { manner: 'list', words: controls },
    '--allow-irreversible': { manner: 'list', words: controls },
    '--profile': { manner: 'one', words: [], asks: profiles },
    areas: { manner: 'list', words: areas },
    dir: { manner: 'folder', words: [] },
    file,
    files: { manner: 'files', words: [] },
    id: { manner: 'one', words: controls },
    new: file,
    old: file,
    paths: file,
    plan: { manner: 'file', words: [], asks: plans },
    'plan-or-run': { manner: 'file', words: [], asks: `${plans}; ${runs}` },
    run: { manner: 'file', words: [], asks: runs },
    source: { manner: 'file', words: ['aws', 'sandbox'] },
  };
  return (of) => {
    if (of.argChoices !== undefined) return { manner: 'one', words: of.argChoices };
    const [name, value] =
      'flags' in of ? [of.long ?? of.flags, /<([\w-]+)/.exec(of.flags)?.[1] ?? ''] : ['', of.name()];
    return byName[name] ?? byName[value] ?? { manner: 'text', words: [] };
  };
}
