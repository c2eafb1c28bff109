import { Command, Option } from 'commander';
import { RemediateError } from '../engine/errors.ts';
import { severities } from '../engine/severity.ts';
import type { Host } from './host.ts';
import { nearest } from './nearest.ts';
import { collectAddresses, collectList, type Format, formats, importable } from './options.ts';
import { version } from './version.ts';

const reading = 'Reading the account …\n';

/** The command line. Each command's module is loaded only when the command is run. */
export function buildProgram(host: Host): Command {
  const program = new Command('remediate')
    .description('Find IAM drift, see the exact fix, apply it after confirmation, and undo it from its record.')
    .version(version)
    .showHelpAfterError('(add --help for the options and examples)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: host.out, writeErr: host.err });

  withSelection(withReading(program.command('wizard', { isDefault: true, hidden: true })))
    .description('the wizard; without a terminal the same as scan')
    .argument('[command...]')
    .action(async ([unknown]: string[], options) => {
      if (unknown !== undefined) throw noCommand(program, unknown);
      await end((await import('./commands/wizard.ts')).runWizard(host, options));
    });

  withOutput(withSelection(withReading(program.command('scan'))), 'table')
    .description('judge the account; never writes to it')
    .addHelpText(
      'after',
      examples(
        'remediate scan --profile audit',
        'remediate scan --from snapshot.json --format html --output report.html',
        'remediate scan --control user-mfa,password-policy --format json',
      ),
    )
    .action(async (options) => {
      // Said before anything else is loaded, so that a person sees at once that it runs.
      host.err(reading);
      await end((await import('./commands/scan.ts')).runScan(host, options));
    });

  withSelection(withReading(program.command('plan')))
    .description('put the fix of failing findings into a plan folder; changes nothing')
    .addOption(
      new Option('--via <way>', 'how to carry it out')
        .choices(['recommended', 'terraform', 'api'])
        .default('recommended'),
    )
    .option('--finding <fingerprints>', 'only these findings', collectList)
    .option('--remedy <choices>', 'another remedy than the recommended one, as FINDING=REMEDY', collectList)
    .option(
      '--state <paths>',
      'states of your Terraform, or folders of them: what they manage is changed there',
      collectList,
    )
    .option(
      '--allow-managed <addresses>',
      'change these here all the same, though a state manages them',
      collectAddresses,
    )
    .option('--output <dir>', 'the plan’s folder (default: plans/<id>)')
    .addOption(
      new Option('--format <format>', 'how the plan is told').choices(['text', 'json', 'markdown']).default('text'),
    )
    .addHelpText(
      'after',
      examples(
        'remediate plan --profile admin',
        'remediate plan --area users --via terraform',
        'remediate plan --control access-key-rotation --output plans/rotate',
        'remediate plan --state infra/terraform.tfstate',
      ),
    )
    .action(async (options) => {
      host.err(reading);
      await end((await import('./commands/plan.ts')).runPlan(host, options));
    });

  program
    .command('init')
    .description('write a first remediate.yaml by questions')
    .option('--from <source>', 'choose from what is there: aws, sandbox, or a snapshot file')
    .option('--profile <name>', 'choose from what is there, by the AWS profile')
    .option('--region <name>', 'the AWS region')
    .option('--yes', 'do not ask: accept the answer of every question')
    .option('--output <file>', 'the file', 'remediate.yaml')
    .addHelpText('after', examples('remediate init', 'remediate init --profile audit', 'remediate init --yes'))
    .action(async (options) => end((await import('./commands/init.ts')).runInit(host, options)));

  program
    .command('show')
    .description('a plan, or a run’s record, for reading')
    .argument('<plan-or-run>', 'a plan folder, a plan.json or a record')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json', 'markdown']).default('text'))
    .addHelpText(
      'after',
      examples('remediate show plans/2026-11-22-4f1c2a', 'remediate show plans/2026-11-22-4f1c2a/runs/1.jsonl'),
    )
    .action(async (path, options) => end((await import('./commands/show.ts')).runShow(host, path, options)));

  withApply(withSource(program.command('apply')))
    .description('carry out a plan after confirmation, with a record to undo it from')
    .argument('<plan>', 'a plan folder or a plan.json')
    .option('--approve <digest>', 'confirm the plan with this digest instead of by asking')
    .addHelpText(
      'after',
      examples(
        'remediate apply plans/2026-11-22-4f1c2a',
        'remediate apply plans/2026-11-22-4f1c2a --yes',
        'remediate apply plans/2026-11-22-4f1c2a --allow-irreversible access-key-rotation',
      ),
    )
    .action(async (path, options) => end((await import('./commands/apply.ts')).runApply(host, path, options)));

  withApply(withSource(program.command('resume')))
    .description('go on with a run: what was left, and what has become due')
    .argument('<run>', 'a record, plans/<id>/runs/<run>.jsonl')
    .addHelpText('after', examples('remediate resume plans/2026-11-22-4f1c2a/runs/1.jsonl'))
    .action(async (path, options) => end((await import('./commands/apply.ts')).runResume(host, path, options)));

  withSource(program.command('rollback'))
    .description('undo a run from its record, newest change first')
    .argument('<run>', 'a record, plans/<id>/runs/<run>.jsonl')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('remediate rollback plans/2026-11-22-4f1c2a/runs/1.jsonl'))
    .action(async (path, options) => end((await import('./commands/rollback.ts')).runRollback(host, path, options)));

  withSource(program.command('verify'))
    .description('prove a record’s chain and compare the account with what it says')
    .argument('<run>', 'a record, plans/<id>/runs/<run>.jsonl')
    .addHelpText('after', examples('remediate verify plans/2026-11-22-4f1c2a/runs/1.jsonl'))
    .action(async (path, options) => end((await import('./commands/verify.ts')).runVerify(host, path, options)));

  program
    .command('status')
    .description('the runs under plans/ and what waits until when')
    .addOption(new Option('--format <format>', 'how it is told').choices(['table', 'json']).default('table'))
    .addHelpText('after', examples('remediate status'))
    .action(async (options) => end((await import('./commands/status.ts')).runStatus(host, options)));

  const snapshot = program.command('snapshot').description('evidence to a file, and what changed in it');
  withReading(snapshot.command('export'))
    .description('collect the account’s evidence into a file; holds no secrets')
    .option('--output <file>', 'the file (default: the result stream)')
    .addHelpText('after', examples('remediate snapshot export --profile audit --output snapshot.json'))
    .action(async (options) => {
      host.err(reading);
      await end((await import('./commands/snapshot.ts')).runExport(host, options));
    });
  const imports = snapshot
    .command('import')
    .description('make a snapshot of what the AWS CLI printed; what is not given stays unknown')
    .option('--account <id>', 'the account, for evidence that does not tell it')
    .option('--region <name>', 'the region, for evidence that does not tell it')
    .option('--output <file>', 'the file (default: the result stream)')
    .addHelpText(
      'after',
      examples(
        'remediate snapshot import --authorization-details details.json --credential-report report.csv --output snapshot.json',
      ),
    )
    .action(async (options) => end((await import('./commands/snapshot.ts')).runImport(host, options)));
  for (const [collection, printed] of Object.entries(importable)) imports.option(`--${collection} <files...>`, printed);
  snapshot
    .command('diff')
    .description('what changed between two snapshots of an account, in words')
    .argument('<old>', 'the earlier snapshot')
    .argument('<new>', 'the later snapshot')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json', 'markdown']).default('text'))
    .addHelpText('after', examples('remediate snapshot diff monday.json friday.json'))
    .action(async (old, now, options) =>
      end((await import('./commands/snapshot-diff.ts')).runDiff(host, old, now, options)),
    );

  withOutput(program.command('report'), 'html')
    .description('a scan’s result in another format')
    .argument('<file>', 'what scan --format json wrote')
    .addHelpText('after', examples('remediate report scan.json --format html --output report.html'))
    .action(async (path, options) => end((await import('./commands/report.ts')).runReport(host, path, options)));

  const controls = program.command('controls').description('the catalogue');
  controls
    .command('list')
    .description('every control')
    .addOption(new Option('--format <format>', 'how it is told').choices(['table', 'json']).default('table'))
    .addHelpText('after', examples('remediate controls list', 'remediate controls list --format json'))
    .action(async (options) => end((await import('./commands/controls.ts')).runList(host, options)));
  controls
    .command('show')
    .description('one control: why, when not to fix, parameters, remedies')
    .argument('<id>')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples('remediate controls show access-key-rotation'))
    .action(async (id, options) => end((await import('./commands/controls.ts')).runShowControl(host, id, options)));

  withSelection(program.command('permissions'))
    .description('the least IAM policy to scan and plan with, or to carry a plan out and undo it')
    .option('--for <plan>', 'a plan folder or a plan.json')
    .option('--config <file>', 'the baseline (default: remediate.yaml, where there is one)')
    .addHelpText(
      'after',
      examples(
        'remediate permissions > scan-policy.json',
        'remediate permissions --for plans/2026-11-22-4f1c2a > apply-policy.json',
      ),
    )
    .action(async (options) => end((await import('./commands/permissions.ts')).runPermissions(host, options)));

  program
    .command('demo')
    .description('the tour on the sandbox account: scan, plan, diff, apply, record, rollback')
    .addHelpText('after', examples('remediate demo'))
    .action(async () => end((await import('./commands/demo.ts')).runDemo(host)));

  return program;
}

