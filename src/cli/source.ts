import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import type { Account } from '../engine/provider.ts';
import type { CollectScope } from '../providers/aws/collect/define.ts';
import type { CollectEvent } from '../providers/aws/collect/snapshot.ts';
import type { Live } from '../providers/aws/live.ts';
import type { AwsSnapshot, CollectionName } from '../providers/aws/model/collections.ts';
import { loadBaseline } from './baseline-file.ts';
import { type Host, stateFolder } from './host.ts';
import { nearest } from './nearest.ts';
import type { SourceOptions } from './options.ts';

/** What to read of an account: which collections, and how broadly. */
export interface Wanted {
  readonly collections: readonly CollectionName[];
  readonly scope: CollectScope;
}

/** Where an account's evidence comes from, and, where it can be written to, the account itself. */
export interface Source {
  readonly kind: 'aws' | 'sandbox' | 'file';
  /** The source in words, such as `AWS (profile audit)`. */
  readonly label: string;
  /** The file in which an account of this machine lives. */
  readonly file?: string;
  snapshot(wanted: Wanted, onEvent: (event: CollectEvent) => void): Promise<AwsSnapshot>;
  account(): Promise<Account>;
  /** The door to AWS, and the environment in which Terraform finds the same account. */
  readonly aws?: { readonly live: Live; readonly env: NodeJS.ProcessEnv };
}

/** Opens the source that the options name; says aloud which one it is when none was named. */
export async function openSource(host: Host, options: SourceOptions): Promise<Source> {
  const from = options.from ?? (await defaultSource(host, options));
  if (from === 'aws') return awsSource(host, options);
  if (from === 'sandbox') return sandboxSource(join(stateFolder(host.env), 'sandbox.json'), host);
  return fileSource(resolve(host.cwd, from), `--from takes aws, sandbox or a snapshot file${near(from)}`);
}

/** The word that was meant, where a name of a file that is not there is near to one. */
function near(from: string): string {
  const word = nearest(from, ['aws', 'sandbox']);
  return word === undefined ? '' : `; did you mean ${word}?`;
}

async function defaultSource(host: Host, options: SourceOptions): Promise<'aws' | 'sandbox'> {
  if (options.profile !== undefined) return 'aws';
  const { findCredentials } = await import('../providers/aws/live-credentials.ts');
  if (findCredentials({}, host.env) !== undefined) return 'aws';
  host.err('No AWS credentials are configured, so this is the sandbox account. Name an account with --profile.\n');
  return 'sandbox';
}

async function awsSource(host: Host, options: SourceOptions): Promise<Source> {
  const { openLive } = await import('../providers/aws/live.ts');
  const live = openLive({
    ...(options.profile === undefined ? {} : { profile: options.profile }),
    ...(options.region === undefined ? {} : { region: options.region }),
    rootSessionProfile: async () => (await loadBaseline(host, options.config)).rootSessionProfile,
  });
  return {
    kind: 'aws',
    label: options.profile === undefined ? 'AWS' : `AWS (profile ${options.profile})`,
    async snapshot(wanted, onEvent) {
      const { collectSnapshot } = await import('../providers/aws/collect/snapshot.ts');
      return collectSnapshot({ live, ...wanted, now: host.now(), onProgress: onEvent });
    },
    async account() {
      const { liveAccount } = await import('../providers/aws/account.ts');
      return liveAccount(live);
    },
    aws: {
      live,
      env: {
        ...host.env,
        AWS_REGION: live.region,
        ...(options.profile === undefined ? {} : { AWS_PROFILE: options.profile }),
      },
    },
  };
}

/** The sandbox account in a file; made afresh where there is none. */
export async function sandboxSource(path: string, host: Host): Promise<Source> {
  const { SandboxAccount } = await import('../providers/sandbox/account.ts');
  const sandbox = existsSync(path)
    ? new SandboxAccount(path)
    : SandboxAccount.create(path, (await import('../providers/sandbox/demo-account.ts')).demoAccount(host.now()));
  return {
    kind: 'sandbox',
    label: 'the sandbox account',
    file: path,
    async snapshot({ collections }, onEvent) {
      const snapshot = { ...sandbox.snapshot(), collectedAt: host.now().toISOString() };
      const lacking = collections.filter((name) => snapshot.collections[name].status !== 'read');
      if (lacking.length > 0)
        host.err(
          `The sandbox is of an earlier version and lacks ${lacking.join(', ')}. For a new one delete ${path}\n`,
        );
      const { countOf } = await import('../providers/aws/model/count.ts');
      for (const collection of collections) {
        const evidence = snapshot.collections[collection];
        const count = evidence.status === 'read' ? countOf(evidence.data) : undefined;
        onEvent({ event: 'end', collection, ...(count === undefined ? {} : { count }) });
      }
      return snapshot;
    },
    account: async () => sandbox,
  };
}

async function fileSource(path: string, hint: string): Promise<Source> {
  const { parseSnapshot } = await import('../providers/aws/import/snapshot-file.ts');
  const snapshot = parseSnapshot(readInput(path, hint), path);
  return {
    kind: 'file',
    label: path,
    snapshot: async () => snapshot,
    account: async () => {
      throw new RemediateError('Usage', `${path} is evidence in a file and cannot be changed`, {
        hint: 'name the account itself with --from aws and --profile',
      });
    },
  };
}

/** Reads a file that the user named. */
export function readInput(path: string, hint = 'check the path'): string {
  try {
    return decoded(readFileSync(path));
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why = { ENOENT: 'does not exist', EISDIR: 'is a folder' }[code ?? ''] ?? 'cannot be read';
    throw new RemediateError('BadInput', `${path} ${why}`, { cause, hint });
  }
}

/** Text as Windows tools write it too: PowerShell's `>` makes UTF-16, told by its byte order mark. */
function decoded(bytes: Buffer): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
