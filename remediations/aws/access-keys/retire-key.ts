import type { Gate } from '../../../src/engine/change.ts';
import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { AccessKey } from '../../../src/providers/aws/model/credentials.ts';
import { updateAccessKey } from '../../../src/providers/aws/operations/access-keys.ts';
import { isInUse, keyOf } from './key-evidence.ts';

/** Adds the deactivation of a key: the same change whichever control asks for it, so that a plan holds it once. */
export function deactivate(steps: Steps<AwsCollections>, key: AccessKey, gate?: Gate): string | undefined {
  const address = { user: key.user, id: key.id };
  const value = steps.value(updateAccessKey, address);
  return value === null ? undefined : steps.add(updateAccessKey, address, { ...value, active: false }, gate);
}

/** Deactivates the key of a finding. It is not deleted: what turns out to be needed can be activated again. */
export const deactivateKey = defineRemedy({
  id: 'deactivate-access-key',
  via: ['api'],
  title: 'Deactivate the access key',
  reversibility: 'reversible',
  suits(finding, snapshot) {
    const key = keyOf(snapshot, finding);
    return key !== undefined && !isInUse(key, snapshot);
  },
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const key = keyOf(context.snapshot, finding);
      const title = `Deactivate access key ${finding.discriminator} of ${finding.resource.id}`;
      if (key === undefined) return { title, blocked: 'the key is not in the list of access keys' };
      deactivate(steps, key);
      return { title };
    });
  },
});
