import { recommendedRemedy } from '../../engine/assemble.ts';
import { compareFindings, type Finding } from '../../engine/finding.ts';
import { findControl } from '../catalogue.ts';
import type { Host } from '../host.ts';
import { painter } from '../painter.ts';
import type { Scanned } from '../scanning.ts';
import type { Asker } from './asker.ts';
import type { DraftFile } from './draft.ts';
import type { PickGroup, PickItem } from './pick-list.ts';
import { remedyWords } from './remedy-words.ts';

/** Asks which of the failing findings to mend; what cannot be undone exactly is never chosen beforehand. */
export async function askFindings(
  host: Host,
  asker: Asker,
  scanned: Scanned,
  failing: readonly Finding[],
  draft: DraftFile,
): Promise<readonly Finding[]> {
  const groups = groupsOf(host, scanned, failing);
  const usual = groups.flatMap(({ items }) => items.filter(({ careful }) => !careful).map(({ id }) => id));
  const chosen = await asker.pick('What is to be mended?', {
    groups,
    chosen: new Set(draft.isKept ? draft.draft.chosen : usual),
    onChange: (ids) => draft.save({ chosen: [...ids] }),
  });
  return failing.filter(({ fingerprint }) => chosen.has(fingerprint));
}

function groupsOf(host: Host, scanned: Scanned, failing: readonly Finding[]): PickGroup[] {
  const paint = painter(host);
  const groups = new Map<string, { first: Finding; items: PickItem[] }>();
  for (const finding of [...failing].sort(compareFindings)) {
    const group = groups.get(finding.control) ?? { first: finding, items: [] };
    group.items.push(toItem(finding, scanned));
    groups.set(finding.control, group);
  }
  return Array.from(groups, ([id, { first, items }]) => ({
    id,
    mark: first.severity.toUpperCase(),
    title: findControl(id).title,
    paint: paint[first.severity],
    items,
  }));
}

function toItem(finding: Finding, { snapshot }: Scanned): PickItem {
  const remedy = recommendedRemedy(findControl(finding.control), finding, snapshot);
  return {
    id: finding.fingerprint,
    name: finding.resource.id,
    text: finding.message,
    about: remedy === undefined ? 'Nothing is known that mends it.' : `${remedyWords(remedy)}: ${remedy.title}.`,
    careful: remedy === undefined || remedy.reversibility !== 'reversible',
  };
}
