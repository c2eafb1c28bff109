import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { type Secret, secretKey } from '../model/secrets.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional, regionalFloor } from './regional.ts';

/** As many secrets as a page holds at most. */
const page = 100;

/** How the secrets of all enabled regions rotate; their values are never asked for. */
export const secretsCollector = defineCollector({
  name: 'secrets',
  permissions: ['ec2:DescribeRegions', 'secretsmanager:ListSecrets'],
  needs: [],
  collect: (context) =>
    listRegional(
      context,
      async (region) => {
        const secretsManager = await context.live.secretsManager(region);
        const pages = await allPages(
          (NextToken) => secretsManager.listSecrets({ MaxResults: page, NextToken }),
          (answer) => answer.NextToken,
        );
        return pages.flatMap((answer) => answer.SecretList ?? []).map((secret) => toSecret(region, secret));
      },
      secretKey,
    ),
  floor: regionalFloor('secretsmanager:ListSecrets', page),
});

/** A secret as Secrets Manager lists it. */
export function toSecret(region: string, secret: SecretListEntry): Secret {
  const { RotationRules: rules } = secret;
  return {
    region,
    name: secret.Name ?? '',
    arn: secret.ARN ?? '',
    ...(secret.CreatedDate === undefined ? {} : { createdAt: secret.CreatedDate.toISOString() }),
    rotationEnabled: secret.RotationEnabled ?? false,
    ...(secret.RotationLambdaARN ? { rotationFunction: secret.RotationLambdaARN } : {}),
    ...(rules?.AutomaticallyAfterDays === undefined ? {} : { everyDays: rules.AutomaticallyAfterDays }),
    ...(rules?.ScheduleExpression ? { schedule: rules.ScheduleExpression } : {}),
    ...(rules?.Duration ? { window: rules.Duration } : {}),
    ...(secret.LastRotatedDate === undefined ? {} : { lastRotatedAt: secret.LastRotatedDate.toISOString() }),
    ...(secret.NextRotationDate === undefined ? {} : { nextRotationAt: secret.NextRotationDate.toISOString() }),
    ...(secret.OwningService ? { owningService: secret.OwningService } : {}),
    ...(secret.PrimaryRegion ? { primaryRegion: secret.PrimaryRegion } : {}),
  };
}
