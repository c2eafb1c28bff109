import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './temporary-folder.ts';

const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A folder and an environment of its own in which the built program is run as a process, without a terminal. */
export class Desk {
  readonly folder = temporaryFolder();
  readonly env: NodeJS.ProcessEnv;

  constructor(env: Readonly<Record<string, string>> = {}) {
    this.env = {
      PATH: process.env['PATH'],
      HOME: this.folder,
      TMPDIR: this.folder,
      XDG_STATE_HOME: join(this.folder, 'state'),
      AWS_EC2_METADATA_DISABLED: 'true',
      NO_COLOR: '1',
      ...env,
    };
  }

  /** Runs the program; `during` may act on it while it runs. */
  run(args: readonly string[], during?: (child: ReturnType<typeof spawn>) => void): Promise<Ended> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [main, ...args], {
        cwd: this.folder,
        env: this.env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let [out, err] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        err += text;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code, out, err }));
      during?.(child);
    });
  }
}
