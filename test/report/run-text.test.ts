import { expect, test } from 'vitest';
import type { Entry } from '../../src/engine/journal.ts';
import { plain } from '../../src/report/painter.ts';
import { runText } from '../../src/report/run-text.ts';
import { hostileNames, obeyed } from './hostile.ts';
import { runOf } from './sample-full.ts';
import { samplePlan } from './sample-plan.ts';

const [policy, group, key, , , deactivate] = samplePlan.changes;
const hostile = hostileNames.join(' ');

/** The text of a run whose record holds these entries after its beginning. */
function textOf(entries: readonly Entry[], hints: readonly string[] = []): string {
  return runText(runOf(entries), samplePlan, { width: 80, paint: plain, hints });
}

test('each change is told with what became of it, and what was never begun is counted', () => {
  if (!policy || !group || !key || !deactivate) throw new Error('the sample plan has lost its changes');
  const text = textOf(
    [
      { kind: 'done', change: policy.id, resource: policy.resource, after: policy.to, already: true },
      { kind: 'intent', change: group, before: null },
      { kind: 'failed', change: group.id, error: 'LimitExceeded' },
      { kind: 'intent', change: key, before: null },
      { kind: 'done', change: key.id, resource: key.resource, after: key.to, handedTo: 'secrets/deployer.json' },
      { kind: 'waiting', change: deactivate.id, reason: 'still in use', until: '2026-03-08T12:10:00.000Z' },
      { kind: 'end', outcome: 'partial' },
    ],
    ['remediate resume run-1.jsonl'],
  );
  expect(text).toMatchInlineSnapshot(`
    "Applying 2026-03-01-4f1c22: Not everything could be done.
    run run-1 · example (111122223333) · begun 2026-03-01 12:10 UTC
    by arn:aws:iam::111122223333:user/ada

    done     Change the account password policy
             2026-03-01 12:10 UTC
             it was so before the run, which leaves it alone when it is undone
    failed   Create group billing
             2026-03-01 12:10 UTC · LimitExceeded
    done     Create a new access key for user deployer
             2026-03-01 12:10 UTC · the new secret lies in secrets/deployer.json
    waits    Deactivate access key AKIAEXAMPLE000000001 of user deployer
             2026-03-01 12:10 UTC · still in use · not before 2026-03-08 12:10 UTC

    4 changes not begun
      Set a new default version of policy billing
      Add user grace to group billing
      Detach policy billing from user grace
      Delete access key AKIAEXAMPLE000000001 of user deployer

    NEXT
      remediate resume run-1.jsonl
    "
  `);
});

test('a run that was killed says that it has not come to an end', () => {
  if (!group) throw new Error('the sample plan has lost its changes');
  const text = textOf([{ kind: 'intent', change: { ...group, title: hostile }, before: null }]);
  expect(text).toMatch(/^Applying 2026-03-01-4f1c22: It has not come to an end\.\n/);
  expect(text).not.toMatch(obeyed);
});
