import type { Baseline } from '../../engine/baseline.ts';
import { postureText } from '../../report/wizard-posture.ts';
import { selectControls, wantedOf } from '../catalogue.ts';
import type { Host } from '../host.ts';
import type { SelectionOptions } from '../options.ts';
import { painter } from '../painter.ts';
import { Progress } from '../progress.ts';
import { toScanResult } from '../render.ts';
import { outcomeOf, type Scanned, scanSource } from '../scanning.ts';
import type { Source } from '../source.ts';

/** Reads and judges an account for a plan, collection by collection on the screen. */
export async function scanWithProgress(
  host: Host,
  source: Source,
  baseline: Baseline,
  selection: SelectionOptions,
  plain: boolean,
): Promise<Scanned> {
  const { collections } = wantedOf(selectControls(selection, baseline), baseline, true);
  // What people signed off is in their file and not in the account.
  const names = collections.filter((name) => name !== 'attestations');
  const progress = new Progress(host, {
    title: `Reading ${source.label}`,
    noun: 'kind of evidence',
    nouns: 'kinds of evidence',
    items: new Map(names.map((name) => [name, name])),
    plain,
    columns: true,
  });
  return scanSource(
    host,
    source,
    baseline,
    selection,
    (event) => {
      if (event.event === 'begin') progress.begin(event.collection);
      else progress.end(event.collection, event.unreadable === undefined ? 'good' : 'bad', outcomeOf(event));
    },
    true,
  ).finally(() => progress.close());
}

/** Shows how the account stands. */
export function tellPosture(host: Host, scanned: Scanned, plain: boolean): void {
  host.out(postureText(toScanResult(scanned), { width: host.width, paint: painter(host), plain }));
}
