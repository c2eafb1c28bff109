import { compareText } from '../../../engine/finding.ts';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import { type AccessAnalyzer, type Analyzer, type AnalyzerFinding, analyzerKeys } from './access-analyzer.ts';
import type { AlternateContacts } from './alternate-contacts.ts';
import { type Attestation, attestationKey } from './attestations.ts';
import { builtRegions, RegionalBuilder } from './build-regional.ts';
import type { DaysAgo } from './build-user.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { AwsCollections } from './collections.ts';
import { exampleCertificate } from './example-certificate.ts';
import type { IdentityCenterInstance } from './identity-center.ts';
import type { IdentityProvider } from './identity-providers.ts';
import type { ServiceUse } from './last-accessed.ts';
import { fullAccessScp, type Organization, scpKey } from './organization.ts';
import { readSamlMetadata } from './saml-metadata.ts';
import { type ServerCertificate, uploadKeys } from './uploads.ts';

type Governance = Pick<
  AwsCollections,
  | 'server-certificates'
  | 'identity-providers'
  | 'alternate-contacts'
  | 'organization'
  | 'identity-center'
  | 'access-analyzer'
  | 'attestations'
>;

/** How a built certificate deviates from a fresh one with an RSA key of 2048 bits. */
export interface CertificateOptions {
  readonly validFromDaysAgo?: number;
  readonly expiresInDays?: number;
  /** Bits of an RSA key, or the name of an EC curve. */
  readonly key?: number | string;
}

/** How a built server certificate was uploaded, and whether its body was read or the listing alone. */
interface ServerCertificateOptions extends CertificateOptions {
  readonly uploadedDaysAgo?: number;
  readonly listedOnly?: boolean;
}

const home = 'us-east-1';
const managementAccount = '999988887777';

/**
 * Builds what stands around an account's principals: its organization, who is told of trouble, who may sign people
 * in, its certificates and analyzers. The default: a member of an organization with a policy beyond the one that
 * lets all pass, all contacts set, people sign in by Identity Center, an analyzer in each region, fresh attestations.
 */
export class GovernanceBuilder extends RegionalBuilder {
  readonly #identity: AccountIdentity;
  readonly #ago: DaysAgo;
  readonly #serverCertificates: ServerCertificate[] = [];
  readonly #identityProviders: IdentityProvider[] = [];
  readonly #contacts: AlternateContacts;
  readonly #analyzers: Pick<AccessAnalyzer, 'analyzers' | 'findings'>;
  #organization: Organization | null;
  #identityCenter: IdentityCenterInstance[];
  #attestations: Attestation[];

