import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { RemediateError } from '../engine/errors.ts';
import { plainName, revealed, type SecretContent, type SecretSink } from '../engine/secrets.ts';

/**
 * A sink of files that only their owner can read: one file a secret, never overwritten, in the format of the AWS
 * CLI's credentials file, so that `AWS_SHARED_CREDENTIALS_FILE=<file> aws --profile <user> …` works as it is.
 */
export function fileSink(directory: string): SecretSink {
  const folder = resolve(directory);
  return {
    async prove() {
      await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause) => refuse(folder, cause));
      const { mode } = await stat(folder);
      // Whoever can write in the folder can put a file of theirs in the place of a secret.
      if ((mode & 0o022) !== 0)
        throw new RemediateError('Configuration', `the folder for secrets ${folder} can be written by others`, {
          hint: `no secret was made; run: chmod 700 ${folder}`,
        });
      const probe = join(folder, `.probe-${randomBytes(6).toString('hex')}`);
      await writeNew(probe, 'probe\n').catch((cause) => refuse(folder, cause));
      await unlink(probe);
    },
    async put(name, content) {
      const path = join(folder, `${plainName(name)}.credentials`);
      await writeNew(path, toProfile(name, content));
      return path;
    },
  };
}

function refuse(folder: string, cause: NodeJS.ErrnoException): never {
  throw new RemediateError('Configuration', `the folder for secrets ${folder} cannot be written (${cause.code})`, {
    cause,
    hint: 'no secret was made; name another folder in the baseline under `secrets`',
  });
}

/** Writes a file that must not exist yet and sees it to the disk, for its content cannot be had a second time. */
async function writeNew(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeAll(file, text);
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, text: string): Promise<void> {
  await file.writeFile(text);
  await file.sync();
}

/** The part of the name before the slash is the profile: the user whose secret it is. */
function toProfile(name: string, content: SecretContent): string {
  const profile = (name.split('/')[0] ?? name).replace(/[\][\r\n]/g, '_');
  const lines = Object.entries(revealed(content)).map(([key, value]) => `${key} = ${value.replace(/[\r\n]/g, '_')}`);
  return `[${profile}]\n${lines.join('\n')}\n`;
}
