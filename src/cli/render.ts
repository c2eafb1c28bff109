import type { ScanResult } from '../report/scan-result.ts';
import { scanResult } from '../report/scan-result.ts';
import type { Host } from './host.ts';
import type { Format } from './options.ts';
import { painter } from './painter.ts';
import type { Scanned } from './scanning.ts';
import { version } from './version.ts';

/** The result of a scan as every report takes it. */
export function toScanResult({ snapshot, findings, controls, exceptions }: Scanned): ScanResult {
  return scanResult(snapshot, findings, { name: 'remediate', version }, controls, exceptions);
}

/** A result in a format. The table is for the terminal; what goes to a file has no colours. */
export async function renderResult(
  host: Host,
  result: ScanResult,
  format: Format,
  { terminal, hints }: { readonly terminal: boolean; readonly hints: readonly string[] },
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../report/json.ts')).jsonReport(result);
    case 'csv':
      return (await import('../report/csv.ts')).csvReport(result);
    case 'markdown':
      return (await import('../report/markdown.ts')).markdownReport(result);
    case 'html':
      return (await import('../report/html.ts')).htmlReport(result);
    default: {
      const { tableReport } = await import('../report/table.ts');
      return tableReport(result, { width: host.width, paint: painter(host, terminal), hints });
    }
  }
}