function noCommand(program: Command, typed: string): RemediateError {
  const near = nearest(
    typed,
    program.commands.map((command) => command.name()),
  );
  return new RemediateError('Usage', `there is no command ${typed}`, {
    hint: near === undefined ? 'see `remediate --help`' : `did you mean ${near}?`,
  });
}

async function end(code: Promise<number>): Promise<void> {
  process.exitCode = await code;
}

function withSource(command: Command): Command {
  return command
    .option(
      '--from <source>',
      'aws, sandbox, or a snapshot file (default: aws where credentials are configured, else the sandbox)',
    )
    .option('--profile <name>', 'the AWS profile')
    .option('--region <name>', 'the AWS region')
    .option('--config <file>', 'the baseline (default: remediate.yaml, where there is one)');
}

function withReading(command: Command): Command {
  return withSource(command).option(
    '--verbose',
    'tell what was read, and the calls that it took beside the fewest possible',
  );
}

function withSelection(command: Command): Command {
  return command
    .option('--control <ids>', 'only these controls', collectList)
    .option('--area <areas>', 'only controls of these areas', collectList)
    .addOption(new Option('--min-severity <severity>', 'only controls at least this severe').choices([...severities]));
}

function withOutput(command: Command, format: Format): Command {
  return command
    .addOption(new Option('--format <format>', 'the format').choices([...formats]).default(format))
    .option('--output <file>', 'the file (default: the result stream)');
}

function withApply(command: Command): Command {
  return command
    .option('--yes', 'do not ask; never covers irreversible steps')
    .option('--allow-irreversible <ids>', 'controls or changes whose irreversible steps are allowed', collectList);
}

function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}`;
}
