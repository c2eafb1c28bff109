import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { exitCode, RemediateError } from '../../engine/errors.ts';
import type { Finding } from '../../engine/finding.ts';
import { parseScanResult, type ScanResult } from '../../report/scan-result.ts';
import { trendOf } from '../../report/trend.ts';
import type { Host } from '../host.ts';
import { nextCommand } from '../next.ts';
import type {
  BesideOptions,
  Format,
  OutputOptions,
  RedactOption,
  SelectionOptions,
  SourceOptions,
} from '../options.ts';
import { asAsked } from '../redaction.ts';
import { renderResult, toScanResult } from '../render.ts';
import { type Scanned, scanAccount } from '../scanning.ts';
import { readInput } from '../source.ts';

interface ScanOptions extends SourceOptions, SelectionOptions, OutputOptions, BesideOptions, RedactOption {
  readonly dryRun?: boolean;
}

/** `remediate scan`: judges the account and tells the result; never writes to the account. */
export async function runScan(host: Host, options: ScanOptions): Promise<number> {
  const { format = 'table', output, region, dryRun = false } = options;
  checkBeside(format, { '--earlier': options.earlier !== undefined, '--dry-run': dryRun });
  const scanned = await scanAccount(host, options, dryRun);
  const told = withEarlier(host, toScanResult(scanned, await viewFor(format, scanned)), options.earlier);
  const whole = dryRun ? await withPlan(host, told, scanned) : told;
  const result = await asAsked(options, whole, scanned.snapshot);
  const hints = hintsOf(options, result);
  const text = await renderResult(host, result, format, { terminal: output === undefined, hints, region });
  writeResult(host, text, output);
  const failing = scanned.findings.some((finding) => finding.status === 'fail' || finding.status === 'unknown');
  return failing ? exitCode.findings : exitCode.ok;
}

/** What to do next: let the reader have what it lacked, mend what fails, and keep the result. */
function hintsOf(options: ScanOptions, { findings, collections }: ScanResult): string[] {
  const lacking = Object.values(collections).some(
    (read) => read.status === 'unreadable' && read.permission !== undefined,
  );
  const failing = findings.some(({ status }) => status === 'fail');
  const { control, area, minSeverity, config } = options;
  const selection = {
    ...(control === undefined ? {} : { control }),
    ...(area === undefined ? {} : { area }),
    ...(minSeverity === undefined ? {} : { minSeverity }),
    ...(config === undefined ? {} : { config }),
  };
  return [
    ...(lacking ? [nextCommand(['permissions'], selection)] : []),
    ...(failing ? [nextCommand(['plan'], options)] : []),
    nextCommand(['scan', '--format', 'html', '--output', 'report.html'], options),
  ];
}

/** What each thing that is laid beside a result can be told in. */
const besides: Readonly<Record<string, readonly Format[]>> = {
  '--earlier': ['table', 'json', 'markdown', 'html'],
  '--dry-run': ['json', 'html'],
  '--plan': ['json', 'html'],
};

/** Refuses what a format has no place for, so that nothing that was asked for is left out in silence. */
export function checkBeside(format: Format, asked: Readonly<Record<string, boolean>>): void {
  for (const [option, given] of Object.entries(asked)) {
    const told = besides[option] ?? [];
    if (given && !told.includes(format))
      throw new RemediateError('Usage', `${option} has no place in the format ${format}`, {
        hint: `choose --format ${told.join(' or ')}`,
      });
  }
}

/** The formats that tell of the account beside its findings. */
async function viewFor(format: Format, { snapshot }: Scanned) {
  if (format !== 'html' && format !== 'json') return undefined;
  return (await import('../account-view.ts')).accountView(snapshot);
}

async function withPlan(host: Host, result: ScanResult, scanned: Scanned): Promise<ScanResult> {
  const { makePlan } = await import('../planning.ts');
  const findings = scanned.findings.filter(({ status }: Finding) => status === 'fail');
  return { ...result, plan: await makePlan(host, scanned, { findings, via: 'recommended' }) };
}

/** The result told against earlier ones, where any were named. */
export function withEarlier(host: Host, result: ScanResult, earlier: readonly string[] = []): ScanResult {
  if (earlier.length === 0) return result;
  const scans = earlier.map((path) => parseScanResult(readInput(resolve(host.cwd, path)), path));
  return { ...result, trend: trendOf(result, scans) };
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
