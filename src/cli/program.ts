import { Argument, Command, Option } from 'commander';
import { RemediateError } from '../engine/errors.ts';
import type { Host } from './host.ts';
import { nearest } from './nearest.ts';
import { collectAddresses, collectList, importable } from './options.ts';
import {
  examples,
  withApply,
  withEarlier,
  withOutput,
  withReading,
  withRecord,
  withRedact,
  withSecrets,
  withSelection,
  withSource,
} from './program-options.ts';
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
    .configureOutput({ writeOut: host.out, writeErr: host.err })
    .addHelpText(
      'after',
      examples(
        'remediate demo',
        'remediate scan --profile audit',
        'remediate plan --profile audit --output plans/first',
        'remediate apply plans/first --profile admin',
        'remediate rollback plans/first/runs/1.jsonl --profile admin',
      ),
    );

  withSelection(withReading(program.command('wizard', { isDefault: true })))
    .description('all of it by questions; what runs without a command (without a terminal scan runs in its place)')
    .option('--draft <file>', 'go on with answers that were kept')
    .option('--plain', 'numbered questions, nothing drawn again: for screen readers (or set REMEDIATE_PLAIN)')
    .argument('[command...]')
    .addHelpText(
      'after',
      examples('remediate', 'remediate wizard --profile admin --area users', 'remediate wizard --plain'),
    )
    .action(async ([unknown]: string[], options) => {
      if (unknown !== undefined) throw noCommand(program, unknown);
      const named = program.args[0] === 'wizard';
      await end((await import('./commands/wizard.ts')).runWizard(host, { ...options, named }));
    });

  withRedact(withEarlier(withOutput(withSelection(withReading(program.command('scan'))), 'table')))
    .description('judge the account; never writes to it')
    .option('--dry-run', 'tell in the report (html, json) what a plan would change; none is written')
    .addHelpText(
      'after',
      examples(
        'remediate scan --profile audit',
        'remediate scan --from snapshot.json --format html --output report.html',
        'remediate scan --dry-run --earlier january.json --format html --output report.html',
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

  withRedact(program.command('show'))
    .description('a plan, or a run’s record, for reading')
    .argument('<plan-or-run>', 'a plan folder, a plan.json or a record')
    .addOption(
      new Option('--format <format>', 'how it is told; ocsf for records')
        .choices(['text', 'json', 'markdown', 'ocsf'])
        .default('text'),
    )
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

  withRecord(withSecrets(withSource(program.command('rollback'))))
    .description('undo a run from its record, newest change first')
    .argument('<run>', 'a record, plans/<id>/runs/<run>.jsonl')
    .option('--yes', 'do not ask')
    .option('--change <ids>', 'only these changes of the run, and what rests on them', collectList)
    .addHelpText(
      'after',
      examples(
        'remediate rollback plans/2026-11-22-4f1c2a/runs/1.jsonl',
        'remediate rollback plans/2026-11-22-4f1c2a/runs/1.jsonl --change 1f6c0a9be2d4',
      ),
    )
    .action(async (path, options) => end((await import('./commands/rollback.ts')).runRollback(host, path, options)));

  withSource(program.command('verify'))
    .description('prove a record’s chain and compare the account with what it says')
    .argument('<run>', 'a record, plans/<id>/runs/<run>.jsonl')
    .option('--key <file>', 'prove as well that all of it was signed: the public ed25519 key in PEM')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      examples(
        'remediate verify plans/2026-11-22-4f1c2a/runs/1.jsonl',
        'remediate verify plans/2026-11-22-4f1c2a/runs/1.jsonl --key public.pem',
      ),
    )
    .action(async (path, options) => end((await import('./commands/verify.ts')).runVerify(host, path, options)));

  withRedact(program.command('status'))
    .description('the runs under plans/ and what waits until when')
    .addOption(new Option('--format <format>', 'how it is told').choices(['table', 'json']).default('table'))
    .addHelpText('after', examples('remediate status', 'remediate status --format json'))
    .action(async (options) => end((await import('./commands/status.ts')).runStatus(host, options)));

  const snapshot = program
    .command('snapshot')
    .description('evidence to a file, and what changed in it')
    .addHelpText(
      'after',
      examples('remediate snapshot export --output snapshot.json', 'remediate scan --from snapshot.json'),
    );
  withRedact(withReading(snapshot.command('export')))
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

  withRedact(withEarlier(withOutput(program.command('report'), 'html')))
    .description('a scan’s result in another format')
    .argument('<file>', 'what scan --format json wrote')
    .option(
      '--plan <plan>',
      'tell in the report (html, json) what this plan would change: a plan folder or a plan.json',
    )
    .addHelpText(
      'after',
      examples(
        'remediate report scan.json --format html --output report.html',
        'remediate report march.json --earlier january.json,february.json --output report.html',
      ),
    )
    .action(async (path, options) => end((await import('./commands/report.ts')).runReport(host, path, options)));

  const controls = program
    .command('controls')
    .description('the catalogue')
    .addHelpText('after', examples('remediate controls list', 'remediate controls show user-mfa'));
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

  withSource(program.command('doctor'))
    .description('what is missing on this machine or in this account, and what to do about it')
    .addOption(new Option('--format <format>', 'how it is told').choices(['text', 'json']).default('text'))
    .addHelpText('after', examples('remediate doctor', 'remediate doctor --profile audit --format json'))
    .action(async (options) => end((await import('./commands/doctor.ts')).runDoctor(host, options)));

  program
    .command('completion')
    .description('the script that completes commands, options, controls and plans in your shell')
    .addArgument(new Argument('<shell>', 'your shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        'remediate completion bash > ~/.local/share/bash-completion/completions/remediate',
        'remediate completion zsh > ~/.zsh/completions/_remediate',
        'remediate completion fish > ~/.config/fish/completions/remediate.fish',
      ),
    )
    .action(async (shell) => end((await import('./commands/completion.ts')).runCompletion(host, program, shell)));

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
