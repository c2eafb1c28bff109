import type { Baseline } from '../engine/baseline.ts';
import { evaluate } from '../engine/evaluate.ts';
import type { Finding } from '../engine/finding.ts';
import type { CollectEvent } from '../providers/aws/collect/snapshot.ts';
import type { AwsSnapshot } from '../providers/aws/model/collections.ts';
import type { AwsControl } from '../providers/aws/model/control.ts';
import { neutralise } from '../report/neutral-text.ts';
import { withAttestations } from './attestation-file.ts';
import { loadBaseline } from './baseline-file.ts';
import { collectionsOf, selectControls } from './catalogue.ts';
import type { Host } from './host.ts';
import type { SelectionOptions, SourceOptions } from './options.ts';
import { openSource, type Source } from './source.ts';

/** An account that was read and judged. */
export interface Scanned {
  readonly source: Source;
  readonly baseline: Baseline;
  readonly controls: readonly AwsControl[];
  readonly snapshot: AwsSnapshot;
  readonly findings: readonly Finding[];
}

/** Reads the account that the options name and judges it by the controls that they choose. */
export async function scanAccount(host: Host, options: SourceOptions & SelectionOptions): Promise<Scanned> {
  const baseline = await loadBaseline(host, options.config);
  const source = await openSource(host, options);
  const scanned = await scanSource(host, source, baseline, options, progress(host, options.verbose === true));
  if (options.verbose === true) tellCalls(host, source);
  return scanned;
}

/** Reads an opened source and judges it under a baseline. */
export async function scanSource(
  host: Host,
  source: Source,
  baseline: Baseline,
  options: SelectionOptions,
  onEvent: (event: CollectEvent) => void,
): Promise<Scanned> {
  const controls = selectControls(options, baseline);
  const read = await source.snapshot(collectionsOf(controls), onEvent);
  const snapshot = await withAttestations(host, baseline, read);
  const findings = evaluate(controls, snapshot, baseline, host.now());
  return { source, baseline, controls, snapshot, findings };
}

function progress(host: Host, verbose: boolean): (event: CollectEvent) => void {
  return (event) => {
    if (event.event === 'end' && (verbose || host.interactive))
      host.err(`  ${event.collection}: ${outcomeOf(event)}\n`);
  };
}

/** How a collection ended, in words. */
export function outcomeOf(event: Extract<CollectEvent, { event: 'end' }>): string {
  return event.unreadable === undefined
    ? `${event.count ?? 0} read`
    : `not read: ${neutralise(event.unreadable.reason)}`;
}

function tellCalls(host: Host, source: Source): void {
  const calls = [...source.calls()].sort(([a], [b]) => (a < b ? -1 : 1));
  const total = calls.reduce((sum, [, count]) => sum + count, 0);
  host.err(`${total} calls${calls.map(([name, count]) => `\n  ${name}: ${count}`).join('')}\n`);
}
