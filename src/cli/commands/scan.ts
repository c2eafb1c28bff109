import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import type { Host } from '../host.ts';
import type { OutputOptions, SelectionOptions, SourceOptions } from '../options.ts';
import { renderResult, toScanResult } from '../render.ts';
import { scanAccount } from '../scanning.ts';

/** `remediate scan`: judges the account and tells the result; never writes to the account. */
export async function runScan(host: Host, options: SourceOptions & SelectionOptions & OutputOptions): Promise<number> {
  const scanned = await scanAccount(host, options);
  const result = toScanResult(scanned);
  const hints = ['remediate plan', 'remediate scan --format html --output report.html'];
  const text = await renderResult(host, result, options.format ?? 'table', {
    terminal: options.output === undefined,
    hints,
  });
  writeResult(host, text, options.output);
  const failing = scanned.findings.some((finding) => finding.status === 'fail' || finding.status === 'unknown');
  return failing ? exitCode.findings : exitCode.ok;
}

/** Writes a result to the file that was asked for, else to the result stream. */
export function writeResult(host: Host, text: string, output: string | undefined): void {
  if (output === undefined) {
    host.out(text);
    return;
  }
  const path = resolve(host.cwd, output);
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new RemediateError('BadInput', `${path} cannot be written (${(cause as NodeJS.ErrnoException).code})`, {
      cause,
      hint: 'choose another --output',
    });
  }
  host.err(`Written to ${output}\n`);
}
