import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Change } from '../engine/change.ts';
import type { Json } from '../engine/json.ts';
import type { Batch } from '../engine/provider.ts';
import { checkPlan, type PlannedResource } from './read-plan.ts';
import { stateAddresses } from './read-state.ts';
import { openTerraform, type Terraform } from './run.ts';

/** What the Terraform part of one plan needs. */
export interface TerraformBatchInput {
  /** The folder of the stack, its state and its saved plan. */
  readonly directory: string;
  /** All changes of the plan that Terraform carries out. */
  readonly changes: readonly Change[];
  /** Writes changes as a stack into a folder; what is not wanted (`to` is null) is left out of it. */
  readonly synthesize: (changes: readonly Change[], directory: string) => Promise<readonly PlannedResource[]>;
  readonly env?: NodeJS.ProcessEnv;
}

/** The Terraform part of a plan, which can also be planned ahead. */
export interface TerraformBatch extends Batch {
  /** Writes the stack, plans it, refuses a plan that holds anything else, and keeps it to be reviewed and applied. */
  prepare(): Promise<void>;
}

/** A saved plan, and the same as text. */
const forth = { plan: 'tfplan', text: 'plan.txt' } as const;
const back = { plan: 'undo.tfplan', text: 'undo-plan.txt' } as const;

/** The Terraform part of a plan: planned into its folder, applied from there, undone by the state that is kept there. */
export function terraformBatch({ directory, changes, synthesize, env }: TerraformBatchInput): TerraformBatch {
  const plan = async (terraform: Terraform, wanted: readonly Change[], files: typeof forth | typeof back) => {
    const resources = await synthesize(wanted, directory);
    await terraform.init();
    const text = await terraform.plan(files.plan);
    await writeFile(join(directory, files.text), `${text.trim()}\n`);
    checkPlan(await terraform.show(files.plan), resources);
    return resources;
  };

  /** The whole stack's resources, and which of them its state holds. */
  const look = async (terraform: Terraform) => {
    const resources = await synthesize(changes, directory);
    // A folder that was carried to another machine, as between two jobs of a pipeline, comes without the provider.
    if (!existsSync(join(directory, '.terraform'))) await terraform.init();
    const state = stateAddresses(await terraform.state());
    const held = new Set(resources.filter(({ address }) => state.has(address)).map(({ change }) => change));
    return { resources, held, fresh: state.size === 0 };
  };

  return {
    async prepare() {
      await plan(await openTerraform(directory, env), changes, forth);
    },

    async apply(due) {
      const terraform = await openTerraform(directory, env);
      const { resources, held, fresh } = await look(terraform);
      const wanted = new Set([...held, ...due.map(({ id }) => id)]);
      // The file may have been replaced since it was made, so it is checked again.
      if (fresh && wanted.size === changes.length) checkPlan(await terraform.show(forth.plan), resources);
      // A saved plan serves once. What is left of a broken run is planned anew and held to the same changes; what
      // the account has come to hold by another hand is left alone.
      else
        await plan(
          terraform,
          changes.map((change) => (wanted.has(change.id) ? change : absent(change))),
          forth,
        );
      await terraform.apply(forth.plan);
    },

    async rollback(undone) {
      const terraform = await openTerraform(directory, env);
      const { held } = await look(terraform);
      const steps = new Map(undone.map((step) => [step.change.id, step]));
      // A killed Terraform may have made what its state does not hold. It removes nothing that is not in its state.
      const unknown = new Set(
        undone
          .filter((step) => step.stands && step.before === null)
          .flatMap(({ change: { id } }) => (held.has(id) ? [] : id)),
      );
      if (unknown.size > 0) {
        const known = (id: string) => held.has(id) || unknown.has(id);
        await plan(
          terraform,
          changes.map((change) => (known(change.id) ? { ...change, from: change.to } : absent(change))),
          back,
        );
        await terraform.apply(back.plan);
        for (const id of unknown) held.add(id);
      }
      const goals = changes.map((change) => {
        const step = steps.get(change.id);
        if (step !== undefined) return { ...change, from: change.to, to: step.before as Json };
        return held.has(change.id) ? { ...change, from: change.to } : absent(change);
      });
      const resources = await plan(terraform, goals, back);
      await terraform.apply(back.plan);
      const adopted = resources.filter(({ change, after }) => after !== null && steps.has(change));
      if (adopted.length > 0) await terraform.forget(adopted.map(({ address }) => address));
    },
  };
}

/** A change that the stack neither finds nor wants: it stays in the list, for its region's provider. */
function absent(change: Change): Change {
  return { ...change, from: null, to: null };
}
