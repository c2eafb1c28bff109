import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import { parseScanResult, type ScanResult } from '../../report/scan-result.ts';
import type { Host } from '../host.ts';
import type { BesideOptions, Format, RedactOption } from '../options.ts';
import { openPlan } from '../plan-folder.ts';
import { asAsked } from '../redaction.ts';
import { renderResult } from '../render.ts';
import { readInput } from '../source.ts';
import { checkBeside, withEarlier, writeResult } from './scan.ts';

interface ReportOptions extends BesideOptions, RedactOption {
  readonly format: Format;
  readonly output?: string;
  readonly plan?: string;
}

/** `remediate report`: a scan's result in another format, beside earlier ones and a plan where they are named. */
export async function runReport(host: Host, path: string, options: ReportOptions): Promise<number> {
  checkBeside(options.format, {
    '--earlier': options.earlier !== undefined,
    '--plan': options.plan !== undefined,
  });
  const read = parseScanResult(readInput(resolve(host.cwd, path)), path);
  const told = withEarlier(host, read, options.earlier);
  const whole = options.plan === undefined ? told : withPlan(host, told, options.plan);
  const result = await asAsked(options, whole);
  const look = { terminal: options.output === undefined, hints: [] };
  writeResult(host, await renderResult(host, result, options.format, look), options.output);
  return exitCode.ok;
}

function withPlan(host: Host, result: ScanResult, path: string): ScanResult {
  const { plan } = openPlan(host.cwd, path);
  if (plan.account.id !== result.account.id)
    throw new RemediateError(
      'BadInput',
      `${path} is a plan for account ${plan.account.id}, and the scan is of ${result.account.id}`,
      { hint: 'name a plan of the same account' },
    );
  return { ...result, plan };
}
