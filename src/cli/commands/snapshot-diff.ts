import { resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { neutralJson } from '../../report/neutral-text.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import { readInput } from '../source.ts';

/** `remediate snapshot diff`: what changed in an account between two snapshots, in words. */
export async function runDiff(
  host: Host,
  old: string,
  now: string,
  options: { readonly format: 'text' | 'json' | 'markdown' },
): Promise<number> {
  const { parseSnapshot } = await import('../../providers/aws/import/snapshot-file.ts');
  const { compareSnapshots } = await import('../../providers/aws/compare/compare-snapshots.ts');
  const read = (path: string) => parseSnapshot(readInput(resolve(host.cwd, path)), path);
  const comparison = compareSnapshots(read(old), read(now));
  if (options.format === 'json') host.out(`${neutralJson(comparison, 2)}\n`);
  else if (options.format === 'markdown')
    host.out((await import('../../report/comparison-markdown.ts')).comparisonMarkdown(comparison));
  else {
    const { comparisonText } = await import('../../report/comparison-text.ts');
    host.out(comparisonText(comparison, { width: host.width, paint: painter(host) }));
  }
  return exitCode.ok;
}
