import { join, resolve } from 'node:path';
import { type Baseline, type SinkChoice, sinkSchema } from '../engine/baseline.ts';
import { RemediateError } from '../engine/errors.ts';
import type { SecretSink } from '../engine/secrets.ts';
import { commandSink } from './command-sink.ts';
import { fileSink } from './file-sink.ts';
import { type Host, stateFolder } from './host.ts';
import type { Source } from './source.ts';

/** The sink for new secrets that the baseline names; a folder of this user's where it names none. */
export async function openSink(host: Host, baseline: Baseline, source: Source): Promise<SecretSink> {
  const { secrets } = baseline;
  if (secrets === undefined) return fileSink(join(stateFolder(host.env), 'secrets'));
  if (secrets.kind === 'file') return fileSink(resolve(host.cwd, secrets.directory));
  if (secrets.kind === 'command') return commandSink(secrets.run, host.env);
  if (source.aws === undefined)
    throw new RemediateError('Configuration', `${source.label} has no Secrets Manager to hand secrets to`, {
      hint: 'name another place: --secrets-to file:DIRECTORY, or `secrets` in the baseline',
    });
  const { secretsManagerSink } = await import('../providers/aws/sinks.ts');
  return secretsManagerSink(source.aws.live, secrets.prefix);
}

/** The baseline with the place for new secrets that `--secrets-to` names, where it names one. */
export function withSecretsTo(baseline: Baseline, secretsTo: string | undefined): Baseline {
  return secretsTo === undefined ? baseline : { ...baseline, secrets: parseSecretsTo(secretsTo) };
}

/** Reads `file:DIRECTORY`, `secrets-manager:PREFIX` or `command:["PROGRAM","ARGUMENT",…]`. */
function parseSecretsTo(given: string): SinkChoice {
  const [, kind = '', rest = ''] = /^([^:]*):?(.*)$/s.exec(given) ?? [];
  const settings = { file: { directory: rest }, 'secrets-manager': { prefix: rest }, command: { run: words(rest) } };
  const known = Object.entries(settings).find(([name]) => name === kind);
  const parsed = sinkSchema.safeParse({ kind, ...known?.[1] });
  if (parsed.success) return parsed.data;
  throw new RemediateError('Usage', `--secrets-to ${given} names no place for secrets`, {
    hint: 'give file:DIRECTORY, secrets-manager:PREFIX, or command:["PROGRAM","ARGUMENT"] as a JSON list of words',
  });
}

/** No shell splits a command here, so its words are given apart. */
function words(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
