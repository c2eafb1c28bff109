import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import type { Desk } from './cli.ts';
import { Terminal, type TerminalOptions } from './terminal.ts';

/** The wizard on the sandbox, and on one finding of it. */
export const sandbox = ['wizard', '--from', 'sandbox'];
export const onPolicy = [...sandbox, '--control', 'password-policy'];

/** The wizard's questions as they stand open on the screen. */
export const questions = {
  account: /^\? Which account\?/,
  file: /^\? Which snapshot file\?/,
  choose: /^\? What is to be mended\?/,
  way: /^\? How are they to be mended\?/,
  finding: /^\? What is to become of it\?/,
  owner: /^\? Who answers for it\?/,
  reason: /^\? Why is it accepted\?/,
  day: /^\? Until which day/,
  via: /^\? Carried out by what\?/,
  plan: /^\? What is to be done with it\?/,
  id: /^\? Type the account id/,
} as const;

/** Opens a terminal at a desk. */
export function open(desk: Desk, args: readonly string[], options: Partial<TerminalOptions> = {}): Terminal {
  const terminal = new Terminal(args, { cwd: desk.folder, env: desk.env, ...options });
  onTestFinished(() => terminal.kill());
  return terminal;
}

/** The drafts that a desk holds. */
export function draftsOf(desk: Desk): string[] {
  const plans = join(desk.folder, 'plans');
  return existsSync(plans) ? readdirSync(plans).filter((name) => name.endsWith('.draft.json')) : [];
}

/** What the desk's sandbox is like now, as far as the wizard is told to mend it here. */
export function sandboxOf({ env }: Desk): { passwordLength: number | undefined; inlinePolicies: string[] } {
  const file = join(env['XDG_STATE_HOME'] ?? '', 'remediate', 'sandbox.json');
  const { collections } = JSON.parse(readFileSync(file, 'utf8')) as AwsSnapshot;
  const [policy, details] = [collections['password-policy'], collections['authorization-details']];
  if (policy.status !== 'read' || details.status !== 'read') throw new Error(`${file} lacks its evidence`);
  return {
    passwordLength: policy.data?.minimumLength,
    inlinePolicies: details.data.users.filter(({ inline }) => inline.length > 0).map(({ name }) => name),
  };
}

/** The resources that fail some controls on the account that the options reach. */
export async function failingOf(desk: Desk, reach: readonly string[], controls: readonly string[]): Promise<string[]> {
  const { out } = await desk.run(['scan', ...reach, '--control', controls.join(','), '--format', 'json']);
  const { findings } = JSON.parse(out) as { findings: { status: string; resource: { id: string } }[] };
  return findings.filter(({ status }) => status === 'fail').map(({ resource }) => resource.id);
}

/** What a terminal had to break by itself: only a command that is there to be pasted may be as long as it is. */
export function brokenLines({ rows }: Terminal): string[] {
  return rows.flatMap(({ text, isWrapped }, index) => {
    if (!isWrapped) return [];
    const start = rows.slice(0, index).findLastIndex((row) => !row.isWrapped);
    return /^(\s+(\$ aws|--)|(Go on|Undo|Apply): )/.test(rows[start]?.text ?? '') ? [] : [text];
  });
}
