import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toSecret } from '../collect/secrets.ts';
import { editable, putSorted } from '../model/edit.ts';
import { type Secret, secretKey } from '../model/secrets.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

/** The id is the secret's ARN. */
type RotationAddress = { readonly region: string; readonly id: string };
type RotationValue = {
  readonly enabled: boolean;
  /** The ARN of the function that rotates it. */
  readonly function?: string;
  readonly everyDays?: number;
  readonly schedule?: string;
  readonly window?: string;
  readonly lastRotatedAt?: string;
  readonly nextRotationAt?: string;
};

/** How a secret rotates; its value is never asked for. */
export const rotationResource = defineResource<RotationAddress, RotationValue>({
  type: 'secretsmanager-rotation',
  collection: 'secrets',
  volatile: ['lastRotatedAt', 'nextRotationAt'],
  // Where rotation is off, the schedule that is kept for later decides nothing.
  compared: (value) => (value.enabled ? value : { enabled: false }),
  label: ({ id }) => `rotation of secret ${nameOf(id)}`,
  read(snapshot, { region, id }) {
    const found = readable(snapshot, 'secrets')?.items.find((item) => item.arn === id && item.region === region);
    return found === undefined ? null : rotationOf(found);
  },
  write(draft, { region, id }, value) {
    const secrets = editable(draft, 'secrets');
    if (secrets === undefined) return;
    const found = secrets.items.find((item) => item.arn === id && item.region === region);
    if (found === undefined || value === null)
      throw new Refusal(`how secret ${nameOf(id)} rotates can be changed as long as the secret exists`);
    if (found.primaryRegion !== undefined && found.primaryRegion !== region)
      throw new Refusal(`secret ${found.name} is a replica: it rotates in ${found.primaryRegion}`);
    if (value.enabled && value.function === undefined && found.owningService === undefined)
      throw new Refusal(`secret ${found.name} has no function that could rotate it`);
    putSorted(secrets.items, { ...withoutRotation(found), ...toRotation(value) }, secretKey);
  },
  requires: () => [],
  permissions: ['secretsmanager:DescribeSecret'],
  async observe(live, { region, id }) {
    const secretsManager = await live.secretsManager(region);
    const answer = await absent(() => secretsManager.describeSecret({ SecretId: id }));
    return answer === null ? null : rotationOf(toSecret(region, answer));
  },
});

/** Switches rotation on, which makes a new value at once, or off again. */
export const rotateSecret = defineOperation({
  name: 'secretsmanager:RotateSecret',
  resource: rotationResource,
  inverse: 'secretsmanager:RotateSecret',
  // The setting comes back; the value that was made stays, and the one before it is kept as AWSPREVIOUS.
  reversibility: 'recoverable',
  permissions: [
    'secretsmanager:RotateSecret',
    'secretsmanager:CancelRotateSecret',
    'secretsmanager:DescribeSecret',
    'lambda:InvokeFunction',
  ],
  title: ({ id }, _, to) =>
    to?.enabled === true
      ? `Rotate secret ${nameOf(id)} at once and ${rhythm(to)}, by ${to.function?.split(':').at(-1) ?? 'its service'}`
      : `Switch the rotation of secret ${nameOf(id)} off; its value stays`,
  command({ region, id }, _, to) {
    const at = ['--region', region, '--secret-id', id];
    if (to?.enabled !== true) return ['secretsmanager', 'cancel-rotate-secret', ...at];
    return [
      ...['secretsmanager', 'rotate-secret', ...at],
      ...(to.function === undefined ? [] : ['--rotation-lambda-arn', to.function]),
      ...['--rotation-rules', JSON.stringify(rulesOf(to))],
    ];
  },
  async perform(live, { address: { region, id }, to }) {
    const secretsManager: SecretsManager = await live.secretsManager(region);
    if (to?.enabled !== true) await secretsManager.cancelRotateSecret({ SecretId: id });
    else
      await secretsManager.rotateSecret({
        SecretId: id,
        ...(to.function === undefined ? {} : { RotationLambdaARN: to.function }),
        RotationRules: rulesOf(to),
      });
    return undefined;
  },
});

export const secretRotationOperations = [rotateSecret];

function rotationOf({ rotationEnabled, rotationFunction, ...secret }: Secret): RotationValue {
  const { everyDays, schedule, window, lastRotatedAt, nextRotationAt } = secret;
  return {
    enabled: rotationEnabled,
    ...(rotationFunction === undefined ? {} : { function: rotationFunction }),
    ...(everyDays === undefined ? {} : { everyDays }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(window === undefined ? {} : { window }),
    ...(lastRotatedAt === undefined ? {} : { lastRotatedAt }),
    ...(nextRotationAt === undefined ? {} : { nextRotationAt }),
  };
}

function toRotation({ enabled, function: rotationFunction, ...rest }: RotationValue): Partial<Secret> {
  return { rotationEnabled: enabled, ...(rotationFunction === undefined ? {} : { rotationFunction }), ...rest };
}

function withoutRotation(secret: Secret): Secret {
  const {
    rotationFunction: _,
    everyDays: __,
    schedule: ___,
    window: ____,
    lastRotatedAt: _____,
    nextRotationAt: ______,
    ...rest
  } = secret;
  return rest;
}

function rulesOf({ everyDays, schedule, window }: RotationValue) {
  return {
    // AWS takes one of the two.
    ...(schedule === undefined && everyDays !== undefined ? { AutomaticallyAfterDays: everyDays } : {}),
    ...(schedule === undefined ? {} : { ScheduleExpression: schedule }),
    ...(window === undefined ? {} : { Duration: window }),
  };
}

function rhythm({ everyDays, schedule }: RotationValue): string {
  return schedule === undefined ? `every ${everyDays} days` : `by the schedule ${schedule}`;
}

/** The name in a secret's ARN, which ends with six characters of its own. */
function nameOf(arn: string): string {
  return (arn.split(':secret:')[1] ?? arn).replace(/-[A-Za-z0-9]{6}$/, '');
}
