import { compareText } from '../../../engine/finding.ts';
import type { AccountIdentity, UnreadableCause } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails, Group, ManagedPolicy, Role } from './authorization-details.ts';
import { GovernanceBuilder, type ServiceUses, serviceUses } from './build-governance.ts';
import { quietMonitoring } from './build-monitoring.ts';
import { boringRole } from './build-role.ts';
import { type DaysAgo, daysBefore, quietRootRow, UserBuilder } from './build-user.ts';
import type { AwsCollections, AwsSnapshot, CollectionName } from './collections.ts';
import { type CredentialReport, type ReportRow, rootUser } from './credential-report.ts';
import type { MfaDevice, PasswordPolicy } from './credentials.ts';
import { type LastAccessed, principalsOfInterest } from './last-accessed.ts';
import { uploadKeys } from './uploads.ts';

/** The moment at which built accounts are looked at, unless another is given. */
export const builtAt = new Date('2026-03-01T12:00:00.000Z');

/** A password policy that meets every common baseline. */
export const strongPasswordPolicy: PasswordPolicy = {
  minimumLength: 14,
  requireSymbols: true,
  requireNumbers: true,
  requireUppercase: true,
  requireLowercase: true,
  allowUsersToChange: true,
  maxAgeDays: 90,
  reusePrevention: 24,
  hardExpiry: false,
};

const quotas = {
  AccessKeysPerUserQuota: 2,
  AttachedPoliciesPerGroupQuota: 10,
  AttachedPoliciesPerRoleQuota: 10,
  AttachedPoliciesPerUserQuota: 10,
  GroupPolicySizeQuota: 5120,
  GroupsPerUserQuota: 10,
  GroupsQuota: 300,
  PoliciesQuota: 1500,
  PolicySizeQuota: 6144,
  RolePolicySizeQuota: 10240,
  RolesQuota: 1000,
  UserPolicySizeQuota: 2048,
  UsersQuota: 5000,
  VersionsPerPolicyQuota: 5,
};

const allSupport = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['support:*'], Resource: '*' }] };

