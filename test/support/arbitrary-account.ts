import fc from 'fast-check';
import { account } from '../../src/providers/aws/model/builder.ts';
import type { AwsSnapshot, CollectionName } from '../../src/providers/aws/model/collections.ts';

/** Policy documents that random accounts are made of; the first two mean the same. */
export const sampleDocuments: readonly object[] = [
  { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['*'] }] },
  { Version: '2012-10-17', Statement: { Resource: '*', Action: 's3:getobject', Effect: 'Allow' } },
  { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 'iam:*', Resource: '*' }] },
];

const policyNames = ['deploy', 'read-logs', 'Team.Base'];
const inline = fc.uniqueArray(fc.record({ name: fc.constantFrom('own', 'x+y', 'zz'), document: fc.nat(2) }), {
  selector: ({ name }) => name,
});
/** Numbers choose among the account's policies; 3 is one of AWS that the evidence does not list. */
const attached = fc.uniqueArray(fc.nat(3), { maxLength: 4 });
const holder = { inline, attached };

const upload = fc.record({ active: fc.boolean(), ageDays: fc.nat(200) });

const user = fc.record({
  name: fc.constantFrom('joan', 'lin', 'Mary', 'svc@build'),
  groups: fc.subarray(['auditors', 'Operators', 'engineers']),
  password: fc.boolean(),
  mfa: fc.constantFrom('hardware', 'virtual', 'none'),
  keys: fc.array(fc.record({ active: fc.boolean(), ageDays: fc.nat(200), used: fc.boolean() }), { maxLength: 2 }),
  boundary: fc.boolean(),
  sshKeys: fc.array(upload, { maxLength: 2 }),
  certificates: fc.array(upload, { maxLength: 2 }),
  ...holder,
});

const shape = fc.record({
  users: fc.uniqueArray(user, { selector: ({ name }) => name, maxLength: 4 }),
  groups: fc.uniqueArray(fc.record({ name: fc.constantFrom('auditors', 'Operators'), ...holder }), {
    selector: ({ name }) => name,
  }),
  roles: fc.uniqueArray(
    fc.record({
      name: fc.constantFrom('deployer', 'Reader'),
      profile: fc.boolean(),
      boundary: fc.boolean(),
      ...holder,
    }),
    {
      selector: ({ name }) => name,
    },
  ),
  emptyProfile: fc.boolean(),
  bareUser: fc.boolean(),
  outside: fc.subarray(['certificate', 'saml', 'oidc']),
  versions: fc.integer({ min: 1, max: 3 }),
  passwordPolicy: fc.option(
    fc.record({ minimumLength: fc.integer({ min: 6, max: 30 }), requireSymbols: fc.boolean() }),
  ),
});

