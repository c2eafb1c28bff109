import { byHand } from '../by-hand.ts';

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