  constructor(identity: AccountIdentity, daysAgo: DaysAgo) {
    super(identity, daysAgo);
    this.#identity = identity;
    this.#ago = daysAgo;
    const contact = (name: string, title: string) => ({
      name,
      title,
      email: `${name.toLowerCase()}@example.com`,
      phone: '+1 206 555 0100',
    });
    this.#contacts = {
      billing: contact('Billing', 'Head of Finance'),
      operations: contact('Operations', 'Head of Operations'),
      security: contact('Security', 'Head of Security'),
    };
    this.#organization = quietOrganization(identity);
    this.#identityCenter = [
      {
        region: home,
        arn: `arn:${identity.partition}:sso:::instance/ssoins-72231c9d86b7f2a3`,
        identityStoreId: 'd-9067a1b2c3',
        ownerAccountId: managementAccount,
        status: 'ACTIVE',
      },
    ];
    this.#analyzers = { analyzers: builtRegions.map((region) => this.analyzer({ region })), findings: [] };
    this.#attestations = ['account-security-questions', 'cloudhsm-attested', 'credential-report-reviewed'].map(
      (control) => ({ control, statement: 'looked at and found in order', signedBy: 'ada', at: daysAgo(10) }),
    );
  }

  /** Adds a certificate for TLS: fresh, valid for a year, with an RSA key of 2048 bits and a chain unless told, or the one in `body`. */
  serverCertificate(name: string, options: ServerCertificateOptions & Partial<ServerCertificate> = {}): this {
    const { validFromDaysAgo = 10, expiresInDays = 355, key = 2048, uploadedDaysAgo = 10, ...others } = options;
    const { listedOnly = false, ...rest } = others;
    const given = rest.body === undefined ? undefined : parseCertificate(rest.body);
    const path = rest.path ?? '/';
    const ordinal = String(this.#serverCertificates.length + 1).padStart(17, '0');
    this.#serverCertificates.push({
      name,
      id: `ASCA${ordinal}`,
      arn: `arn:${this.#identity.partition}:iam::${this.#identity.id}:server-certificate${path}${name}`,
      path,
      uploadedAt: this.#ago(uploadedDaysAgo),
      expiresAt: given?.validTo ?? this.#ago(-expiresInDays),
      ...(listedOnly
        ? {}
        : {
            body: `-----BEGIN CERTIFICATE-----\n${name}\n-----END CERTIFICATE-----`,
            chain: '-----BEGIN CERTIFICATE-----\nexample-ca\n-----END CERTIFICATE-----',
            certificate: given ?? this.certificateOf(name, { validFromDaysAgo, expiresInDays, key }),
          }),
      ...rest,
    });
    return this;
  }

  /** A parsed certificate as certificates of the account are described. */
  certificateOf(name: string, options: CertificateOptions = {}): Certificate {
    const { validFromDaysAgo = 10, expiresInDays = 355, key = 2048 } = options;
    return {
      subject: `CN=${name}`,
      issuer: 'CN=Example CA',
      validFrom: this.#ago(validFromDaysAgo),
      validTo: this.#ago(-expiresInDays),
      fingerprint: Array.from({ length: 32 }, (_, at) =>
        (at + name.length).toString(16).padStart(2, '0').toUpperCase(),
      ).join(':'),
      ...(typeof key === 'number' ? { keyType: 'rsa', keyBits: key } : { keyType: 'ec', curve: key }),
    };
  }

  /** Adds a SAML provider whose metadata is valid for a year unless told, with one certificate that is valid until 2036. */
  samlProvider(
    name: string,
    options: {
      readonly validForDays?: number;
      readonly metadataValidForDays?: number;
      /** What its metadata is said to hold instead. */
      readonly certificates?: readonly CertificateOptions[];
      readonly document?: string;
      /** New metadata that the baseline names a file of. */
      readonly offered?: string;
    } = {},
  ): this {
    const { validForDays = 365, metadataValidForDays, certificates } = options;
    const until = metadataValidForDays === undefined ? undefined : this.#ago(-metadataValidForDays);
    const metadata = readSamlMetadata(options.document ?? samlDocument(`https://${name}.example.com`, until));
    this.#identityProviders.push({
      kind: 'saml',
      arn: `arn:${this.#identity.partition}:iam::${this.#identity.id}:saml-provider/${name}`,
      name,
      createdAt: this.#ago(300),
      validUntil: this.#ago(-validForDays),
      metadata: {
        ...metadata,
        ...(certificates && { signingCertificates: certificates.map((each) => this.certificateOf(name, each)) }),
      },
      ...(options.offered === undefined ? {} : { offered: readSamlMetadata(options.offered) }),
      tags: {},
    });
    return this;
  }

  /** Adds an OpenID Connect provider. */
  oidcProvider(
    url: string,
    options: { readonly clientIds?: readonly string[]; readonly thumbprints?: readonly string[] } = {},
  ): this {
    this.#identityProviders.push({
      kind: 'oidc',
      arn: `arn:${this.#identity.partition}:iam::${this.#identity.id}:oidc-provider/${url}`,
      url,
      createdAt: this.#ago(300),
      clientIds: [...(options.clientIds ?? ['sts.amazonaws.com'])],
      thumbprints: [...(options.thumbprints ?? ['6938fd4d98bab03faadb97b34396831e3780aea1'])],
      tags: {},
    });
    return this;
  }

  /** Changes the contacts; null takes one away. */
  alternateContacts(contacts: Partial<AlternateContacts>): this {
    Object.assign(this.#contacts, contacts);
    return this;
  }

  /** Changes the organization; null takes the account out of it. */
  organization(organization: Partial<Organization> | null): this {
    this.#organization =
      organization === null ? null : { ...(this.#organization ?? quietOrganization(this.#identity)), ...organization };
    return this;
  }

  identityCenter(instances: readonly IdentityCenterInstance[]): this {
    this.#identityCenter = [...instances];
    return this;
  }

  /** Changes the analyzers and their active findings. */
  accessAnalyzer(deviate: (analyzers: Pick<AccessAnalyzer, 'analyzers' | 'findings'>) => unknown): this {
    deviate(this.#analyzers);
    return this;
  }

  /** An analyzer of the account, active unless told. */
  analyzer(analyzer: Partial<Analyzer> = {}): Analyzer {
    const { region = home, name = 'external-access' } = analyzer;
    const arn = this.arnIn(region, 'access-analyzer', `analyzer/${name}`);
    return { region, name, arn, type: 'ACCOUNT', status: 'ACTIVE', createdAt: this.#ago(300), ...analyzer };
  }

  /** Adds an active finding of the analyzer of a region: a bucket that is open to the outside unless told. */
  analyzerFinding(finding: Partial<AnalyzerFinding> = {}): this {
    const { region = home } = finding;
    this.#analyzers.findings.push({
      region,
      analyzer: this.analyzer({ region }).arn,
      id: `f0000000-0000-4000-8000-${String(this.#analyzers.findings.length + 1).padStart(12, '0')}`,
      resource: 'arn:aws:s3:::example-shared',
      resourceType: 'AWS::S3::Bucket',
      ownerAccountId: this.#identity.id,
      principal: { AWS: '*' },
      actions: ['s3:GetObject'],
      isPublic: true,
      createdAt: this.#ago(20),
      updatedAt: this.#ago(5),
      ...finding,
    });
    return this;
  }

  /** Puts other statements in the place of those that the account has. */
  attestations(attestations: readonly Attestation[]): this {
    this.#attestations = [...attestations];
    return this;
  }

  /** What the builder has said, as collections. */
  protected buildGovernance(): Governance {
    return {
      'server-certificates': sorted(this.#serverCertificates, uploadKeys.serverCertificate),
      'identity-providers': sorted(this.#identityProviders, ({ arn }) => arn),
      'alternate-contacts': this.#contacts,
      organization: this.#organization,
      'identity-center': { ...this.covered, items: sorted(this.#identityCenter, ({ arn }) => arn) },
      'access-analyzer': {
        ...this.covered,
        analyzers: sorted(this.#analyzers.analyzers, analyzerKeys.analyzer),
        findings: sorted(this.#analyzers.findings, analyzerKeys.finding),
      },
      attestations: sorted(this.#attestations, attestationKey),
    };
  }
}

/** Services that a principal used so many days ago, or never, by prefix. */
export type ServiceUses = Readonly<Record<string, number | 'never'>>;

/** The same as IAM tells it. */
export function serviceUses(services: ServiceUses, daysAgo: DaysAgo): ServiceUse[] {
  return Object.entries(services)
    .sort(([a], [b]) => compareText(a, b))
    .map(([service, used]) =>
      used === 'never' ? { service, lastUsed: 'never' } : { service, lastUsed: daysAgo(used), region: home },
    );
}

/** A provider's metadata as a SAML identity provider gives it out. */
function samlDocument(entityId: string, validUntil: string | undefined): string {
  const base64 = exampleCertificate.replace(/-----[A-Z ]+-----|\s/g, '');
  return [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entityId}"${validUntil === undefined ? '' : ` validUntil="${validUntil}"`}>`,
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">',
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    '</md:KeyDescriptor></md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('');
}

/** A member of an organization whose root has a policy attached beside the one that lets everything pass. */
function quietOrganization({ id, partition }: AccountIdentity): Organization {
  const root = 'r-ab12';
  return {
    id: 'o-exampleorg1',
    arn: `arn:${partition}:organizations::${managementAccount}:organization/o-exampleorg1`,
    managementAccountId: managementAccount,
    featureSet: 'ALL',
    serviceControlPolicies: {
      status: 'read',
      data: [
        { id: fullAccessScp, name: 'FullAWSAccess', awsManaged: true, target: id, targetType: 'account' as const },
        { id: fullAccessScp, name: 'FullAWSAccess', awsManaged: true, target: root, targetType: 'root' as const },
        { id: 'p-guardrail', name: 'guardrails', awsManaged: false, target: root, targetType: 'root' as const },
      ].sort((a, b) => compareText(scpKey(a), scpKey(b))),
    },
    rootFeatures: { status: 'read', data: { credentialsManagement: true, sessions: true } },
    accounts: { status: 'read', data: [id, managementAccount] },
  };
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}
