import { type AccountBuilder, account } from '../../src/providers/aws/model/builder.ts';
import { certificates } from './certificates.ts';

/** A policy of the built account. */
export const engineering = 'arn:aws:iam::111122223333:policy/engineering';
/** What an organizational unit's policy is attached to. */
export const unit = { target: 'ou-ab12-11111111', targetType: 'unit' } as const;
/** The same for a unit within it. */
export const nested = { target: 'ou-ab12-22222222', targetType: 'unit' } as const;
/** A service control policy beside FullAWSAccess. */
export const region = { id: 'p-regions01', name: 'regions', awsManaged: false };

/** Something of everything. */
export function governedAccount(): AccountBuilder {
  const given = account();
  return given
    .user('ada', (user) =>
      user.sshKey({ ageDays: 40 }).sshKey({ ageDays: 400, active: false }).signingCertificate({ ageDays: 100 }),
    )
    .user('grace', (user) =>
      user.sshKey().signingCertificate({ body: certificates.sound }).signingCertificate({ active: false, ageDays: 9 }),
    )
    .role('worker', (role) => role.attached.push(engineering))
    .lastAccessed('role', 'worker', { s3: 3, ec2: 'never', dynamodb: 200 })
    .lastAccessed('user', 'edsger', null)
    .serverCertificate('sound', { body: certificates.sound })
    .serverCertificate('elliptic', { body: certificates.elliptic, path: '/cloudfront/' })
    .serverCertificate('old', { body: certificates.old, uploadedDaysAgo: 4000 })
    .samlProvider('corp', { metadataValidForDays: 20, validForDays: 20 })
    .samlProvider('legacy', { validForDays: -3 })
    .oidcProvider('token.actions.githubusercontent.com')
    .oidcProvider('login.example.com/tenant', { clientIds: ['b', 'a'].sort() })
    .alternateContacts({ billing: null })
    .identityCenter([
      {
        region: 'eu-west-1',
        arn: 'arn:aws:sso:::instance/ssoins-1',
        identityStoreId: 'd-1',
        ownerAccountId: '111122223333',
        name: 'team',
        status: 'ACTIVE',
      },
    ])
    .accessAnalyzer(({ analyzers }) =>
      analyzers.push(given.analyzer({ name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' })),
    )
    .analyzerFinding()
    .analyzerFinding({
      region: 'eu-west-1',
      isPublic: false,
      principal: { AWS: '444455556666' },
      actions: ['a:B', 'c:D'],
    })
    .analyzerFinding({ principal: {}, actions: [], isPublic: false, error: 'ACCESS_DENIED' });
}

/** The root of the organization. */
export const root = 'r-ab12';

/** The management account of an organization that wrote two policies: one on its root and a unit, one on nothing. */
export function managingAccount(): AccountBuilder {
  const own = { ...region, target: root, targetType: 'root' as const };
  const full = { id: 'p-FullAWSAccess', name: 'FullAWSAccess', awsManaged: true };
  const base = 'arn:aws:organizations::111122223333';
  const written = (id: string, name: string, targets: string[]) => ({
    ...{ id, name, arn: `${base}:policy/o-exampleorg1/service_control_policy/${id}`, description: name, targets },
    document: '{"Statement":[{"Action":"*","Effect":"Deny","Resource":"*"}],"Version":"2012-10-17"}',
  });
  return account().organization({
    managementAccountId: '111122223333',
    arn: `${base}:organization/o-exampleorg1`,
    serviceControlPolicies: {
      status: 'read',
      data: [
        { ...full, target: '111122223333', targetType: 'account' },
        { ...full, target: root, targetType: 'root' },
        own,
      ],
    },
    ownPolicies: {
      status: 'read',
      data: [written(region.id, region.name, [unit.target, root].sort()), written('p-spare001', 'spare', [])],
    },
    accounts: { status: 'read', data: ['111122223333', '444455556666'] },
  });
}
