import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { openLive } from '../../src/providers/aws/live.ts';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import { Desk } from '../support/cli.ts';
import { encodingsOf } from '../support/encodings.ts';
import { type Moto, startMoto } from '../support/moto.ts';
import { terraformPlace } from '../support/terraform.ts';
import type { TortureRow, TortureScale } from './row.ts';

/** What no run may write or say: the credentials that it works with. */
const environment = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: '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',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjEnvTokenLongEnoughToBeKnown0123456789+/abcdefgh==',
};

/** A run with secrets in it: where they went, and what went wrong beside a leak. */
interface Scene {
  readonly secrets: readonly string[];
  readonly troubles: readonly string[];
}

/** Runs the program with secrets that are known, then searches every file and every stream for them, encodings included. */
export async function leaksTorture(scale: TortureScale): Promise<TortureRow[]> {
  const rows = [
    await watched('leaks: sandbox, secrets to a file', {}, (watch) => rotate(watch, 'sandbox', fileVault)),
    await watched('leaks: sandbox, secrets to a command', {}, (watch) => rotate(watch, 'sandbox', commandVault)),
  ];
  const moto = await startMoto();
  try {
    const env = { ...moto.env, ...environment };
    const endpoint = async (name: string, scene: (watch: Watch) => Promise<Scene>, more = {}) => {
      await moto.reset();
      await moto.seed(drifted());
      rows.push(await watched(name, { ...env, ...more }, scene));
    };
    await endpoint('leaks: AWS, secrets to Secrets Manager', (watch) => rotate(watch, 'aws', managerVault));
    await endpoint('leaks: AWS, secrets to a command that breaks', (watch) => breakOff(watch, moto));
    await endpoint('leaks: AWS, a new console password', (watch) => resetPassword(watch));
    if (scale === 'full') {
      const place = await terraformPlace(moto.env);
      // Where Terraform finds its provider without a download.
      const TF_CLI_CONFIG_FILE = place.env['TF_CLI_CONFIG_FILE'] ?? '';
      await endpoint('leaks: AWS, Terraform', (watch) => terraform(watch), { TF_CLI_CONFIG_FILE });
    }
  } finally {
    await moto.stop();
  }
  return rows;
}

/** A user whose key is old, one who does not sign in any more, and no password policy. */
function drifted(): AwsSnapshot {
  return account(new Date())
    .passwordPolicy(null)
    .user('robot', (user) => user.noPassword().key({ ageDays: 400, usedDaysAgo: 0 }))
    .user('idle', (user) => user.password({ usedDaysAgo: 300, changedDaysAgo: 400 }))
    .build();
}

/** A desk whose every run is kept to be searched. */
class Watch {
  readonly desk: Desk;
  readonly said: { readonly what: string; readonly text: string }[] = [];

  constructor(env: Readonly<Record<string, string>>) {
    this.desk = new Desk(env);
    mkdirSync(join(this.desk.folder, 'vault'), { mode: 0o700 });
  }

  async run(...args: string[]): Promise<number | null> {
    const { code, out, err } = await this.desk.run(args);
    this.said.push({ what: `output of ${args[0]}`, text: out }, { what: `messages of ${args[0]}`, text: err });
    return code;
  }

  /** Everything that was written but what lies in the vault, and everything that was said. */
  texts(): { readonly what: string; readonly text: string }[] {
    const files = readdirSync(this.desk.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.desk.folder, join(entry.parentPath, entry.name)))
      // The provider is a program of somebody else, which Terraform links or copies as it is.
      .filter((name) => !name.startsWith('vault/') && !name.includes('.terraform/providers/'));
    const read = (name: string) => readFileSync(join(this.desk.folder, name)).toString('latin1');
    return [...this.said, ...files.map((name) => ({ what: name, text: read(name) }))];
  }
}

async function watched(
  name: string,
  env: Readonly<Record<string, string>>,
  play: (watch: Watch) => Promise<Scene>,
): Promise<TortureRow> {
  const watch = new Watch(env);
  const { secrets, troubles } = await play(watch);
  const texts = watch.texts();
  const known = [...secrets, environment.AWS_SECRET_ACCESS_KEY, environment.AWS_SESSION_TOKEN];
  const leaks = texts.flatMap(({ what, text }) =>
    known.flatMap((secret, at) =>
      encodingsOf(secret).some((form) => text.includes(form))
        ? [`${what} holds secret ${at + 1} of ${known.length}`]
        : [],
    ),
  );
  // A search that has nothing to search for finds nothing.
  const idle = secrets.length === 0 ? ['no secret was made'] : [];
  return { name, runs: texts.length * known.length, failures: [...troubles, ...idle, ...leaks] };
}

/** A place for secrets: how it is named, and the secrets that lie in it. */
interface Vault {
  readonly place: string;
  secrets(): Promise<string[]>;
}

function fileVault({ desk }: Watch): Vault {
  const vault = join(desk.folder, 'vault');
  const secretIn = (text: string) =>
    [...text.matchAll(/^(?:aws_secret_access_key|password) = (.+)$/gm)].map(([, value = '']) => value);
  return {
    place: 'file:vault',
    secrets: async () => readdirSync(vault).flatMap((name) => secretIn(readFileSync(join(vault, name), 'utf8'))),
  };
}

