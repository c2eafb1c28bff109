import type { Guard } from './guard.ts';

/** The guards that hold for every provider. */
export function genericGuards<C>(maxChanges: number): Guard<C>[] {
  return [
    {
      id: 'blast-radius',
      title: `The plan makes no more than ${maxChanges} changes`,
      *refusals({ changes }) {
        if (changes.length > maxChanges)
          yield {
            reason: `it makes ${changes.length} changes, and limits.maxChanges of the baseline allows ${maxChanges}`,
            changes: changes.slice(maxChanges).map((change) => change.id),
          };
      },
    },
  ];
}
