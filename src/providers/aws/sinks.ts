import { randomUUID } from 'node:crypto';
import { RemediateError } from '../../engine/errors.ts';
import { Secret, type SecretSink } from '../../engine/secrets.ts';
import type { Live } from './live.ts';
import { absent } from './operations/live-answers.ts';

/**
 * A sink in AWS Secrets Manager: one secret a name under the prefix, its value a JSON object, never overwritten.
 *
 * It is proved by asking for a secret that does not exist, which costs nothing and leaves nothing behind: the service
 * is reached, with credentials that may look under the prefix. That CreateSecret itself is allowed only the call
 * can show; where it is denied after all, the new credential is withdrawn again.
 */
export function secretsManagerSink(live: Live, prefix: string): SecretSink {
  const named = (name: string) => `${prefix}${name.replace(/[^\w/+=.@-]/g, '_')}`;
  return {
    async prove() {
      const manager = await live.secretsManager(live.region);
      const SecretId = named('probe');
      await absent(() => manager.describeSecret({ SecretId })).catch((cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new RemediateError('Access', `AWS Secrets Manager in ${live.region} cannot be used: ${reason}`, {
          cause,
          hint: `no secret was made; allow secretsmanager:DescribeSecret and CreateSecret on ${prefix}*`,
        });
      });
    },
    async put(name, content) {
      const manager = await live.secretsManager(live.region);
      const revealed = Object.entries(content).map(([key, value]) => [
        key,
        value instanceof Secret ? value.reveal() : value,
      ]);
      const answer = await manager.createSecret({
        Name: named(name),
        Description: 'Made by remediate; take it over and delete it here',
        // A request that the client repeats is the same secret, not a second one.
        ClientRequestToken: randomUUID(),
        SecretString: JSON.stringify(Object.fromEntries(revealed)),
      });
      return answer.ARN ?? named(name);
    },
  };
}
