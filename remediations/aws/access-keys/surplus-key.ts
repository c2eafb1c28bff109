import { compareText } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { AccessKey } from '../../../src/providers/aws/model/credentials.ts';
import { isInUse, keysOf } from './key-evidence.ts';
import { deactivate } from './retire-key.ts';

/** The active keys of a user that can go so that one stays: those not in use, the longest idle first. */
function idleKeys(snapshot: AwsSnapshot, user: string): readonly AccessKey[] {
  const active = keysOf(snapshot, user).filter((key) => key.active);
  const lastNeeded = ({ lastUsed, createdAt }: AccessKey) => (lastUsed === 'never' ? createdAt : lastUsed);
  return active
    .filter((key) => !isInUse(key, snapshot))
    .sort((a, b) => Date.parse(lastNeeded(a)) - Date.parse(lastNeeded(b)) || compareText(a.id, b.id))
    .slice(0, active.length - 1);
}

/** Deactivates the surplus key that the evidence of use shows idle. */
export const deactivateIdleKey = defineRemedy({
  id: 'deactivate-idle-key',
  via: ['api'],
  title: 'Deactivate the key that is not in use',
  reversibility: 'reversible',
  suits: (finding, snapshot) => idleKeys(snapshot, finding.resource.id).length > 0,
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      const idle = idleKeys(context.snapshot, user);
      if (idle.length === 0)
        return { title: `Leave ${user} one active key`, blocked: `all keys of ${user} are in use` };
      for (const key of idle) deactivate(steps, key);
      return { title: `Deactivate the idle access key ${idle.map((key) => key.id).join(', ')} of ${user}` };
    });
  },
});

/** Where both keys are in use only a person can say which programs move. */
export const chooseKey = defineRemedy({
  id: 'choose-key',
  via: ['manual'],
  title: 'Move the programs onto one key, then deactivate the other',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, (finding) => {
      const user = finding.resource.id;
      const keys = keysOf(context.snapshot, user).filter((key) => key.active);
      return {
        title: `Choose which access key ${user} keeps`,
        guide: {
          steps: [
            ...keys.map(({ id, createdAt, lastUsed, lastUsedService: service }) => {
              const where = service === undefined ? '' : ` with ${service}`;
              return `Find the programs that use ${id}: made ${createdAt}, last used ${lastUsed}${where}.`;
            }),
            'Give the programs of the older key the newer one, or a user or role of their own.',
            `When the older key has been quiet for a day, run: aws iam update-access-key --user-name ${user} --access-key-id <older key> --status Inactive`,
          ],
          expect: `${user} has one active access key`,
        },
      };
    });
  },
});
