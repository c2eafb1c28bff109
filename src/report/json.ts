import { neutralJson } from './neutral-text.ts';
import { type ScanResult, scanResultSchema } from './scan-result.ts';

/** A scan's result as JSON in the promised shape: the keys always in the schema's order, no character that a terminal obeys. */
export function jsonReport(result: ScanResult): string {
  return `${neutralJson(scanResultSchema.parse(result), 2)}\n`;
}
