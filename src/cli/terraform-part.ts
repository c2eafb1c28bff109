import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformBatch } from '../terraform/batch.ts';
import type { Host } from './host.ts';
import type { PlanFolder } from './plan-folder.ts';
import type { Source } from './source.ts';

/** The part of a plan that Terraform carries out on a live account; undefined where there is none. */
export async function terraformPart(folder: PlanFolder, source: Source): Promise<TerraformBatch | undefined> {
  const changes = folder.plan.changes.filter((change) => change.via === 'terraform');
  if (changes.length === 0 || source.aws === undefined) return undefined;
  const { terraformBatch } = await import('../terraform/batch.ts');
  const { synthesize } = await import('../../stacks/aws/synthesize.ts');
  const { account } = folder.plan;
  const { live, env } = source.aws;
  return terraformBatch({
    directory: join(folder.path, 'stack'),
    changes,
    synthesize: (wanted, directory) =>
      synthesize({ changes: wanted, account: account.id, region: live.region }, directory),
    env,
  });
}

/** Writes a plan's stack; on a live account Terraform plans it as well, and its plan must hold nothing else. */
export async function prepareStack(host: Host, folder: PlanFolder, source: Source): Promise<void> {
  const changes = folder.plan.changes.filter((change) => change.via === 'terraform');
  if (changes.length === 0) return;
  const part = await terraformPart(folder, source);
  if (part !== undefined) {
    host.err('Planning with Terraform …\n');
    await part.prepare();
    return;
  }
  const { synthesize } = await import('../../stacks/aws/synthesize.ts');
  const directory = join(folder.path, 'stack');
  mkdirSync(directory, { recursive: true });
  await synthesize({ changes, account: folder.plan.account.id, region: 'us-east-1' }, directory);
}
