import { randomUUID } from 'node:crypto';
import { RemediateError } from '../../engine/errors.ts';
import { revealed, type SecretSink } from '../../engine/secrets.ts';
import type { Live } from './live.ts';

/**
 * A sink in AWS Secrets Manager: one secret a name under the prefix, its value a JSON object, never overwritten.
 *
 * It is proved by a probe beside the secrets, made with a value and deleted at once without a waiting time: nothing
 * else shows that the key's secret can be made there, and encrypted.
 */
export function secretsManagerSink(live: Live, prefix: string): SecretSink {
  const create = async (Name: string, Description: string, value: unknown) => {
    const manager = await live.secretsManager(live.region);
    // A request that the client repeats is the same secret, not a second one.
    const ClientRequestToken = randomUUID();
    const answer = await manager.createSecret({
      ...{ Name, Description, ClientRequestToken },
      SecretString: JSON.stringify(value),
    });
    return { manager, id: answer.ARN ?? Name };
  };
  return {
    async prove() {
      const name = `${prefix}remediate-probe-${randomUUID()}`;
      const refuse = (trouble: string, hint: string) => (cause: unknown) => {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new RemediateError('Access', `${trouble} in AWS Secrets Manager in ${live.region}: ${reason}`, {
          cause,
          hint: `no secret was made; ${hint}`,
        });
      };
      const { manager, id } = await create(name, 'Shows that remediate can write here; holds no secret', {}).catch(
        refuse('no secret can be made', `allow secretsmanager:CreateSecret on ${prefix}*`),
      );
      await manager
        .deleteSecret({ SecretId: id, ForceDeleteWithoutRecovery: true })
        .catch(
          refuse(
            `the probe ${name} cannot be deleted`,
            `delete the probe, and allow secretsmanager:DeleteSecret on ${prefix}remediate-probe-*`,
          ),
        );
    },
    async put(name, content) {
      const stored = `${prefix}${name.replace(/[^\w/+=.@-]/g, '_')}`;
      return (await create(stored, 'Made by remediate; take it over and delete it here', revealed(content))).id;
    },
  };
}
