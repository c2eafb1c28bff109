import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { rotateSecret } from '../../../src/providers/aws/operations/secret-rotation.ts';
import { byHand } from '../by-hand.ts';

export const rotationParameters = z.object({
  /** How often a secret rotates that a plan switches rotation on for, unless it has a schedule from before. */
  everyDays: z.number().int().min(1).max(1000).default(30),
});

/** Switches on what was switched off: a function stands that rotated the secret before. */
export const switchRotationOn = defineRemedy({
  id: 'switch-rotation-on',
  via: ['api'],
  title: 'Switch rotation on again where its function stands; a new value is made at once',
  reversibility: 'recoverable',
  suits: ({ reason, evidence }) => reason === 'off' && evidence['rotationFunction'] !== null,
  *propose(context) {
    const { everyDays } = rotationParameters.parse(context.parameters('secrets-rotation'));
    yield* eachFinding(context, ({ reason, resource, evidence }, steps) => {
      const title = `Rotate ${resource.id}`;
      const address = { region: String(evidence['region']), id: resource.arn ?? resource.id };
      const rotation = steps.value(rotateSecret, address);
      if (reason !== 'off') return { title, blocked: `rotation of ${resource.id} is on, and fails: find out why` };
      if (rotation?.function === undefined)
        return { title, blocked: `no function stands that could rotate ${resource.id}: write or choose one first` };
      const rhythm = rotation.schedule === undefined ? { everyDays: rotation.everyDays ?? everyDays } : {};
      const lastRotatedAt = context.now.toISOString();
      steps.add(rotateSecret, address, { ...rotation, ...rhythm, enabled: true, lastRotatedAt });
      return { title };
    });
  },
});

/** Steps for a secret without rotation, and for one whose rotation fails. */
export const rotateByHand = byHand({
  id: 'rotate-by-hand',
  title: 'Switch rotation on, or find out why it fails',
  reversibility: 'reversible',
  guide({ reason, resource, evidence }) {
    const at = `--region ${evidence['region']} --secret-id ${resource.arn}`;
    return reason === 'off'
      ? {
          title: `Switch the rotation of ${resource.id} on`,
          steps: [
            `See who reads it: aws secretsmanager describe-secret ${at} shows LastAccessedDate, CloudTrail the GetSecretValue calls; programs that keep a copy must fetch it anew first`,
            'Choose a rotation function: AWS has templates for its databases; for all else write one that makes, tests and finishes a new value',
            `aws secretsmanager rotate-secret ${at} --rotation-lambda-arn FUNCTION --rotation-rules AutomaticallyAfterDays=30`,
          ],
          expect: `describe-secret shows RotationEnabled true and a LastRotatedDate of today`,
        }
      : {
          title: `Find out why ${resource.id} does not rotate`,
          steps: [
            `Read the log of the function ${evidence['rotationFunction'] ?? 'that rotates it'} in CloudWatch Logs, group /aws/lambda/NAME, since ${String(evidence['due']).slice(0, 10)}`,
            'Most often it cannot reach the database or Secrets Manager from its network, or lost a permission',
            `When that is mended, rotate at once: aws secretsmanager rotate-secret ${at}`,
          ],
          expect: 'describe-secret shows a LastRotatedDate of today, and no version with AWSPENDING alone',
        };
  },
});