/** Any account of a few users, groups, roles and policies, each deviating from a boring one in many ways. */
export const arbitraryAccount: fc.Arbitrary<AwsSnapshot> = shape.map(
  ({ users, groups, roles, emptyProfile, bareUser, outside, versions, passwordPolicy }) => {
    const built = account()
      .monitoring(({ sns, trails, 'log-groups': logGroups }) => {
        const arn = 'arn:aws:sns:us-east-1:111122223333:build-results';
        sns.unshift({ arn, region: 'us-east-1', name: 'build-results', subscriptions: [] });
        const stopped = trails.map(({ logGroupArn: _, logRoleArn: __, loggingSince: ___, ...trail }) => ({
          ...trail,
          name: 'spare',
          arn: 'arn:aws:cloudtrail:us-east-1:111122223333:trail/spare',
          logging: false,
        }));
        trails.push(...stopped);
        logGroups.push({ region: 'us-east-1', name: 'empty' });
      })
      .buckets((found) => {
        found.scope = 'all';
        const bucket = { region: 'us-east-1', trails: [], logging: { status: 'off' as const } };
        const publicAccessBlock = {
          blockPublicAcls: true,
          ignorePublicAcls: true,
          blockPublicPolicy: true,
          restrictPublicBuckets: false,
        };
        found.items.push({ ...bucket, name: 'empty' });
        found.items.push({ ...bucket, name: 'settled', policy: '{"Statement":[]}', publicAccessBlock });
      });
    built.secrets([
      { name: 'idle', rotationFunction: 'arn:aws:lambda:us-east-1:111122223333:function:rotate' },
      { name: 'turning', rotationEnabled: true, everyDays: 7, rotationFunction: 'arn:aws:lambda:::function:other' },
    ]);
    for (const [at, name] of policyNames.entries()) built.policy(name, sampleDocuments[at] ?? {});
    const arns = (chosen: readonly number[]) =>
      chosen
        .map((at) => (policyNames[at] ? built.policyArn(policyNames[at]) : built.awsPolicyArn('ReadOnlyAccess')))
        .sort();
    const documents = (chosen: readonly { name: string; document: number }[]) =>
      chosen
        .map(({ name, document }) => ({ name, document: JSON.stringify(sampleDocuments[document], null, document) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const given of [
      { name: 'auditors', inline: [], attached: [] },
      { name: 'Operators', inline: [], attached: [] },
      ...groups,
    ])
      built.group(given.name, (group) => {
        group.inline = documents(given.inline);
        group.attached = arns(given.attached);
      });
    for (const given of roles)
      built.role(given.name, (role) => {
        role.inline = documents(given.inline);
        role.attached = arns(given.attached);
        const arn = `arn:aws:iam::111122223333:instance-profile/${given.name}`;
        if (given.boundary) role.boundary = built.policyArn('Team.Base');
        if (given.profile) role.instanceProfiles = [{ name: given.name, arn, createdAt: built.daysAgo(200) }];
      });
    if (emptyProfile) built.emptyProfile('spare');
    // Few of the others are bare enough to be deleted.
    built.role('idle');
    if (bareUser) built.user('leaver', (user) => user.noGroups().noPassword().path('/left/').tag('team', 'x'));
    if (outside.includes('certificate')) built.serverCertificate('www');
    if (outside.includes('saml')) built.samlProvider('staff');
    if (outside.includes('oidc')) built.oidcProvider('ci.example.com');
    for (const given of users)
      built.user(given.name, (user) => {
        user
          .noGroups()
          .groups(...given.groups)
          .attach(...arns(given.attached));
        if (!given.password) user.noPassword();
        else if (given.mfa === 'none') user.noMfa();
        else if (given.mfa === 'virtual') user.virtualMfa();
        if (given.boundary) user.boundary(built.policyArn('Team.Base'));
        for (const { name, document } of given.inline) user.inline(name, sampleDocuments[document] ?? {});
        for (const sshKey of given.sshKeys) user.sshKey(sshKey);
        for (const certificate of given.certificates) user.signingCertificate(certificate);
        for (const { used, ...key } of given.keys) user.key({ ...key, usedDaysAgo: used ? 1 : 'never' });
      });
    if (passwordPolicy === null) built.passwordPolicy(null);
    else built.passwordPolicy(passwordPolicy);
    const snapshot = built.build();
    addVersions(snapshot, versions);
    return snapshot;
  },
);

/** The account with one of its collections unreadable. */
export function withoutCollection(snapshot: AwsSnapshot, name: CollectionName): AwsSnapshot {
  const missing = { status: 'unreadable', cause: 'denied', reason: 'denied in this account' } as const;
  return { ...snapshot, collections: { ...snapshot.collections, [name]: missing } };
}

function addVersions(snapshot: AwsSnapshot, versions: number): void {
  const details = snapshot.collections['authorization-details'];
  if (details.status !== 'read') return;
  for (const policy of details.data.policies)
    for (let version = 2; version <= versions && !policy.arn.includes(':aws:policy'); version++)
      policy.versions.push({
        id: `v${version}`,
        document: JSON.stringify(sampleDocuments[version - 1]),
        isDefault: false,
        createdAt: policy.createdAt,
      });
}
