import { z } from 'zod';
import { writeRaw } from '../../../src/providers/aws/policy/raw-document.ts';

/** ARNs of users, roles and whole accounts who are to assume a role. */
export const people = z
  .array(
    z
      .string()
      .regex(
        /^arn:[^:]+:iam::\d{12}:(?:root$|user\/.|role\/.)/,
        'an ARN of a user, a role or an account, such as arn:aws:iam::111122223333:root',
      ),
  )
  .default([]);

/** The trust policy of a role for people: they sign in with MFA, and then assume it. */
export function trustedPeople(arns: readonly string[]): string {
  return writeRaw({
    head: { Version: '2012-10-17' },
    statements: [
      {
        Effect: 'Allow',
        Principal: { AWS: arns.length === 1 ? arns[0] : arns },
        Action: 'sts:AssumeRole',
        Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      },
    ],
  });
}
