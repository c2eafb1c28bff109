import { describe, expect, test } from 'vitest';
import type { ImportFile } from '../../../src/providers/aws/import/files.ts';
import { importSnapshot } from '../../../src/providers/aws/import/import-snapshot.ts';
import { parseSnapshot, serializeSnapshot } from '../../../src/providers/aws/import/snapshot-file.ts';
import { builtAt } from '../../../src/providers/aws/model/builder.ts';
import type { AwsCollections, CollectionName } from '../../../src/providers/aws/model/collections.ts';
import { exampleCertificate } from '../../../src/providers/aws/model/example-certificate.ts';
import { certificates } from '../../support/certificates.ts';

const accountId = '111122223333';
const at = '2026-01-02T03:04:05+00:00';
const time = '2026-01-02T03:04:05.000Z';

/** A collection as it is imported from these answers; a text is a file as it is. */
function imported<K extends CollectionName>(name: K, ...answers: readonly (object | string)[]): AwsCollections[K] {
  const files = answers.map((answer, number): ImportFile => {
    return { path: `${name}-${number}.json`, text: typeof answer === 'string' ? answer : JSON.stringify(answer) };
  });
  const snapshot = importSnapshot({ files: { [name]: files }, now: builtAt, accountId, region: 'eu-west-1' });
  const collection = parseSnapshot(serializeSnapshot(snapshot), 'snapshot.json').collections[name];
  if (collection.status !== 'read') throw new Error(`${name} was not read: ${collection.reason}`);
  return collection.data;
}

const iam = (rest: string) => `arn:aws:iam::${accountId}:${rest}`;

describe('what users uploaded', () => {
  const key = (UserName: string, SSHPublicKeyId: string, Status = 'Active') => ({
    UserName,
    SSHPublicKeyId,
    Status,
    UploadDate: at,
  });

  test('SSH keys of several users, a page given twice', () => {
    const ada = { SSHPublicKeys: [key('ada', 'APKA2', 'Inactive'), key('ada', 'APKA1')] };
    expect(imported('ssh-keys', { SSHPublicKeys: [key('bob', 'APKA3')] }, [ada, ada])).toEqual([
      { user: 'ada', id: 'APKA1', active: true, uploadedAt: time },
      { user: 'ada', id: 'APKA2', active: false, uploadedAt: time },
      { user: 'bob', id: 'APKA3', active: true, uploadedAt: time },
    ]);
    expect(imported('ssh-keys', { SSHPublicKeys: [] })).toEqual([]);
  });

  test('signing certificates', () => {
    const Certificates = [
      { UserName: 'ada', CertificateId: 'C1', Status: 'Active', UploadDate: at, CertificateBody: exampleCertificate },
    ];
    expect(imported('signing-certificates', { Certificates })).toEqual([
      {
        user: 'ada',
        id: 'C1',
        active: true,
        uploadedAt: time,
        body: exampleCertificate,
        certificate: expect.objectContaining({ keyType: 'ec', validTo: '2036-01-01T00:00:00.000Z' }),
      },
    ]);
  });

  test('server certificates: the listing, and more where one was read itself, in any order', () => {
    const metadata = (name: string) => ({
      Path: '/',
      ServerCertificateName: name,
      ServerCertificateId: `ASCA-${name}`,
      Arn: iam(`server-certificate/${name}`),
      UploadDate: at,
      Expiration: '2027-02-01T00:00:00+00:00',
    });
    const listed = { ServerCertificateMetadataList: [metadata('sound'), metadata('other')] };
    const whole = {
      ServerCertificate: {
        ServerCertificateMetadata: metadata('sound'),
        CertificateBody: certificates.sound,
        CertificateChain: certificates.old,
      },
    };
    const other = {
      name: 'other',
      id: 'ASCA-other',
      arn: iam('server-certificate/other'),
      path: '/',
      uploadedAt: time,
      expiresAt: '2027-02-01T00:00:00.000Z',
    };
    const sound = {
      ...other,
      name: 'sound',
      id: 'ASCA-sound',
      arn: iam('server-certificate/sound'),
      body: certificates.sound,
      chain: certificates.old,
      certificate: expect.objectContaining({ keyBits: 2048 }),
    };
    expect(imported('server-certificates', listed, whole)).toEqual([other, sound]);
    expect(imported('server-certificates', whole, listed)).toEqual([other, sound]);
    expect(() => imported('server-certificates', {})).toThrow(/neither ServerCertificateMetadataList nor/);
  });
});

