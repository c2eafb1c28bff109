import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadBaseline } from '../../src/cli/baseline-file.ts';
import { defaultBaseline } from '../../src/engine/baseline.ts';
import { hostIn } from '../support/host.ts';
import { temporaryFolder as folder } from '../support/temporary-folder.ts';

function load(content: string | Buffer) {
  const cwd = folder();
  writeFileSync(join(cwd, 'remediate.yaml'), content);
  return loadBaseline(hostIn(cwd), undefined);
}

const exception = (...lines: string[]) =>
  ['version: 1', 'exceptions:', '  - resource: x', ...lines.map((line) => `    ${line}`), ''].join('\n');

const manyAliases = [
  'version: 1',
  `exceptions: &a [${Array(20).fill('x')}]`,
  `limits: &b [${Array(20).fill('*a')}]`,
  `secrets: [${Array(20).fill('*b')}]`,
];

describe('a baseline', () => {
  test('is the default one where there is no file, and what the file says where there is one', async () => {
    expect(await loadBaseline(hostIn(folder()), undefined)).toEqual(defaultBaseline);
    const text = 'version: 1\ncontrols:\n  user-mfa: false\n  password-policy: { minimumLength: 20 }\n';
    expect(await load(text)).toEqual({
      ...defaultBaseline,
      controls: { 'user-mfa': false, 'password-policy': { minimumLength: 20 } },
    });
    expect(await load('\ufeff{"version": 1}')).toEqual(defaultBaseline);
  });

  test.each<[string, string | Buffer, string | RegExp]>([
    ['is indented by tabs', 'version: 1\ncontrols:\n\tuser-mfa: false\n', ':3: Tabs are not allowed as indentation'],
    ['is broken off', 'version: 1\ncontrols:\n  user-mfa: [unclosed\n', /:\d: Flow sequence/],
    ['gives a key twice', 'version: 1\nlimits: {}\nlimits: {}\n', ':3: this key was given before in the same map'],
    ['holds two documents', 'version: 1\n---\nversion: 1\n', ':2: a second document begins here, expected one'],
    ['names an anchor that is not there', 'version: 1\nexceptions: *nope\n', /: Unresolved alias/],
    ['multiplies itself', manyAliases.join('\n'), /: Excessive alias count/],
    ['is empty', '', ': version: is missing, expected 1'],
    ['is only a remark', '# nothing yet\n', ': version: is missing, expected 1'],
    ['is of another version', 'version: 2\n', ':1: version: expected 1'],
    ['is a list', '- version: 1\n', ':1: the baseline: expected a map, received a list'],
    ['is a word', 'hello\n', ':1: the baseline: expected a map, received text'],
    ['is some picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0, 1]), ' is no text file'],
    ['is huge', `version: 1\n${'# filler\n'.repeat(500_000)}`, / is too large: \d+ bytes, at most 4000000 are read/],
    [
      'has text for a list',
      'version: 1\nprotectedPrincipals: me\n',
      ':2: protectedPrincipals: expected a list, received text',
    ],
    ['has a map for a list', 'version: 1\nexceptions:\n  a: b\n', ':2: exceptions: expected a list, received a map'],
    ['has a list for a map', 'version: 1\ncontrols:\n  - user-mfa\n', ':2: controls: expected a map, received a list'],
    [
      'misspells a word',
      'version: 1\n\nalarmEmail: []\n',
      ':3: alarmEmail: is not known here; did you mean alarmEmails?',
    ],
    [
      'misspells a word within',
      'version: 1\nlimits:\n  maxChange: 3\n',
      ':3: limits.maxChange: is not known here; did you mean maxChanges?',
    ],
    [
      'makes up a word',
      'version: 1\nignore: [user-mfa]\n',
      /:2: ignore: is not known here; expected one of version, controls, /,
    ],
    [
      'mixes the places for secrets',
      'version: 1\nsecrets:\n  kind: file\n  directory: x\n  prefix: y\n',
      ':5: secrets.prefix: is not known here; expected one of kind, directory, run',
    ],
    [
      'names no place for secrets',
      'version: 1\nsecrets: { kind: vault }\n',
      ":2: secrets.kind: expected 'file' | 'secrets-manager' | 'command'",
    ],
    [
      'has no mail address',
      'version: 1\nalarmEmails:\n  - a@example.com\n  - nobody\n',
      ':4: alarmEmails.1: expected a mail address',
    ],
    [
      'allows less than a change',
      'version: 1\nlimits: { maxChanges: 0 }\n',
      ':2: limits.maxChanges: too small: expected number to be >0',
    ],
    [
      'names no control',
      'version: 1\ncontrols:\n  password-policy: {}\n  user-mfaa: false\n',
      ':4: controls.user-mfaa: there is no control user-mfaa; did you mean user-mfa?',
    ],
    [
      'turns a control on',
      'version: 1\ncontrols:\n  user-mfa: true\n',
      ':3: controls.user-mfa: expected false, or parameters by their names',
    ],
    [
      'misspells a parameter',
      'version: 1\ncontrols:\n  password-policy: { minimumLenght: 20 }\n',
      ':3: controls.password-policy.minimumLenght: is not known here; did you mean minimumLength?',
    ],
    [
      'sets what cannot be set',
      'version: 1\ncontrols:\n  root-mfa: { days: 3 }\n',
      ':3: controls.root-mfa.days: is not known here; there is nothing to set',
    ],
    [
      'sets a parameter to a word',
      'version: 1\ncontrols:\n  password-policy:\n    minimumLength: long\n',
      ':4: controls.password-policy.minimumLength: expected a number, received text',
    ],
    [
      'sets a parameter out of bounds',
      'version: 1\ncontrols:\n  access-key-rotation:\n    maxAgeDays: [90, 0]\n',
      ':4: controls.access-key-rotation.maxAgeDays.1: too small: expected number to be >0',
    ],
    [
      'excepts from no control',
      exception('control: root-mfaa', 'owner: o', 'reason: r', 'expires: 2030-01-01'),
      ':4: exceptions.0.control: there is no control root-mfaa; did you mean root-mfa?',
    ],
    [
      'excepts for ever',
      exception('control: root-mfa', 'owner: o', 'reason: r'),
      ':3: exceptions.0.expires: is missing, expected a day such as 2027-01-31',
    ],
    [
      'excepts until a day that is none',
      exception('control: root-mfa', 'owner: o', 'reason: r', 'expires: 2027-02-30'),
      ':7: exceptions.0.expires: expected a day such as 2027-01-31',
    ],
    [
      'excepts for nobody',
      exception('control: root-mfa', 'reason: r', 'expires: 2030-01-01'),
      ':3: exceptions.0.owner: is missing, expected text',
    ],
  ])('that %s stops the run, and the line and what was expected are said', async (_, content, said) => {
    const error: unknown = await load(content).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'Configuration', hint: expect.stringContaining('nothing was judged') });
    const message = error instanceof Error ? error.message.replace(/^.*remediate\.yaml/, '') : '';
    if (said instanceof RegExp) expect(message).toMatch(said);
    else expect(message).toBe(said);
  });

  test('that is a folder, or is not there, is refused', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, 'remediate.yaml'));
    await expect(loadBaseline(hostIn(cwd), undefined)).rejects.toThrow('remediate.yaml is a folder');
    await expect(loadBaseline(hostIn(cwd), 'other.yaml')).rejects.toThrow('other.yaml does not exist');
  });
});
