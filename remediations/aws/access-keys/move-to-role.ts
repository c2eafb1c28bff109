import { readable } from '../../../src/engine/snapshot.ts';
import { byHand } from '../by-hand.ts';
import { keysOf } from './key-evidence.ts';

/** How a program comes to a role depends on where it runs, which no evidence of IAM tells. */
export const moveToRole = byHand({
  id: 'move-to-role',
  title: 'Give the program a role, then retire its user',
  reversibility: 'reversible',
  guide({ resource: { id: user } }, { snapshot }) {
    const keys = keysOf(snapshot, user).filter((key) => key.active);
    const owner = readable(snapshot, 'authorization-details')?.users.find(({ name }) => name === user);
    const policies = [...(owner?.attached ?? []), ...(owner?.inline ?? []).map(({ name }) => `inline policy ${name}`)];
    const held = [...policies, ...(owner?.groups ?? []).map((group) => `all that group ${group} grants`)];
    return {
      title: `Move the program that is ${user} to a role`,
      steps: [
        ...keys.map(({ id, lastUsed, lastUsedService: service, lastUsedRegion: region }) => {
          const where = service === undefined ? '' : ` with ${service} in ${region ?? 'an unknown region'}`;
          return `Find where key ${id} is kept: last used ${lastUsed.slice(0, 10)}${where}. CloudTrail tells the addresses that it calls from: aws cloudtrail lookup-events --lookup-attributes AttributeKey=AccessKeyId,AttributeValue=${id}`;
        }),
        'Make a role that trusts only where the program runs: ec2.amazonaws.com with an instance profile, ecs-tasks.amazonaws.com, lambda.amazonaws.com, the OIDC provider of a pipeline with its repository named in the condition, one role of the other account with an external id, or IAM Roles Anywhere for servers of your own.',
        'The construct WorkloadRole writes such a role for a service of AWS or an OIDC provider, and terraform destroy takes it away again: docs/constructs.md has an example.',
        `Give the role what the program needs of what the user holds: ${held.length === 0 ? 'nothing that the evidence shows' : held.join(', ')}.`,
        'Take the key out of the program, so that the SDK finds the credentials of the role, and see it run.',
        ...keys.map(
          ({ id }) =>
            `When ${id} has been quiet for a day: aws iam update-access-key --user-name ${user} --access-key-id ${id} --status Inactive`,
        ),
      ],
      expect: `${user} has no active access key`,
    };
  },
});
