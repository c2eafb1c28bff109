import { type Command, Option } from 'commander';
import { severities } from '../engine/severity.ts';
import { collectList, type Format, formats } from './options.ts';

/** The options that name an account. */
export function withSource(command: Command): Command {
  return command
    .option(
      '--from <source>',
      'aws, sandbox, or a snapshot file (default: aws where credentials are configured, else the sandbox)',
    )
    .option('--profile <name>', 'the AWS profile')
    .option('--region <name>', 'the AWS region')
    .option('--config <file>', 'the baseline (default: remediate.yaml, where there is one)');
}

/** The options of a command that reads an account. */
export function withReading(command: Command): Command {
  return withSource(command).option(
    '--verbose',
    'tell what was read, and the calls that it took beside the fewest possible',
  );
}

/** The options that choose controls. */
export function withSelection(command: Command): Command {
  return command
    .option('--control <ids>', 'only these controls', collectList)
    .option('--area <areas>', 'only controls of these areas', collectList)
    .addOption(new Option('--min-severity <severity>', 'only controls at least this severe').choices([...severities]));
}

/** The options of a command whose result is told in many formats. */
export function withOutput(command: Command, format: Format): Command {
  return command
    .addOption(new Option('--format <format>', 'the format').choices([...formats]).default(format))
    .option('--output <file>', 'the file (default: the result stream)');
}

/** The option that hides whose account it is. */
export function withRedact(command: Command): Command {
  return command.option('--redact', 'hide ids, names, mails and keys behind pseudonyms, to share it');
}

/** The option that names the place for new secrets. */
export function withSecrets(command: Command): Command {
  return command.option(
    '--secrets-to <place>',
    'where new secrets go: file:DIR, secrets-manager:PREFIX or command:["PROGRAM","ARG"] (default: as the baseline says)',
  );
}

/** The option that lays earlier results beside this one. */
export function withEarlier(command: Command): Command {
  return command.option(
    '--earlier <files>',
    'results of earlier scans: tell what opened and closed since',
    collectList,
  );
}

/** The options of a command that writes a record. */
export function withRecord(command: Command): Command {
  return command
    .option('--sign-with <file>', 'sign the record with this private ed25519 key in PEM')
    .option('--break-lock', 'take over a lock whose holder is gone, where that cannot be known')
    .addOption(new Option('--format <format>', 'how its end is told').choices(['text', 'json']).default('text'));
}

/** The options of a command that carries changes out. */
export function withApply(command: Command): Command {
  return withRecord(withSecrets(command))
    .option('--yes', 'do not ask; never covers irreversible steps')
    .option('--allow-irreversible <ids>', 'controls or changes whose irreversible steps are allowed', collectList);
}

/** The examples at the end of a command’s help, each as it is typed. */
export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
