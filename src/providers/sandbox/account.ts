import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Change, ResourceRef, Value } from '../../engine/change.ts';
import { writeChange } from '../../engine/change.ts';
import { RemediateError } from '../../engine/errors.ts';
import type { Account, Performed } from '../../engine/provider.ts';
import { Secret, type SecretSink } from '../../engine/secrets.ts';
import { readable } from '../../engine/snapshot.ts';
import { parseSnapshot } from '../aws/import/snapshot-file.ts';
import type { AwsDraft, AwsSnapshot } from '../aws/model/collections.ts';
import { accessKeyResource, type KeyValue, newKeyId } from '../aws/operations/access-keys.ts';
import { bucketResource } from '../aws/operations/buckets.ts';
import { operations } from '../aws/operations/index.ts';

/** An account that lives in a file: the model itself, so that what is shown is what happens. */
export class SandboxAccount implements Account {
  readonly path: string;
  /** Whether the file was found to hold all that this version knows. */
  #whole = false;

  constructor(path: string) {
    this.path = path;
  }

  /** Puts an account into the file, in place of the one that was there. */
  static create(path: string, snapshot: AwsSnapshot): SandboxAccount {
    const sandbox = new SandboxAccount(path);
    sandbox.#save(snapshot);
    return sandbox;
  }

  /** The account as it is now; of a file that an earlier version wrote, what it did not know yet is not collected. */
  snapshot(): AwsSnapshot {
    try {
      const text = readFileSync(this.path, 'utf8');
      if (this.#whole) return JSON.parse(text) as AwsSnapshot;
      const snapshot = parseSnapshot(text, this.path);
      this.#whole = Object.values(snapshot.collections).every(({ status }) => status === 'read');
      return snapshot;
    } catch (cause) {
      const why = cause instanceof RemediateError ? cause.message : `${this.path}: ${(cause as Error).message}`;
      throw new RemediateError('BadInput', `the sandbox cannot be read: ${why}`, {
        cause,
        hint: 'delete the file; the next run makes a new sandbox',
      });
    }
  }

  async identify() {
    const { account, caller } = this.snapshot();
    return { account, caller: caller ?? `arn:${account.partition}:iam::${account.id}:root` };
  }

  async observe({ type, address }: ResourceRef): Promise<Value | null> {
    return operations.resource(type).read(this.snapshot(), address);
  }

  async lastUsed(resource: ResourceRef): Promise<string> {
    const value = await this.observe(resource);
    // Nothing is ever put into a bucket here.
    if (resource.type === bucketResource.type) return 'never';
    const used = value?.['lastUsed'];
    return typeof used === 'string' ? used : 'unknown';
  }

  async perform(change: Change, sink: SecretSink | undefined): Promise<Performed> {
    const draft = this.snapshot() as AwsDraft;
    const resource = named(change.resource);
    const handedTo = await handOver(change, resource, sink);
    writeChange(operations, draft, { ...change, resource });
    this.#save(draft as AwsSnapshot);
    return { resource, ...(handedTo === undefined ? {} : { handedTo }) };
  }

  // A write happens whole or not at all, so a lost answer can leave behind only what has its name from the account.
  async settle({ resource, to }: Change): Promise<void> {
    const { beside } = (to ?? {}) as KeyValue;
    if (!isUnnamed(resource) || beside === undefined) return;
    const draft = this.snapshot() as AwsDraft;
    const { user = '' } = resource.address;
    const keys = readable(draft, 'access-keys') ?? [];
    for (const { id } of keys.filter((key) => key.user === user && !beside.includes(key.id)))
      accessKeyResource.write(draft, { user, id }, null);
    this.#save(draft as AwsSnapshot);
  }

  #save(snapshot: AwsSnapshot): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const next = `${this.path}.next`;
    writeFileSync(next, `${JSON.stringify(snapshot, null, 1)}\n`, { mode: 0o600 });
    renameSync(next, this.path);
  }
}

/** True for an access key that is yet to be made, and to be given its id. */
function isUnnamed({ type, address }: ResourceRef): boolean {
  return type === accessKeyResource.type && address['id'] === newKeyId(address['user'] ?? '');
}

/** Gives an access key the id that AWS would give it. */
function named(resource: ResourceRef): ResourceRef {
  if (!isUnnamed(resource)) return resource;
  const made = `AKIASANDBOX${randomBytes(5).toString('hex').toUpperCase().slice(0, 9)}`;
  return { ...resource, address: { ...resource.address, id: made } };
}

/** Hands a made-up secret to the sink where AWS would have made a real one. */
async function handOver(
  change: Change,
  resource: ResourceRef,
  sink: SecretSink | undefined,
): Promise<string | undefined> {
  const { user, id } = resource.address;
  const secret = new Secret(`sandbox-${randomBytes(12).toString('base64url')}`);
  if (user === undefined || sink === undefined) return undefined;
  if (change.operation === 'iam:CreateAccessKey' && id !== undefined) {
    await sink.prove();
    return sink.put(`${user}/${id}`, { aws_access_key_id: id, aws_secret_access_key: secret });
  }
  if (change.operation === 'iam:CreateLoginProfile') {
    await sink.prove();
    return sink.put(`${user}/console-password-${Date.now()}`, { user_name: user, password: secret });
  }
  return undefined;
}
