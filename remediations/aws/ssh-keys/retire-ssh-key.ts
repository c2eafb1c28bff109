import { compareText } from '../../../src/engine/finding.ts';
import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { deleteSshKey, updateSshKey } from '../../../src/providers/aws/operations/ssh-keys.ts';

type KeyAddress = { readonly user: string; readonly id: string };

/** Adds the deactivation of a key that is in the evidence; gives its change's id. */
function deactivate(steps: Steps<AwsCollections>, address: KeyAddress): string | undefined {
  const value = steps.value(updateSshKey, address);
  return value === null ? undefined : steps.add(updateSshKey, address, { ...value, active: false });
}

/** Ends the key without waiting for its owner; until the days of grace are over it can be activated again. */
export const retireSshKey = defineRemedy({
  id: 'retire-ssh-key',
  via: ['api'],
  title: 'Deactivate the SSH key, and delete it after the days of grace',
  reversibility: 'recoverable',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: user }, discriminator: id = '', control }, steps) => {
      const days = Number(context.parameters(control)['graceDays']);
      const off = deactivate(steps, { user, id });
      if (off !== undefined) steps.nextStage().add(deleteSshKey, { user, id }, null, { after: off, days });
      return { title: `Retire SSH key ${id} of ${user}` };
    });
  },
});

/** Leaves a user the key that was uploaded last; what turns out to be needed is activated again. */
export const deactivateOlderKeys = defineRemedy({
  id: 'deactivate-older-ssh-keys',
  via: ['api'],
  title: 'Deactivate all SSH keys but the newest',
  reversibility: 'reversible',
  *propose(context) {
    const keys = readable(context.snapshot, 'ssh-keys') ?? [];
    yield* eachFinding(context, ({ resource: { id: user } }, steps) => {
      const [newest, ...older] = keys
        .filter((key) => key.user === user && key.active)
        .sort((a, b) => Date.parse(b.uploadedAt) - Date.parse(a.uploadedAt) || compareText(a.id, b.id));
      for (const { id } of older) deactivate(steps, { user, id });
      return { title: `Leave ${user} the SSH key ${newest?.id}` };
    });
  },
});