/** A command that keeps what it is given, and repeats it for everybody to hear. */
function commandVault({ desk }: Watch, code = 0): Vault {
  const taken = join(desk.folder, 'vault', 'taken');
  const script = join(desk.folder, 'store.mjs');
  writeFileSync(
    script,
    `import { appendFileSync, readFileSync } from 'node:fs';
const input = readFileSync(0, 'utf8');
appendFileSync(${JSON.stringify(taken)}, input);
process.stdout.write(input);
process.stderr.write(input);
process.exit(input.includes('probe') ? 0 : ${code});`,
  );
  return {
    place: `command:${JSON.stringify([process.execPath, script, '{name}'])}`,
    secrets: async () =>
      (existsSync(taken) ? readFileSync(taken, 'utf8').trim().split('\n') : [])
        .map((line) => JSON.parse(line) as Record<string, string>)
        .flatMap(({ aws_secret_access_key: key, password }) => key ?? password ?? []),
  };
}

function managerVault(_: Watch): Vault {
  return {
    place: 'secrets-manager:leaks/',
    async secrets() {
      const manager = await openLive().secretsManager('us-east-1');
      const { SecretList: listed = [] } = await manager.listSecrets({});
      const values = await Promise.all(listed.map(({ ARN: SecretId }) => manager.getSecretValue({ SecretId })));
      return values.map(
        ({ SecretString = '{}' }) =>
          (JSON.parse(SecretString) as Record<string, string>)['aws_secret_access_key'] ?? '',
      );
    },
  };
}

/** Makes a new access key, looks at it in every way, and undoes it. */
async function rotate(watch: Watch, from: string, open: (watch: Watch) => Vault): Promise<Scene> {
  const vault = open(watch);
  const plan = ['plan', '--from', from, '--control', 'access-key-rotation', '--via', 'api', '--output', 'plans/p'];
  const codes = [
    await watch.run(...plan),
    await watch.run('apply', 'plans/p', '--from', from, '--yes', '--secrets-to', vault.place),
  ];
  const secrets = await vault.secrets();
  const run = 'plans/p/runs/1.jsonl';
  for (const args of [['show', run], ['show', run, '--format', 'json'], ['status'], ['verify', run, '--from', from]])
    await watch.run(...args);
  await watch.run('snapshot', 'export', '--from', from, '--output', 'snapshot.json');
  await watch.run('rollback', run, '--from', from, '--yes', '--secrets-to', vault.place);
  return {
    secrets,
    troubles: codes.every((code) => code === 0) ? [] : [`plan and apply ended with ${codes.join(' and ')}`],
  };
}

/** The store breaks when the key is made already: it must be withdrawn, and that be said. */
async function breakOff(watch: Watch, moto: Moto): Promise<Scene> {
  const vault = commandVault(watch, 1);
  await watch.run('plan', '--control', 'access-key-rotation', '--via', 'api', '--output', 'plans/p');
  const code = await watch.run('apply', 'plans/p', '--yes', '--secrets-to', vault.place);
  const { AccessKeyMetadata: keys = [] } = await (await openLive().iam()).listAccessKeys({ UserName: 'robot' });
  const said = watch.said.some(
    ({ text }) => text.includes('could not be stored') && text.includes('it was withdrawn again'),
  );
  const calls = await moto.calls();
  return {
    secrets: await vault.secrets(),
    troubles: [
      ...(code === 3 ? [] : [`a run whose secret could not be stored ended with ${code}`]),
      ...(keys.length === 1 ? [] : [`the user has ${keys.length} keys instead of the old one alone`]),
      ...(said ? [] : ['it was not said that the new key was withdrawn']),
      ...(calls['iam:CreateAccessKey'] === 1 ? [] : ['the key was not made once']),
    ],
  };
}

/** Takes a password away and gives a new one when that is undone. */
async function resetPassword(watch: Watch): Promise<Scene> {
  const vault = fileVault(watch);
  await watch.run(
    'plan',
    '--control',
    'user-console-inactive,user-attached-policies',
    '--via',
    'api',
    '--output',
    'plans/p',
  );
  await watch.run('apply', 'plans/p', '--yes', '--secrets-to', vault.place);
  const code = await watch.run('rollback', 'plans/p/runs/1.jsonl', '--yes', '--secrets-to', vault.place);
  return { secrets: await vault.secrets(), troubles: code === 0 ? [] : [`the rollback ended with ${code}`] };
}

/** Terraform runs with the credentials of the environment, and keeps its state and its plan in the folder. */
async function terraform(watch: Watch): Promise<Scene> {
  const codes = [
    await watch.run('plan', '--control', 'password-policy', '--via', 'terraform', '--output', 'plans/p'),
    await watch.run('apply', 'plans/p', '--yes'),
    await watch.run('rollback', 'plans/p/runs/1.jsonl', '--yes'),
  ];
  const troubles = codes.every((code) => code === 0) ? [] : [`the runs of Terraform ended with ${codes.join(', ')}`];
  return { secrets: [environment.AWS_SECRET_ACCESS_KEY], troubles };
}
