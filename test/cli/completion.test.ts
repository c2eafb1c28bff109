import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { controls } from '../../remediations/index.ts';
import { placesOf } from '../../src/cli/completion.ts';
import { completionScript, shells } from '../../src/cli/completion-scripts.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { allCommands, nameOf } from '../support/command-lines.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const program = buildProgram(hostIn('.'));
const places = placesOf(program, { controls: controls.map(({ id }) => id), areas: ['password', 'users'] });

test.each(shells)('the script for %s knows every command, every option and every control', (shell) => {
  const script = completionScript(shell, places);
  for (const command of allCommands(program)) {
    expect(script).toContain(`'${nameOf(command)}'`);
    for (const { long } of command.options) expect(script).toContain(`'${long}`);
  }
  for (const { id } of controls) expect(script).toContain(`'${id}'`);
});

describe('bash', () => {
  const folder = temporaryFolder();
  const script = join(folder, 'remediate.bash');

  beforeAll(() => {
    writeFileSync(script, completionScript('bash', places));
    mkdirSync(join(folder, '.aws'));
    writeFileSync(join(folder, '.aws', 'config'), '[default]\n[profile audit]\nregion = eu-west-1\n');
    mkdirSync(join(folder, 'plans', 'first', 'runs'), { recursive: true });
    writeFileSync(join(folder, 'plans', 'first', 'plan.json'), '{}');
    writeFileSync(join(folder, 'plans', 'first', 'runs', '1.jsonl'), '');
    writeFileSync(join(folder, 'snapshot.json'), '{}');
  });

  /** What bash offers after typed words, the last of which is still being typed. */
  const offered = (...words: string[]): string[] => {
    const probe = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _remediate; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const env = { PATH: process.env['PATH'], HOME: folder };
    const out = execFileSync('bash', ['--norc', '-uc', probe, 'bash', script, 'remediate', ...words], {
      cwd: folder,
      env,
    });
    return out
      .toString()
      .split('\n')
      .filter((line) => line !== '');
  };

  test.each<readonly [string, readonly string[], readonly string[]]>([
    ['a command', ['sc'], ['scan']],
    ['a command of a group', ['snapshot', ''], ['export', 'import', 'diff']],
    ['an option', ['scan', '--verbose', '--fo'], ['--format']],
    ['a choice', ['scan', '--format', 'j'], ['json', 'junit']],
    ['a choice after an equals sign, which bash takes for a word', ['scan', '--format', '=', 'j'], ['json', 'junit']],
    ['a control', ['controls', 'show', 'user-mf'], ['user-mfa']],
    ['the next control of a list', ['scan', '--control', 'user-mfa,password-po'], ['user-mfa,password-policy']],
    ['an area', ['plan', '--area', ''], ['password', 'users']],
    ['a profile', ['scan', '--profile', ''], ['audit', 'default']],
    ['a source', ['scan', '--from', 's'], ['sandbox', 'snapshot.json']],
    ['a plan', ['apply', 'plans/'], ['plans/first', 'plans/first']],
    ['a record', ['rollback', 'plans/first/runs/'], ['plans/first/runs/1.jsonl', 'plans/first/runs/1.jsonl']],
    ['one more file', ['snapshot', 'import', '--authorization-details', 'a.json', 'snap'], ['snapshot.json']],
    ['nothing where only the person knows', ['scan', '--region', 'eu'], []],
  ])('offers %s', (_, words, expected) => {
    expect(offered(...words)).toEqual(expected);
  });

  test('offers every command where none is typed yet', () => {
    expect(offered('')).toEqual(program.commands.map((command) => command.name()));
  });
});
