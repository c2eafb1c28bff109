import { join, resolve } from 'node:path';
import type { Baseline } from '../engine/baseline.ts';
import { RemediateError } from '../engine/errors.ts';
import type { SecretSink } from '../engine/secrets.ts';
import { fileSink } from './file-sink.ts';
import { type Host, stateFolder } from './host.ts';
import type { Source } from './source.ts';

/** The sink for new secrets that the baseline names; a folder of this user's where it names none. */
export async function openSink(host: Host, baseline: Baseline, source: Source): Promise<SecretSink> {
  const { secrets } = baseline;
  if (secrets === undefined) return fileSink(join(stateFolder(host.env), 'secrets'));
  if (secrets.kind === 'file') return fileSink(resolve(host.cwd, secrets.directory));
  if (source.aws === undefined)
    throw new RemediateError('Configuration', `${source.label} has no Secrets Manager to hand secrets to`, {
      hint: 'set secrets to { kind: file, directory: … } in the baseline',
    });
  const { secretsManagerSink } = await import('../providers/aws/sinks.ts');
  return secretsManagerSink(source.aws.live, secrets.prefix);
}
