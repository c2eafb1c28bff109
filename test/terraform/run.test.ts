import { chmod, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { logFile, openTerraform } from '../../src/terraform/run.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** A folder whose program of the given name does what a script says, and the environment that finds it alone. */
async function programs(name: string, script: string) {
  const directory = temporaryFolder();
  const path = join(directory, name);
  await writeFile(path, `#!/usr/bin/env node\n${script}\n`);
  await chmod(path, 0o755);
  const env = { PATH: `${directory}:${dirname(process.execPath)}`, AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI' };
  return { directory, env, log: () => readFile(join(directory, logFile), 'utf8') };
}

const failing = (message: string) => `
process.stderr.write(${JSON.stringify(message)});
process.exit(1);`;

describe('running Terraform', () => {
  test('takes tofu where there is no terraform, and says so where there is neither', async () => {
    const { directory, env } = await programs(
      'tofu',
      'console.log(JSON.stringify([process.argv.slice(2), process.env.TF_IN_AUTOMATION]))',
    );
    const tofu = await openTerraform(directory, env);
    expect(await tofu.show('tfplan')).toEqual([['show', '-json', 'tfplan'], '1']);
    await expect(openTerraform(directory, { PATH: join(directory, 'nowhere') })).rejects.toMatchObject({
      code: 'Terraform',
      message: 'neither terraform nor tofu is on PATH',
      hint: expect.stringContaining('--via api'),
    });
  });

  test('asks nothing and leaves the log without secrets or environment', async () => {
    const { directory, env, log } = await programs(
      'terraform',
      "console.log('args', ...process.argv.slice(2), 'key wJalrXUtnFEMI')",
    );
    await (await openTerraform(directory, env)).init();
    expect(await log()).toBe(
      '\n$ terraform init -input=false -no-color\nargs init -input=false -no-color key [secret]\n',
    );
  });

  test('works with its own settings, under the lock of its state, and with nobody to ask', async () => {
    const { directory, env } = await programs(
      'terraform',
      `const typed = require('node:fs').readFileSync(0, 'utf8');
const seen = Object.keys(process.env).filter((name) => name.startsWith('TF_'));
console.log(JSON.stringify({ args: process.argv.slice(2), typed, seen }));`,
    );
    const theirs = {
      TF_CLI_ARGS: '-lock=false',
      TF_CLI_ARGS_apply: '-auto-approve',
      TF_DATA_DIR: '/elsewhere',
      TF_INPUT: '1',
      TF_LOG: 'trace',
      TF_LOG_PROVIDER: 'trace',
      TF_VAR_x: 'y',
      TF_WORKSPACE: 'prod',
      TF_CLI_CONFIG_FILE: '/mirror.rc',
    };
    const terraform = await openTerraform(directory, { ...env, ...theirs });
    const own = ['-input=false', '-no-color', '-lock=true', '-lock-timeout=1m'];
    expect(JSON.parse(await terraform.plan('tfplan'))).toEqual({
      args: ['plan', ...own, '-out=tfplan'],
      typed: '',
      seen: ['TF_CLI_CONFIG_FILE', 'TF_IN_AUTOMATION'],
    });
    await terraform.apply('tfplan');
    expect(await readFile(join(directory, logFile), 'utf8')).toContain(`$ terraform apply ${own.join(' ')} tfplan`);
  });

  test('tells the first error in one line, how many more there are, and where all of it is', async () => {
    const { directory, env } = await programs(
      'terraform',
      failing(
        '╷\n│ Error: creating IAM Group (g): AccessDenied: no\n│ \n│   with aws_iam_group.g,\n│   on main.tf.json line 3\n╵\n╷\n│ Error: No valid credential sources found\n│ \n│ Please see the documentation.\n╵\n',
      ),
    );
    await expect((await openTerraform(directory, env)).apply('tfplan')).rejects.toMatchObject({
      code: 'Terraform',
      message: 'terraform apply failed: creating IAM Group (g): AccessDenied: no (and 1 more)',
      hint: `all that it said is in ${join(directory, logFile)}`,
    });
  });

  test('knows a stale plan', async () => {
    const { directory, env } = await programs(
      'terraform',
      failing('│ Error: Saved plan is stale\n│ \n│ The given plan file …\n'),
    );
    await expect((await openTerraform(directory, env)).apply('tfplan')).rejects.toMatchObject({ code: 'StalePlan' });
  });

  test('passes one interrupt on, however often it comes, and waits for the end', async () => {
    const { directory, env, log } = await programs(
      'terraform',
      `let told = 0;
process.on('SIGINT', () => {
  told += 1;
  setTimeout(() => { console.log('interrupts', told); process.exit(1); }, 300);
});
console.log('ready');
setTimeout(() => {}, 60_000);`,
    );
    const applying = (await openTerraform(directory, env)).apply('tfplan');
    const ended = expect(applying).rejects.toMatchObject({ message: 'terraform apply was interrupted' });
    await expect.poll(log).toContain('ready');
    process.emit('SIGINT');
    process.emit('SIGINT');
    await ended;
    expect(await log()).toContain('interrupts 1\n');
    expect(process.listenerCount('SIGTERM')).toBe(0);
    expect(process.listeners('exit').map(({ name }) => name)).not.toContain('interrupt');
  });
});
