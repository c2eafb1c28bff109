import type { Baseline } from '../engine/baseline.ts';
import { evaluate } from '../engine/evaluate.ts';
import { type ExceptionStanding, standingsOf } from '../engine/exceptions.ts';
import type { Finding } from '../engine/finding.ts';
import type { CollectEvent } from '../providers/aws/collect/snapshot.ts';
import { type AwsSnapshot, collectionNames } from '../providers/aws/model/collections.ts';
import type { AwsControl } from '../providers/aws/model/control.ts';
import { neutralise } from '../report/neutral-text.ts';
import { withAttestations } from './attestation-file.ts';
import { loadBaseline } from './baseline-file.ts';
import { tellCalls } from './calls.ts';
import { selectControls, wantedOf } from './catalogue.ts';
import type { Host } from './host.ts';
import type { SelectionOptions, SourceOptions } from './options.ts';
import { withSamlMetadata } from './saml-metadata-files.ts';
import { openSource, type Source, type Wanted } from './source.ts';

/** An account that was read and judged. */
export interface Scanned {
  readonly source: Source;
  readonly baseline: Baseline;
  readonly controls: readonly AwsControl[];
  readonly wanted: Wanted;
  readonly snapshot: AwsSnapshot;
  readonly findings: readonly Finding[];
  readonly exceptions: readonly ExceptionStanding[];
}

/** Reads the account that the options name, for a plan with what remedies look at, and judges it by the controls that they choose. */
export async function scanAccount(
  host: Host,
  options: SourceOptions & SelectionOptions,
  toPlan = false,
): Promise<Scanned> {
  const baseline = await loadBaseline(host, options.config);
  const source = await openSource(host, options);
  const onEvent = options.verbose === true || host.interactive ? progressLines(host) : () => {};
  const scanned = await scanSource(host, source, baseline, options, onEvent, toPlan);
  if (options.verbose === true) await tellCalls(host, scanned);
  return scanned;
}

/** Reads an opened source and judges it under a baseline. */
export async function scanSource(
  host: Host,
  source: Source,
  baseline: Baseline,
  options: SelectionOptions,
  onEvent: (event: CollectEvent) => void,
  toPlan = false,
): Promise<Scanned> {
  const controls = selectControls(options, baseline);
  const wanted = wantedOf(controls, baseline, toPlan);
  const read = await source.snapshot(wanted, onEvent);
  const snapshot = withSamlMetadata(host, baseline, await withAttestations(host, baseline, read));
  const now = host.now();
  const findings = evaluate(controls, snapshot, baseline, now);
  const exceptions = standingsOf(baseline.exceptions, findings, snapshot.account.id, now);
  return { source, baseline, controls, wanted, snapshot, findings, exceptions };
}

/** Tells each collection when it is done, on a line of its own. */
export function progressLines(host: Host): (event: CollectEvent) => void {
  const width = Math.max(...collectionNames.map((name) => name.length));
  return (event) => {
    // What people signed off is in their file and not in the account.
    if (event.event === 'end' && event.collection !== 'attestations')
      host.err(`  ${event.collection.padEnd(width)}  ${outcomeOf(event)}\n`);
  };
}

/** How a collection ended, in words. */
export function outcomeOf(event: Extract<CollectEvent, { event: 'end' }>): string {
  if (event.unreadable !== undefined) return `not read: ${neutralise(event.unreadable.reason)}`;
  if (event.count === undefined) return 'read';
  return event.count === 0 ? 'none' : `${event.count} read`;
}
