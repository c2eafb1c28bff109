import { resolve } from 'node:path';
import { exitCode } from '../../engine/errors.ts';
import { parseScanResult } from '../../report/scan-result.ts';
import type { Host } from '../host.ts';
import type { Format } from '../options.ts';
import { renderResult } from '../render.ts';
import { readInput } from '../source.ts';
import { writeResult } from './scan.ts';

/** `remediate report`: a scan's result in another format. */
export async function runReport(
  host: Host,
  path: string,
  options: { readonly format: Format; readonly output?: string },
): Promise<number> {
  const result = parseScanResult(readInput(resolve(host.cwd, path)), path);
  const look = { terminal: options.output === undefined, hints: [] };
  writeResult(host, await renderResult(host, result, options.format, look), options.output);
  return exitCode.ok;
}
