import type { Severity } from '../engine/severity.ts';

type Paint = (text: string) => string;

/** How a terminal shows emphasis; reports know roles, only the CLI knows colours. */
export interface Painter extends Readonly<Record<Severity, Paint>> {
  readonly strong: Paint;
  readonly faint: Paint;
  /** What holds, closes or is done. */
  readonly good: Paint;
  /** What could not be judged, or waits. */
  readonly doubt: Paint;
  readonly added: Paint;
  readonly removed: Paint;
}

const same: Paint = (text) => text;

/** A painter without colours, for files, pipes and NO_COLOR. */
export const plain: Painter = {
  critical: same,
  high: same,
  medium: same,
  low: same,
  info: same,
  strong: same,
  faint: same,
  good: same,
  doubt: same,
  added: same,
  removed: same,
};
