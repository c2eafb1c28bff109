import type { Elsewhere } from '../engine/managed.ts';
import type { Plan } from '../engine/plan.ts';
import { hclEntryLines, hclLines } from './hcl-lines.ts';
import { type DocumentLine, diffDocuments } from './value-diff.ts';

/** What a person changes in the configuration of another Terraform state, block by block. */
export interface ElsewhereView {
  /** What to do there, or what happens where that is not done. */
  readonly task: string;
  /** The block's arguments before and after, in HCL. */
  readonly lines: readonly DocumentLine[];
  /** What it stands for, what comes before it and what comes after, a sentence each. */
  readonly notes: readonly string[];
}

/** The changes of a plan that belong to other states: those to be made there, and those made here all the same. */
export function viewElsewhere(
  { elsewhere }: Pick<Plan, 'elsewhere'>,
  steps: (ids: readonly string[]) => string | undefined,
): { readonly there: readonly ElsewhereView[]; readonly here: readonly ElsewhereView[] } {
  const blocks = new Map<string, [Elsewhere, ...Elsewhere[]]>();
  for (const item of elsewhere) {
    const key = JSON.stringify([item.file, item.address, item.action, item.change === undefined]);
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [item]);
    else block.push(item);
  }
  const views = Array.from(blocks.values(), (items) => ({ items, isHere: items[0].change !== undefined }));
  return {
    there: views.filter(({ isHere }) => !isHere).map(({ items }) => viewThere(items, steps)),
    here: views.filter(({ isHere }) => isHere).map(({ items }) => viewHere(items, steps)),
  };
}

type Items = readonly [Elsewhere, ...Elsewhere[]];
type Steps = (ids: readonly string[]) => string | undefined;

function viewThere(items: Items, steps: Steps): ElsewhereView {
  const [{ action, address, file }] = items;
  const after = steps(items.flatMap(({ follows }) => follows));
  const unblocked = [...new Set(items.flatMap(({ unblocks }) => unblocks))];
  const tasks = {
    edit: `Change ${address} in the configuration of ${file}`,
    remove: `Take ${address} out of the configuration of ${file}`,
    apply: `Apply the configuration of ${file}: it holds ${address}, which the account lacks`,
  };
  return {
    task: tasks[action],
    lines: linesOf(items),
    notes: [
      ...items.map(({ title }) => `In place of: ${title}`),
      ...(after === undefined ? [] : [`Not before: ${after}`]),
      ...unblocked.map((title) => `Waits for it, for a later plan: ${title}`),
    ],
  };
}

function viewHere(items: Items, steps: Steps): ElsewhereView {
  const [{ address, file, action }] = items;
  const numbers = steps(items.flatMap(({ change }) => change ?? [])) ?? 'it';
  const unless = { edit: 'is changed there too', remove: 'is taken out of it', apply: 'is applied' }[action];
  return {
    task: `The next terraform apply of ${file} undoes ${numbers} unless ${address} ${unless}`,
    lines: linesOf(items),
    notes: [],
  };
}

function linesOf(items: Items): DocumentLine[] {
  return items.flatMap(({ edits }) =>
    edits.flatMap(({ argument, entry, from, to }) => {
      const lines = entry === true ? hclEntryLines : hclLines;
      // A block that repeats has no place of its own while it is not there.
      const [before = [], after = []] = [from, to].map((value) =>
        entry === true && value === null && isBlock(from ?? to) ? [] : lines(argument, value),
      );
      const diff = diffDocuments(before, after);
      // What is far from the difference is left out, and the argument's name must not be.
      const [head = ''] = after;
      return diff[0]?.sign === '…' ? [{ sign: ' ', text: head } as const, ...diff] : diff;
    }),
  );
}

function isBlock(value: Elsewhere['edits'][number]['to']): boolean {
  return value !== null && typeof value === 'object';
}