/** Trusts the account's own users, who must have signed in with MFA. */
const ownPeopleWithMfa = ({ id, partition }: AccountIdentity) => ({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:${partition}:iam::${id}:root` },
      Action: 'sts:AssumeRole',
      Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
    },
  ],
});

const anything = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/**
 * Builds accounts in memory. The default is boring: two administrators in a group, one engineer in another, a role for AWS Support,
 * a quiet root user, a strong password policy, a trail whose root and IAM events raise alarms. A test or a demo
 * states only what deviates from that.
 */
export class AccountBuilder extends GovernanceBuilder {
  readonly now: Date;
  readonly daysAgo: DaysAgo;
  readonly #account: { id: string; partition: string; alias: string };
  readonly #users = new Map<string, UserBuilder>();
  readonly #details: AuthorizationDetails = { users: [], groups: [], roles: [], policies: [], emptyProfiles: [] };
  readonly #unreadable = new Map<CollectionName, { cause: UnreadableCause; reason: string; permission?: string }>();
  readonly #summary: Record<string, number> = {
    AccountMFAEnabled: 1,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
  };
  readonly #servicesUsed = new Map<string, ServiceUses | null>();
  #rootRow: ReportRow | undefined;
  #rootDevice: MfaDevice[] = [];
  #passwordPolicy: PasswordPolicy | null = strongPasswordPolicy;
  #monitoring: Pick<AwsCollections, 'trails' | 'log-groups' | 'metric-filters' | 'alarms' | 'sns'>;

  constructor(now: Date = builtAt, partition = 'aws') {
    const account = { id: '111122223333', partition, alias: 'example' };
    super(account, daysBefore(now));
    this.#account = account;
    this.now = now;
    this.daysAgo = daysBefore(now);
    this.#rootRow = quietRootRow(this.#account, this.daysAgo);
    this.#monitoring = quietMonitoring(this.#account, this.daysAgo);
    this.awsPolicy('AdministratorAccess', anything);
    this.group('administrators', (group) => group.attached.push(this.awsPolicyArn('AdministratorAccess')));
    this.policy('engineering', {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['s3:GetObject'], Resource: 'arn:aws:s3:::example-build/*' }],
    });
    this.group('engineers', (group) => group.attached.push(this.policyArn('engineering')));
    this.awsPolicy('AWSSupportAccess', allSupport);
    this.role('support', (role) => {
      role.trust = JSON.stringify(ownPeopleWithMfa(this.#account));
      role.attached.push(this.awsPolicyArn('AWSSupportAccess'));
    });
    this.user('ada', (user) => user.noGroups().groups('administrators'));
    this.user('grace', (user) => user.noGroups().groups('administrators'));
    this.user('edsger');
  }

  /** The ARN of a customer-managed policy of this account. */
  policyArn(name: string): string {
    return `arn:${this.#account.partition}:iam::${this.#account.id}:policy/${name}`;
  }

  /** The ARN of a policy that AWS manages. */
  awsPolicyArn(name: string): string {
    return `arn:${this.#account.partition}:iam::aws:policy/${name}`;
  }

  /** Adds a user who is in the group `engineers` and deviates from a boring user as told; called again, goes on with the same user. */
  user(name: string, deviate: (user: UserBuilder) => unknown = () => {}): this {
    const user =
      this.#users.get(name) ??
      new UserBuilder(this.#account, name, this.daysAgo, this.#users.size + 1).groups('engineers');
    this.#users.set(name, user);
    deviate(user);
    return this;
  }

  group(name: string, deviate: (group: Group) => unknown = () => {}): this {
    const existing = this.#details.groups.find((group) => group.name === name);
    const group: Group = existing ?? {
      name,
      id: `AGPA${String(this.#details.groups.length + 1).padStart(17, '0')}`,
      arn: `arn:${this.#account.partition}:iam::${this.#account.id}:group/${name}`,
      path: '/',
      createdAt: this.daysAgo(300),
      inline: [],
      attached: [],
    };
    deviate(group);
    sortHoldings(group);
    if (!existing) this.#details.groups.push(group);
    return this;
  }

  role(name: string, deviate: (role: Role) => unknown = () => {}): this {
    const existing = this.#details.roles.find((role) => role.name === name);
    const role = existing ?? boringRole(this.#account, name, this.#details.roles.length + 1, this.daysAgo);
    deviate(role);
    sortHoldings(role);
    if (!existing) this.#details.roles.push(role);
    return this;
  }

  /** Adds an instance profile that holds no role. */
  emptyProfile(name: string, ageDays = 300): this {
    const arn = `arn:${this.#account.partition}:iam::${this.#account.id}:instance-profile/${name}`;
    this.#details.emptyProfiles.push({ name, arn, createdAt: this.daysAgo(ageDays) });
    return this;
  }

  /** Adds a customer-managed policy. */
  policy(name: string, document: object, deviate: (policy: ManagedPolicy) => unknown = () => {}): this {
    return this.#addPolicy(this.policyArn(name), name, document, deviate);
  }

  /** Adds a policy that AWS manages to the evidence, as an attachment of it does. */
  awsPolicy(name: string, document: object): this {
    return this.#addPolicy(this.awsPolicyArn(name), name, document);
  }

  #addPolicy(
    arn: string,
    name: string,
    document: object,
    deviate: (policy: ManagedPolicy) => unknown = () => {},
  ): this {
    const policy: ManagedPolicy = {
      name,
      id: `ANPA${String(this.#details.policies.length + 1).padStart(17, '0')}`,
      arn,
      path: '/',
      createdAt: this.daysAgo(300),
      versions: [{ id: 'v1', document: JSON.stringify(document), isDefault: true, createdAt: this.daysAgo(300) }],
      tags: {},
    };
    deviate(policy);
    this.#details.policies.push(policy);
    return this;
  }

  /** Changes what the credential report and the summary say of the root user; null leaves the row or the counter out. */
  root(deviate: {
    row?: Partial<ReportRow> | null;
    summary?: Record<string, number | null>;
    devices?: MfaDevice[];
  }): this {
    this.#rootRow =
      deviate.row === null
        ? undefined
        : { ...quietRootRow(this.#account, this.daysAgo), ...this.#rootRow, ...deviate.row };
    for (const [counter, value] of Object.entries(deviate.summary ?? {}))
      if (value === null) delete this.#summary[counter];
      else this.#summary[counter] = value;
    this.#rootDevice = deviate.devices ?? this.#rootDevice;
    return this;
  }

  passwordPolicy(policy: Partial<PasswordPolicy> | null): this {
    this.#passwordPolicy = policy === null ? null : { ...strongPasswordPolicy, ...policy };
    return this;
  }

  /** Changes the trails, filters, alarms and topics. */
  monitoring(
    deviate: (
      monitoring: Pick<AwsCollections, 'trails' | 'log-groups' | 'metric-filters' | 'alarms' | 'sns'>,
    ) => unknown,
  ): this {
    deviate(this.#monitoring);
    // A trail that was stopped, or delivers nowhere, tells no more since when or as whom.
    for (const trail of this.#monitoring.trails) {
      if (!trail.logging) delete trail.loggingSince;
      if (trail.logGroupArn === undefined) delete trail.logRoleArn;
    }
    return this;
  }

  /** Says which services a user or a role is granted, and how many days ago it used each; null where IAM could not tell. */
  lastAccessed(kind: 'user' | 'role', name: string, services: ServiceUses | null): this {
    this.#servicesUsed.set(`${kind}/${name}`, services);
    return this;
  }

  /** What IAM tells of a principal that nothing was said of: it used what it is granted. */
  #lastAccessedOf(arn: string): LastAccessed {
    const [kind = '', ...path] = arn.split(':').at(-1)?.split('/') ?? [];
    const services = this.#servicesUsed.get(`${kind}/${path.at(-1)}`);
    if (services === null) return { arn, services, reason: 'IAM could not finish its report' };
    return { arn, services: serviceUses(services ?? { s3: 1 }, this.daysAgo) };
  }

  /** Makes a collection unreadable. */
  unreadable(name: CollectionName, cause: UnreadableCause = 'denied', permission?: string): this {
    this.#unreadable.set(name, { cause, reason: `${cause} in this account`, ...(permission ? { permission } : {}) });
    return this;
  }

  /** A row as the password policy has it: where no password expires, the report names no next rotation. */
  #withExpiry(row: ReportRow): ReportRow {
    return this.#passwordPolicy?.maxAgeDays === undefined ? { ...row, passwordNextRotation: 'never' } : row;
  }

  build(): AwsSnapshot {
    const users = [...this.#users.values()].map((user) => user.build());
    const sorted = <T>(items: readonly T[], key: (item: T) => string): T[] =>
      [...items].sort((a, b) => compareText(key(a), key(b)));
    const report: CredentialReport = {
      generatedAt: this.now.toISOString(),
      rows: sorted(
        [...(this.#rootRow ? [this.#rootRow] : []), ...users.map((user) => this.#withExpiry(user.row))],
        (row) => (row.user === rootUser ? '' : row.user),
      ),
    };
    const details: AuthorizationDetails = {
      users: sorted(
        users.map((user) => user.user),
        (user) => user.name,
      ),
      groups: sorted(this.#details.groups, (group) => group.name),
      roles: sorted(this.#details.roles, (role) => role.name),
      policies: sorted(this.#details.policies, (policy) => policy.arn),
      emptyProfiles: sorted(this.#details.emptyProfiles, (profile) => profile.name),
    };
    const data: AwsCollections = {
      'account-summary': {
        ...quotas,
        ...this.#summary,
        Users: users.length,
        Groups: this.#details.groups.length,
        Roles: this.#details.roles.length,
        Policies: this.#details.policies.filter((policy) => !policy.arn.includes(':iam::aws:')).length,
      },
      'credential-report': report,
      'authorization-details': details,
      'password-policy': this.#passwordPolicy,
      'access-keys': sorted(
        users.flatMap((user) => [...user.keys]),
        (key) => `${key.user} ${key.id}`,
      ),
      'mfa-devices': sorted(
        [...this.#rootDevice, ...users.flatMap((user) => [...user.devices])],
        (device) => `${device.user} ${device.serial}`,
      ),
      'ssh-keys': sorted(
        users.flatMap((user) => [...user.sshKeys]),
        uploadKeys.ofUser,
      ),
      'signing-certificates': sorted(
        users.flatMap((user) => [...user.certificates]),
        uploadKeys.ofUser,
      ),
      'service-last-accessed': principalsOfInterest(details, report).map((arn) => this.#lastAccessedOf(arn)),
      ...this.buildGovernance(),
      ...this.#monitoring,
      ...this.buildRegional(this.#monitoring.trails),
    };
    const collections = Object.fromEntries(
      Object.entries(data).map(([name, value]) => {
        const missing = this.#unreadable.get(name as CollectionName);
        return [name, missing ? { status: 'unreadable', ...missing } : { status: 'read', data: value }];
      }),
    ) as unknown as AwsSnapshot['collections'];
    return structuredClone({
      schema: 'remediate.snapshot/1',
      provider: 'aws',
      account: this.#account,
      caller: `arn:${this.#account.partition}:iam::${this.#account.id}:user/ada`,
      collectedAt: this.now.toISOString(),
      collections,
    });
  }
}

/** Puts attachments and inline policies into the order in which a snapshot holds them. */
function sortHoldings({ attached, inline }: Group | Role): void {
  attached.sort(compareText);
  inline.sort((a, b) => compareText(a.name, b.name));
}

/** Begins a boring account, looked at at `builtAt` and in the partition `aws` unless others are given. */
export function account(now?: Date, partition?: string): AccountBuilder {
  return new AccountBuilder(now, partition);
}