describe('identity providers', () => {
  const corp = iam('saml-provider/corp');
  const tokens = iam('oidc-provider/tokens.example.com');
  const saml = { SAMLProviderList: [{ Arn: corp, ValidUntil: at, CreateDate: at }] };
  const oidc = { OpenIDConnectProviderList: [{ Arn: tokens }] };
  const details = { Url: 'tokens.example.com', ClientIDList: ['b', 'a'], ThumbprintList: ['ff'], CreateDate: at };

  test('from both listings and what each provider tells', () => {
    const metadata = {
      Arn: corp,
      SAMLMetadataDocument: '<EntityDescriptor entityID="urn:corp"/>',
      Tags: [{ Key: 'team', Value: 'blue' }],
    };
    expect(imported('identity-providers', details, saml, oidc, metadata)).toEqual([
      {
        kind: 'oidc',
        arn: tokens,
        url: 'tokens.example.com',
        createdAt: time,
        clientIds: ['a', 'b'],
        thumbprints: ['ff'],
        tags: {},
      },
      {
        kind: 'saml',
        arn: corp,
        name: 'corp',
        createdAt: time,
        validUntil: time,
        metadata: { document: metadata.SAMLMetadataDocument, entityId: 'urn:corp', signingCertificates: [] },
        tags: { team: 'blue' },
      },
    ]);
  });

  test('a SAML provider of the listing alone lacks its metadata', () => {
    const [provider] = imported('identity-providers', saml, { OpenIDConnectProviderList: [] });
    expect(provider).toMatchObject({ kind: 'saml', validUntil: time });
    expect(provider).not.toHaveProperty('metadata');
  });

  test.each([
    ['one listing', [saml], /add the file that aws iam list-open-id-connect-providers prints/],
    ['the other', [oidc], /add the file that aws iam list-saml-providers prints/],
    ['a provider that no file tells of', [saml, oidc], /add the file that aws iam get-open-id-connect-provider/],
    ['metadata of nobody', [saml, oidc, details, { SAMLMetadataDocument: '<x/>' }], /add "Arn"/],
  ])('%s is not enough', (_, answers, said) => {
    expect(() => imported('identity-providers', ...answers)).toThrow(said);
  });
});

describe('the use of services', () => {
  const use = (service: string, who?: string) => ({
    ServiceName: service,
    ServiceNamespace: service,
    ...(who === undefined
      ? { TotalAuthenticatedEntities: 0 }
      : { LastAuthenticated: at, LastAuthenticatedEntity: who, LastAuthenticatedRegion: 'us-east-1' }),
  });
  const done = (services: object[], more: object = {}) => ({
    JobStatus: 'COMPLETED',
    JobType: 'SERVICE_LEVEL',
    ServicesLastAccessed: services,
    ...more,
  });

  test('by principal, named in the answer or added to it, over pages', () => {
    const [ada, bob] = [iam('user/ada'), iam('role/bob')];
    expect(
      imported(
        'service-last-accessed',
        [done([use('s3', ada)]), done([use('ec2')])],
        done([use('iam')], { Arn: bob }),
        { JobStatus: 'FAILED', Error: { Message: 'it broke' }, Arn: iam('user/carl') },
      ),
    ).toEqual([
      { arn: bob, services: [{ service: 'iam', lastUsed: 'never' }] },
      {
        arn: ada,
        services: [
          { service: 'ec2', lastUsed: 'never' },
          { service: 's3', lastUsed: time, region: 'us-east-1' },
        ],
      },
      { arn: iam('user/carl'), services: null, reason: 'it broke' },
    ]);
  });

  test('of nobody is refused', () => {
    expect(() => imported('service-last-accessed', done([use('s3')]))).toThrow(/does not tell whose use.*add "Arn"/);
  });
});

describe('alternate contacts', () => {
  const contact = (AlternateContactType: string) => ({
    AlternateContact: {
      AlternateContactType,
      Name: 'Sam',
      Title: 'CISO',
      EmailAddress: 'sam@example.com',
      PhoneNumber: '+1 206 555 0100',
    },
  });

  test('an empty file is a contact that is not set', () => {
    expect(imported('alternate-contacts', contact('SECURITY'), '', contact('BILLING'))).toEqual({
      billing: { name: 'Sam', title: 'CISO', email: 'sam@example.com', phone: '+1 206 555 0100' },
      operations: null,
      security: { name: 'Sam', title: 'CISO', email: 'sam@example.com', phone: '+1 206 555 0100' },
    });
  });

  test('fewer files than types leave open what is set', () => {
    expect(() => imported('alternate-contacts', contact('SECURITY'))).toThrow(/give a file for each type/);
  });
});

