import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { AccessKey } from '../../../src/providers/aws/model/credentials.ts';
import { createAccessKey, deleteAccessKey, newKeyId } from '../../../src/providers/aws/operations/access-keys.ts';
import { isInUse, keyOf, keysOf } from './key-evidence.ts';
import { deactivate } from './retire-key.ts';

/** Replaces a key that is in use without cutting anybody off: each phase waits for the evidence that the last one worked. */
export const rotateKey = defineRemedy({
  id: 'rotate-access-key',
  via: ['api'],
  title: 'Make a new key, and retire the old one once the new one is in use',
  reversibility: 'irreversible',
  suits(finding, snapshot) {
    const key = keyOf(snapshot, finding);
    return key !== undefined && isInUse(key, snapshot);
  },
  *propose(context) {
    const { snapshot } = context;
    yield* eachFinding(context, (finding, steps) => {
      const graceDays = Number(context.parameters(finding.control)['graceDays']);
      const key = keyOf(snapshot, finding);
      const title = `Rotate access key ${finding.discriminator} of ${finding.resource.id}`;
      if (key === undefined) return { title, blocked: 'the key is not in the list of access keys' };
      const blocked = rotate(steps, snapshot, key, graceDays);
      return blocked === undefined ? { title } : { title, blocked };
    });
  },
});

/** Adds the phases of a rotation; where there is no room for a new key, says why instead. */
function rotate(
  steps: Steps<AwsCollections>,
  snapshot: AwsSnapshot,
  key: AccessKey,
  graceDays: number,
): string | undefined {
  const { user, id } = key;
  for (const other of keysOf(snapshot, user).filter((item) => item.id !== id)) {
    if (other.active && isInUse(other, snapshot))
      return `${user} has two access keys and both are in use, so there is no room for a new one: find out which can go`;
    makeRoom(steps, other, graceDays);
  }
  const made = steps.nextStage().add(createAccessKey, { user, id: newKeyId(user) }, { active: true, beside: [id] });
  if (made === undefined) return `a new access key of ${user} is on its way already`;
  const off = deactivate(steps.nextStage(), key, { used: made, quietDays: 1 });
  steps.nextStage().add(deleteAccessKey, { user, id }, null, { after: off, days: graceDays });
  return undefined;
}

/** A user has room for two keys, so an idle second one goes first, after the same days of grace. */
function makeRoom(steps: Steps<AwsCollections>, idle: AccessKey, graceDays: number): void {
  const off = idle.active ? deactivate(steps, idle) : undefined;
  const gate = off === undefined ? { quietDays: graceDays } : { after: off, days: graceDays };
  steps.nextStage().add(deleteAccessKey, { user: idle.user, id: idle.id }, null, gate);
}
