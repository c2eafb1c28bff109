import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { collectionNames } from '../../src/providers/aws/model/collections.ts';
import { allCommands, nameOf, understand } from '../support/command-lines.ts';
import { hostIn } from '../support/host.ts';

/** The help of a command as it is shown. */
function helpOf(name: string): string {
  let help = '';
  const program = buildProgram({ ...hostIn('.'), out: (text) => (help += text) });
  const command = allCommands(program).find((candidate) => nameOf(candidate) === name);
  command?.outputHelp();
  return help;
}

const names = allCommands(buildProgram(hostIn('.'))).map(nameOf);
const examplesOf = (name: string) => [...helpOf(name).matchAll(/^ {2}\$ (.*)$/gm)].map(([, line = '']) => line);

describe('the help of every command', () => {
  test('there are as many as the program has', () => {
    expect(names.length).toBeGreaterThan(20);
    expect(new Set(names).size).toBe(names.length);
  });

  test.each(names)(
    '%s ends with examples that the program understands, at least one of the command itself',
    async (name) => {
      const examples = examplesOf(name);
      const understood = await Promise.all(examples.map(understand));
      const groups = names.some((other) => other.startsWith(`${name} `));
      const own = understood.filter(({ command }) =>
        groups || name === '' ? command.startsWith(name) : command === name,
      );
      expect(own.length, helpOf(name)).toBeGreaterThan(0);
    },
  );

  test.each(names)('%s says what the command and each of its options is for', (name) => {
    const program = buildProgram(hostIn('.'));
    const command = allCommands(program).find((candidate) => nameOf(candidate) === name);
    expect(command?.description()).not.toBe('');
    for (const option of command?.options ?? []) expect(option.description, option.flags).not.toBe('');
  });
});

test('what a machine reads has one spelling: --format json, wherever there is a format', () => {
  const withFormat = allCommands(buildProgram(hostIn('.'))).flatMap((command) => {
    const format = command.options.find(({ long }) => long === '--format');
    return format === undefined ? [] : [[nameOf(command), format.argChoices?.includes('json')] as const];
  });
  expect(Object.fromEntries(withFormat)).toEqual({
    scan: true,
    plan: true,
    show: true,
    apply: true,
    resume: true,
    rollback: true,
    verify: true,
    status: true,
    report: true,
    doctor: true,
    'controls list': true,
    'controls show': true,
    'snapshot diff': true,
  });
  expect(
    allCommands(buildProgram(hostIn('.'))).flatMap(({ options }) => options.map(({ long }) => long)),
  ).not.toContain('--json');
});

test('the help of import names every collection', () => {
  const help = helpOf('snapshot import');
  for (const name of collectionNames) expect(help).toContain(`--${name} <files...>`);
});

describe('what was mistyped', () => {
  test.each([
    ['remediate scan --controll user-mfa', '--control'],
    ['remediate snapshot exprot', 'export'],
    ['remediate scan --format jsn', 'json'],
    ['remediate controls lst', 'list'],
    ['remediate completion tcsh', 'fish'],
  ])('%s is answered with %s', async (line, near) => {
    await expect(understand(line)).rejects.toThrow(near);
  });
});
