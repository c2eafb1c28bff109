import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findTerraform } from '../../src/terraform/run.ts';
import { temporaryFolder } from './temporary-folder.ts';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../../.cache', import.meta.url));
const source = 'registry.terraform.io/hashicorp/aws';

/** False on a machine without Terraform, where its tests cannot run; under CI that fails them instead. */
export const hasTerraform =
  process.env['CI'] === 'true' ||
  (await findTerraform(process.env).then(
    () => true,
    () => false,
  ));

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
  const { path } = await findTerraform(process.env);
  const mirror = (await findMirror()) ?? (await makeMirror(path));
  const place = temporaryFolder();
  const configuration = join(place, 'terraform.rc');
  await writeFile(
    configuration,
    `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${source}"]
  }
  direct {
    exclude = ["${source}"]
  }
}
`,
  );
  const full: NodeJS.ProcessEnv = {
    ...process.env,
    ...env,
    // An endpoint that lacks a call answers with an error that the provider would try 25 times.
    AWS_MAX_ATTEMPTS: '2',
    CHECKPOINT_DISABLE: '1',
    TF_CLI_CONFIG_FILE: configuration,
  };
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

/** A folder that holds the AWS provider in the layout of a mirror: where one is named, usual, or anywhere on this machine. */
async function findMirror(): Promise<string | undefined> {
  const usual = [
    process.env['REMEDIATE_TF_PLUGIN_MIRROR'],
    process.env['TF_PLUGIN_CACHE_DIR'],
    join(homedir(), '.terraform.d', 'plugins'),
    join(homedir(), '.terraform.d', 'plugin-cache'),
    join(homedir(), '.local', 'share', 'terraform', 'plugins'),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    join(cache, 'terraform-providers'),
  ].find((folder) => folder !== undefined && existsSync(join(folder, source)));
  if (usual !== undefined || process.platform === 'win32') return usual;
  // It ends with an error where folders cannot be entered, and still tells what it found.
  const { stdout } = await run('find', ['/', '-xdev', '-type', 'd', '-path', `*/${source}`, '-prune']).catch(
    (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
  );
  const [found] = stdout.split('\n').filter((path) => path !== '' && !path.includes('/.terraform/'));
  return found?.slice(0, -source.length - 1);
}

/** Fetches the provider once for all tests to come; what `terraform init` leaves behind is a mirror. */
async function makeMirror(terraform: string): Promise<string> {
  const { providerVersions } = await import('../../stacks/index.ts');
  const mirror = join(cache, 'terraform-providers');
  const building = `${mirror}-${process.pid}`;
  await mkdir(building, { recursive: true });
  const wanted = { terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: providerVersions } } } };
  await writeFile(join(building, 'main.tf.json'), JSON.stringify(wanted));
  try {
    await run(terraform, ['init', '-input=false'], { cwd: building });
    // Test workers that come here together never see half a mirror: the first one stays.
    await rename(join(building, '.terraform', 'providers'), mirror).catch(() => {});
  } catch (cause) {
    throw new Error(
      'the AWS provider cannot be fetched: let terraform init reach its registry, or name a mirror in REMEDIATE_TF_PLUGIN_MIRROR',
      { cause },
    );
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  return mirror;
}
