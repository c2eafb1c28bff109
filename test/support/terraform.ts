import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTerraform } from '../../src/terraform/run.ts';

const run = promisify(execFile);
const provider = join('registry.terraform.io', 'hashicorp', 'aws');

/** The folders in which Terraform itself looks for plugins, and one of our own to name another. */
function usualMirrors(): string[] {
  return [
    process.env['REMEDIATE_TF_PLUGIN_MIRROR'],
    process.env['TF_PLUGIN_CACHE_DIR'],
    join(homedir(), '.terraform.d', 'plugins'),
    join(homedir(), '.terraform.d', 'plugin-cache'),
    join(homedir(), '.local', 'share', 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
  ].filter((folder) => folder !== undefined);
}

/** A folder that holds the AWS provider in the layout of a mirror, if this machine has one. */
async function findMirror(): Promise<string | undefined> {
  const usual = usualMirrors().find((folder) => existsSync(join(folder, provider)));
  if (usual !== undefined || process.platform === 'win32') return usual;
  const { stdout } = await run('find', ['/', '-xdev', '-type', 'd', '-path', `*/${provider}`, '-prune'], {
    maxBuffer: 1 << 24,
  }).catch((error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }));
  const [found] = stdout.split('\n').filter((path) => path !== '' && !path.includes('/.terraform/'));
  return found?.slice(0, -provider.length - 1);
}

async function writeConfiguration(folder: string): Promise<string | undefined> {
  const mirror = await findMirror();
  if (mirror === undefined) return undefined;
  const file = join(folder, 'terraform.rc');
  const own = `["${provider.split('\\').join('/')}"]`;
  await writeFile(
    file,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${own}
  }
  direct {
    exclude = ${own}
  }
}
`,
  );
  return file;
}

/** False on a machine without Terraform, where its tests cannot run; under CI that fails them instead. */
export const hasTerraform =
  process.env['CI'] === 'true' ||
  (await findTerraform(process.env)
    .then(() => true)
    .catch(() => false));

/** A place for stacks, and the environment in which Terraform finds its provider there without a download. */
export interface TerraformPlace {
  readonly env: NodeJS.ProcessEnv;
  /** A folder of its own in the place. */
  folder(name: string): Promise<string>;
  /** Runs Terraform as a person would. */
  run(folder: string, ...args: string[]): Promise<string>;
}

/** Makes a place for stacks; `env` points the provider at its endpoint. */
export async function terraformPlace(env: Readonly<Record<string, string>> = {}): Promise<TerraformPlace> {
  const place = await mkdtemp(join(tmpdir(), 'remediate-terraform-'));
  const configuration = await writeConfiguration(place);
  const full: NodeJS.ProcessEnv = {
    ...process.env,
    ...env,
    // An endpoint that lacks a call answers with an error that the provider would try 25 times.
    AWS_MAX_ATTEMPTS: '2',
    CHECKPOINT_DISABLE: '1',
    ...(configuration === undefined ? {} : { TF_CLI_CONFIG_FILE: configuration }),
  };
  const { path } = await findTerraform(full);
  return {
    env: full,
    async folder(name) {
      const folder = join(place, name);
      await mkdir(folder, { recursive: true });
      return folder;
    },
    async run(folder, ...args) {
      const { stdout } = await run(path, args, { cwd: folder, env: full, maxBuffer: 1 << 26 });
      return stdout;
    },
  };
}
