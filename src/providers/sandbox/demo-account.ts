import { account } from '../aws/model/builder.ts';
import type { AwsSnapshot } from '../aws/model/collections.ts';

const statement = (action: string | string[], resource: string | string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
});

/**
 * The sandbox's account: a small company whose IAM has drifted the way real ones do.
 * It holds a violation of each practice that the tour shows, and people whose access must survive the mending.
 */
export function demoAccount(now: Date): AwsSnapshot {
  const builder = account(now);
  const readOnly = builder.awsPolicyArn('ReadOnlyAccess');
  const reports = statement(['s3:GetObject', 's3:ListBucket'], ['arn:aws:s3:::reports', 'arn:aws:s3:::reports/*']);
  const deploy = builder.policyArn('deploy');
  return builder
    .awsPolicy('ReadOnlyAccess', statement(['s3:Get*', 's3:List*', 'ec2:Describe*', 'iam:Get*', 'iam:List*'], '*'))
    .policy('deploy', statement(['codedeploy:*', 's3:PutObject'], '*'))
    .root({
      summary: { AccountAccessKeysPresent: 1, AccountMFAEnabled: 0 },
      row: {
        mfaActive: false,
        keys: [
          { active: true, lastRotated: builder.daysAgo(1400), lastUsed: builder.daysAgo(390), lastUsedService: 's3' },
          { active: false, lastRotated: 'never', lastUsed: 'never' },
        ],
      },
    })
    .passwordPolicy(null)
    .user('maria', (user) => user.noGroups().groups('engineers').attach(readOnly).inline('reports', reports))
    .user('nils', (user) => user.noGroups().groups('engineers').attach(readOnly).inline('reports', reports))
    .user('olga', (user) => user.noMfa())
    .user('deploy-bot', (user) =>
      user.noPassword().attach(deploy).key({ ageDays: 412, usedDaysAgo: 0, service: 'codedeploy' }),
    )
    .user('backup-bot', (user) =>
      user.noPassword().key({ ageDays: 40, usedDaysAgo: 1 }).key({ ageDays: 700, usedDaysAgo: 300 }),
    )
    .user('former-intern', (user) =>
      user.noMfa().createdDaysAgo(420).password({ usedDaysAgo: 180, changedDaysAgo: 400 }),
    )
    .group('contractors', (group) => group.attached.push(readOnly))
    .monitoring((monitoring) => {
      // Root use is filtered but nobody is told; IAM changes are not filtered at all.
      monitoring['metric-filters'] = monitoring['metric-filters'].filter((filter) => filter.name === 'root-activity');
      monitoring.alarms = [];
    })
    .build();
}
