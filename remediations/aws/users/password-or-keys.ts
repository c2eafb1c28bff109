import type { Finding } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { AccessKey } from '../../../src/providers/aws/model/credentials.ts';
import { deleteLoginProfile } from '../../../src/providers/aws/operations/login-profiles.ts';
import { isInUse, keysOf } from '../access-keys/key-evidence.ts';
import { deactivate } from '../access-keys/retire-key.ts';
import { byHand } from '../by-hand.ts';
import { passwordsOf, useOf } from './credential-use.ts';

/** Days without a sign-in after which a password beside keys counts as not in use. */
export const idleDays = 45;

/** The active keys of a finding's user, when the list tells them all. */
function activeKeys({ resource, evidence }: Finding, snapshot: AwsSnapshot): readonly AccessKey[] | undefined {
  const active = keysOf(snapshot, resource.id).filter((key) => key.active);
  return active.length === evidence['active'] ? active : undefined;
}

const keysIdle = (finding: Finding, snapshot: AwsSnapshot) =>
  activeKeys(finding, snapshot)?.every((key) => !isInUse(key, snapshot)) === true;

/** Nobody has signed in for a while; an unknown last sign-in may have been yesterday's. */
function passwordIdle({ resource }: Finding, snapshot: AwsSnapshot): boolean {
  const report = readable(snapshot, 'credential-report');
  const password = report && [...passwordsOf(report)].find(({ user }) => user === resource.id);
  const use = password && useOf(password, idleDays, new Date(snapshot.collectedAt)).use;
  return use === 'unused' || use === 'neverUsed';
}

/** For a person whose keys lie idle. */
export const keepPassword = defineRemedy({
  id: 'keep-password',
  via: ['api'],
  title: 'Deactivate the access keys that are not in use, and leave the password',
  reversibility: 'reversible',
  suits: keysIdle,
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      const title = `Deactivate the access keys of ${user}, who keeps the console password`;
      const keys = activeKeys(finding, context.snapshot);
      if (keys === undefined) return { title, blocked: 'not all of the keys are in the list of access keys' };
      if (!keysIdle(finding, context.snapshot)) return { title, blocked: `a key of ${user} is in use` };
      for (const key of keys) deactivate(steps, key);
      return { title };
    });
  },
});

/** For a program whose user once got a password too. */
export const keepKeys = defineRemedy({
  id: 'keep-keys',
  via: ['api'],
  title: 'Delete the console password that is not in use, and leave the keys',
  reversibility: 'recoverable',
  suits: (finding, snapshot) => passwordIdle(finding, snapshot) && !keysIdle(finding, snapshot),
  *propose(context) {
    yield* eachFinding(context, (finding, steps) => {
      const user = finding.resource.id;
      const title = `Delete the console password of ${user}, who keeps the access keys`;
      if (!passwordIdle(finding, context.snapshot))
        return { title, blocked: `${user} has signed in lately, or may have` };
      // The report may be hours old: whoever signed in since keeps the password.
      steps.add(deleteLoginProfile, { user }, null, { quietDays: idleDays });
      return { title };
    });
  },
});

/** Where both sides are in use, a person and a program share one user, and only a person can part them. */
export const splitUser = byHand({
  id: 'split-user',
  title: 'Give the program a role or user of its own',
  reversibility: 'reversible',
  guide({ resource: { id: user } }, { snapshot }) {
    const keys = keysOf(snapshot, user).filter((key) => key.active);
    return {
      title: `Part the person and the program that share ${user}`,
      steps: [
        ...keys.map(({ id, lastUsed, lastUsedService: service }) => {
          const where = service === undefined ? '' : ` with ${service}`;
          return `Find what uses key ${id}: last used ${lastUsed.slice(0, 10)}${where}.`;
        }),
        'Where it is a program, give it an IAM role (on EC2, ECS, Lambda, in a pipeline by OIDC), or a user of its own with the least that it needs.',
        `Where it is ${user} at the command line, set up IAM Identity Center or \`aws login\`, whose credentials last hours.`,
        ...keys.map(
          ({ id }) =>
            `When ${id} has been quiet for a day: aws iam update-access-key --user-name ${user} --access-key-id ${id} --status Inactive`,
        ),
      ],
      expect: `${user} has a console password or active access keys, and not both`,
    };
  },
});