describe('the organization', () => {
  const described = {
    Organization: {
      Id: 'o-example0001',
      Arn: 'arn:aws:organizations::999988887777:organization/o-example0001',
      MasterAccountId: '999988887777',
      FeatureSet: 'ALL',
    },
  };
  const unknown = { status: 'unreadable', cause: 'not-collected', reason: expect.any(String) };

  test('as far as the files go', () => {
    const known = {
      id: 'o-example0001',
      arn: described.Organization.Arn,
      managementAccountId: '999988887777',
      featureSet: 'ALL',
      serviceControlPolicies: unknown,
    };
    expect(imported('organization', described)).toEqual({ ...known, rootFeatures: unknown, accounts: unknown });
    const accounts = { Accounts: [{ Id: '999988887777' }, { Id: accountId }] };
    const features = { OrganizationId: 'o-example0001', EnabledFeatures: ['RootSessions'] };
    expect(imported('organization', accounts, described, features)).toEqual({
      ...known,
      rootFeatures: { status: 'read', data: { credentialsManagement: false, sessions: true } },
      accounts: { status: 'read', data: [accountId, '999988887777'] },
    });
  });

  test('an empty file says that there is none, and accounts alone do not do', () => {
    expect(imported('organization', '')).toBeNull();
    expect(() => imported('organization', { Accounts: [{ Id: accountId }] })).toThrow(/describe-organization/);
  });
});

describe('what lives in regions', () => {
  const gaps = [{ reason: 'other regions than those of the imported files are not known of' }];

  test('instances of Identity Center', () => {
    const Instances = [{ InstanceArn: 'arn:aws:sso:::instance/ssoins-1', IdentityStoreId: 'd-1', Status: 'ACTIVE' }];
    const item = {
      region: 'eu-west-1',
      arn: 'arn:aws:sso:::instance/ssoins-1',
      identityStoreId: 'd-1',
      status: 'ACTIVE',
    };
    expect(imported('identity-center', { Instances })).toEqual({ regions: ['eu-west-1'], gaps, items: [item] });
    expect(imported('identity-center', { Instances: [] })).toEqual({ regions: ['eu-west-1'], gaps, items: [] });
  });

  const analyzer = (region: string, type = 'ACCOUNT') => ({
    arn: `arn:aws:access-analyzer:${region}:${accountId}:analyzer/one`,
    name: 'one',
    type,
    status: 'ACTIVE',
    createdAt: at,
  });
  const finding = (id: string, status = 'ACTIVE') => ({
    id,
    status,
    resource: 'arn:aws:s3:::open',
    resourceType: 'AWS::S3::Bucket',
    resourceOwnerAccount: accountId,
    principal: { AWS: '*' },
    action: ['s3:PutObject', 's3:GetObject'],
    isPublic: true,
    condition: {},
    createdAt: at,
    updatedAt: at,
  });

  test('analyzers with the active findings of the one that they can be of', () => {
    const listed = { analyzers: [analyzer('us-east-1')] };
    const read = imported('access-analyzer', listed, { findings: [finding('f2'), finding('f1', 'ARCHIVED')] });
    expect(read).toMatchObject({ regions: ['eu-west-1', 'us-east-1'], gaps });
    expect(read.findings).toEqual([
      {
        region: 'us-east-1',
        analyzer: analyzer('us-east-1').arn,
        id: 'f2',
        resource: 'arn:aws:s3:::open',
        resourceType: 'AWS::S3::Bucket',
        ownerAccountId: accountId,
        principal: { AWS: '*' },
        actions: ['s3:GetObject', 's3:PutObject'],
        isPublic: true,
        createdAt: time,
        updatedAt: time,
      },
    ]);
    expect(read.analyzers[0]).not.toHaveProperty('findingsGap');
  });

  test('analyzers without findings say so, but for those that look inside', () => {
    const analyzers = [analyzer('us-east-1'), analyzer('eu-west-1', 'ACCOUNT_UNUSED_ACCESS')];
    expect(imported('access-analyzer', { analyzers }).analyzers.map(({ findingsGap }) => findingsGap)).toEqual([
      undefined,
      'no file of its findings was given',
    ]);
  });

  test('findings that may be of two analyzers, or of none that is listed, are refused', () => {
    const analyzers = [analyzer('us-east-1'), analyzer('eu-west-1')];
    const findings = [finding('f1')];
    expect(() => imported('access-analyzer', { analyzers }, { findings })).toThrow(/which of 2 analyzers/);
    expect(() => imported('access-analyzer', { findings })).toThrow(/list-analyzers/);
  });
});

test('files of two accounts are not mixed', () => {
  const text = (value: object) => [{ path: 'x.json', text: JSON.stringify(value) }];
  const other = iam('x').replace(accountId, '444455556666');
  expect(() =>
    importSnapshot({
      now: builtAt,
      files: {
        'service-last-accessed': text({ JobStatus: 'COMPLETED', Arn: iam('user/ada') }),
        'access-analyzer': text({
          analyzers: [{ arn: other.replace('iam::', 'access-analyzer:us-east-1:'), name: 'x' }],
        }),
      },
    }),
  ).toThrow(/are of account 111122223333, the analyzers of account 444455556666/);
});
