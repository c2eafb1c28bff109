import type { AccountView, ScanResult } from '../report/scan-result.ts';
import { scanResult } from '../report/scan-result.ts';
import type { Host } from './host.ts';
import type { Format } from './options.ts';
import { painter } from './painter.ts';
import type { Scanned } from './scanning.ts';
import { version } from './version.ts';

/** The result of a scan as every report takes it. */
export function toScanResult({ snapshot, findings, controls, exceptions }: Scanned, view?: AccountView): ScanResult {
  return scanResult(snapshot, findings, { name: 'remediate', version }, controls, exceptions, view);
}

/** How a result is shown where it is for people, and whose Security Hub it is for where it is for that. */
export interface Look {
  /** True for the terminal; what goes to a file has no colours. */
  readonly terminal: boolean;
  /** The commands that lead on from here. */
  readonly hints: readonly string[];
  readonly region?: string | undefined;
}

/** A result in a format. */
export async function renderResult(host: Host, result: ScanResult, format: Format, look: Look): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.ts')).jsonReport(result);
    case 'csv':
      return (await import('../report/csv.ts')).csvReport(result);
    case 'markdown':
      return (await import('../report/markdown.ts')).markdownReport(result);
    case 'html':
      return (await import('../report/html.ts')).htmlReport(result);
    case 'sarif':
      return (await import('../report/sarif.ts')).sarifReport(result);
    case 'ocsf':
      return (await import('../report/ocsf.ts')).ocsfReport(result);
    case 'asff':
      return (await import('../report/asff.ts')).asffReport(result, regionOf(host, look));
    case 'junit':
      return (await import('../report/junit.ts')).junitReport(result);
    default: {
      const { tableReport } = await import('../report/table.ts');
      return tableReport(result, { width: host.width, paint: painter(host, look.terminal), hints: look.hints });
    }
  }
}

function regionOf({ env }: Host, { region }: Look): string | undefined {
  return region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined);
}
