import type { Finding } from '../../engine/finding.ts';
import type { Host } from '../host.ts';
import type { SourceOptions } from '../options.ts';
import type { Scanned } from '../scanning.ts';
import type { Asker } from './asker.ts';
import type { Answer, DraftFile } from './draft.ts';

/** What the wizard's pages share: who asks, what was read, and what was answered so far. */
export interface Session {
  readonly host: Host;
  readonly asker: Asker;
  readonly draft: DraftFile;
  /** The options by which the account is reached. */
  readonly reached: SourceOptions;
  /** Lines that are never drawn again, for screen readers. */
  readonly plain: boolean;
  /** Judged anew where an exception is made. */
  scanned: Scanned;
  /** Exceptions that were written into the baseline. */
  exceptions: number;
}

/** The answer to a finding; none as long as what is recommended will do. */
export function answerTo({ draft }: Session, { fingerprint }: Finding): Answer | undefined {
  return draft.draft.answers[fingerprint];
}

/** Keeps the answer to a finding. */
export function answer({ draft }: Session, { fingerprint }: Finding, given: Answer): void {
  draft.save({ answers: { ...draft.draft.answers, [fingerprint]: given } });
}

/** Those of the findings that fail still, as far as is known: an exception may have accepted them since. */
export function stillFailing({ scanned }: Session, findings: readonly Finding[]): Finding[] {
  const failing = new Set(
    scanned.findings.filter(({ status }) => status === 'fail').map(({ fingerprint }) => fingerprint),
  );
  return findings.filter(({ fingerprint }) => failing.has(fingerprint));
}
