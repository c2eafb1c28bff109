import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { Role } from './authorization-details.ts';
import type { DaysAgo } from './build-user.ts';

/** A role that Lambda assumes for this account alone, that was used yesterday and may do nothing yet. */
export function boringRole({ id, partition }: AccountIdentity, name: string, number: number, daysAgo: DaysAgo): Role {
  return {
    name,
    id: `AROA${String(number).padStart(17, '0')}`,
    arn: `arn:${partition}:iam::${id}:role/${name}`,
    path: '/',
    createdAt: daysAgo(300),
    trust: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'lambda.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': id } },
        },
      ],
    }),
    maxSessionSeconds: 3600,
    inline: [],
    attached: [],
    instanceProfiles: [],
    lastUsed: { at: daysAgo(1), region: 'us-east-1' },
    tags: {},
  };
}
