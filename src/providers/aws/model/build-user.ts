import type { User } from './authorization-details.ts';
import { parseCertificate } from './certificate.ts';
import { type Moment, type ReportKey, type ReportRow, rootUser } from './credential-report.ts';
import type { AccessKey, MfaDevice } from './credentials.ts';
import { exampleCertificate } from './example-certificate.ts';
import type { SigningCertificate, SshKey } from './uploads.ts';

const dayMs = 86_400_000;

/** A clock for builders: `daysAgo(3)` in ISO 8601. */
export type DaysAgo = (days: number) => string;

/** The `daysAgo` of a moment. */
export function daysBefore(now: Date): DaysAgo {
  return (days) => new Date(now.getTime() - days * dayMs).toISOString();
}

/** How an access key deviates from one that was made yesterday and used today. */
export interface KeyOptions {
  readonly id?: string;
  readonly ageDays?: number;
  readonly active?: boolean;
  /** Days since the last use, or the moment itself. */
  readonly usedDaysAgo?: number | 'never' | 'unknown';
  readonly service?: string;
}

/** How an uploaded key or certificate deviates from one that is active and was uploaded yesterday. */
export interface UploadOptions {
  readonly id?: string;
  readonly ageDays?: number;
  readonly active?: boolean;
  readonly body?: string;
}

/** A user with the rest of the evidence on it. */
interface BuiltUser {
  readonly user: User;
  readonly row: ReportRow;
  readonly keys: readonly AccessKey[];
  readonly devices: readonly MfaDevice[];
  readonly sshKeys: readonly SshKey[];
  readonly certificates: readonly SigningCertificate[];
}

/** Builds a user whose default breaks no practice: a console user with MFA, in one group, who signed in yesterday. */
export class UserBuilder {
  readonly #name: string;
  readonly #daysAgo: DaysAgo;
  readonly #user: { -readonly [K in keyof User]: User[K] };
  readonly #keys: AccessKey[] = [];
  readonly #devices: MfaDevice[] = [];
  readonly #sshKeys: SshKey[] = [];
  readonly #certificates: SigningCertificate[] = [];
  readonly #password: { enabled: boolean; lastUsed: Moment; lastChanged: Moment; nextRotation: Moment };

  #reported: Partial<ReportRow> = {};

  constructor(account: { id: string; partition: string }, name: string, daysAgo: DaysAgo, ordinal: number) {
    this.#name = name;
    this.#daysAgo = daysAgo;
    this.#user = {
      name,
      id: `AIDA${String(ordinal).padStart(17, '0')}`,
      arn: `arn:${account.partition}:iam::${account.id}:user/${name}`,
      path: '/',
      createdAt: daysAgo(200),
      groups: [],
      inline: [],
      attached: [],
      tags: {},
    };
    this.#password = { enabled: true, lastUsed: daysAgo(1), lastChanged: daysAgo(20), nextRotation: daysAgo(-70) };
    this.#devices.push({ user: name, serial: `GAHT${ordinal}`, kind: 'hardware', enabledAt: daysAgo(199) });
  }

  /** Puts the user into groups, besides those it is in. */
  groups(...names: string[]): this {
    this.#user.groups = [...new Set([...this.#user.groups, ...names])].sort();
    return this;
  }

  noGroups(): this {
    this.#user.groups = [];
    return this;
  }

  path(path: string): this {
    this.#user.path = path;
    this.#user.arn = this.#user.arn.replace(/user\/.*$/, `user${path}${this.#name}`);
    return this;
  }

  createdDaysAgo(days: number): this {
    this.#user.createdAt = this.#daysAgo(days);
    return this;
  }

  tag(key: string, value: string): this {
    this.#user.tags = { ...this.#user.tags, [key]: value };
    return this;
  }

  inline(name: string, document: object): this {
    this.#user.inline = [...this.#user.inline, { name, document: JSON.stringify(document) }].sort((a, b) =>
      a.name < b.name ? -1 : 1,
    );
    return this;
  }

  attach(...arns: string[]): this {
    this.#user.attached = [...new Set([...this.#user.attached, ...arns])].sort();
    return this;
  }

  boundary(arn: string): this {
    this.#user.boundary = arn;
    return this;
  }

  /** A user of a program: no password and no MFA device. */
  noPassword(): this {
    Object.assign(this.#password, { enabled: false, lastUsed: 'never', lastChanged: 'never', nextRotation: 'never' });
    this.#devices.length = 0;
    return this;
  }

  password(options: {
    usedDaysAgo?: number | 'never' | 'unknown';
    changedDaysAgo?: number;
    expiresInDays?: number;
  }): this {
    if (options.usedDaysAgo !== undefined) this.#password.lastUsed = this.#moment(options.usedDaysAgo);
    if (options.changedDaysAgo !== undefined) this.#password.lastChanged = this.#daysAgo(options.changedDaysAgo);
    if (options.expiresInDays !== undefined) this.#password.nextRotation = this.#daysAgo(-options.expiresInDays);
    return this;
  }

  noMfa(): this {
    this.#devices.length = 0;
    return this;
  }

  virtualMfa(): this {
    const account = this.#user.arn.split(':').slice(0, 5).join(':');
    const serial = `${account}:mfa/${this.#name}`;
    this.#devices.splice(0, 1, { user: this.#name, serial, kind: 'virtual', enabledAt: this.#daysAgo(199) });
    return this;
  }

  /** Adds a security key to the devices that the user has. */
  securityKey(): this {
    const account = this.#user.arn.split(':').slice(0, 5).join(':');
    const serial = `${account}:u2f/user/${this.#name}/key`;
    this.#devices.push({ user: this.#name, serial, kind: 'hardware', enabledAt: this.#daysAgo(100) });
    return this;
  }

  key(options: KeyOptions = {}): this {
    const { ageDays = 1, active = true, usedDaysAgo = 0, service = 's3' } = options;
    const used = this.#moment(usedDaysAgo);
    this.#keys.push({
      user: this.#name,
      id: options.id ?? `AKIA${this.#user.id.slice(-12)}${String(this.#keys.length + 1).padStart(4, '0')}`,
      active,
      createdAt: this.#daysAgo(ageDays),
      lastUsed: used,
      ...(used === 'never' || used === 'unknown' ? {} : { lastUsedService: service, lastUsedRegion: 'us-east-1' }),
    });
    return this;
  }

  /** Adds a public SSH key, uploaded yesterday and active unless told. */
  sshKey(options: UploadOptions = {}): this {
    this.#sshKeys.push(this.#upload('APKA', this.#sshKeys.length, options));
    return this;
  }

  /** Adds a signing certificate, uploaded yesterday and active unless told. */
  signingCertificate(options: UploadOptions = {}): this {
    const body = options.body ?? exampleCertificate;
    const certificate = parseCertificate(body);
    this.#certificates.push({
      ...this.#upload('CERT', this.#certificates.length, options),
      body,
      ...(certificate === undefined ? {} : { certificate }),
    });
    return this;
  }

  #upload(prefix: string, earlier: number, { id, ageDays = 1, active = true, body }: UploadOptions) {
    return {
      user: this.#name,
      id: id ?? `${prefix}${this.#user.id.slice(-12)}${String(earlier + 1).padStart(4, '0')}`,
      active,
      uploadedAt: this.#daysAgo(ageDays),
      ...(body === undefined ? {} : { body }),
    };
  }

  /** Makes the credential report say otherwise, as one does that is older than the rest of the evidence. */
  reported(row: Partial<ReportRow>): this {
    this.#reported = { ...this.#reported, ...row };
    return this;
  }

  #moment(value: number | 'never' | 'unknown'): Moment {
    return typeof value === 'number' ? this.#daysAgo(value) : value;
  }

  build(): BuiltUser {
    const { enabled, lastUsed, lastChanged, nextRotation } = this.#password;
    return {
      user: this.#user,
      keys: this.#keys,
      devices: this.#devices,
      sshKeys: this.#sshKeys,
      certificates: this.#certificates,
      row: {
        user: this.#name,
        arn: this.#user.arn,
        createdAt: this.#user.createdAt,
        passwordEnabled: enabled,
        passwordLastUsed: lastUsed,
        passwordLastChanged: lastChanged,
        passwordNextRotation: nextRotation,
        mfaActive: this.#devices.length > 0,
        keys: [slot(this.#keys[0]), slot(this.#keys[1])],
        certificates: [certificateSlot(this.#certificates[0]), certificateSlot(this.#certificates[1])],
        ...this.#reported,
      },
    };
  }
}

/** An empty access-key slot of the credential report. */
export const emptySlot: ReportKey = { active: false, lastRotated: 'never', lastUsed: 'never' };
/** An empty signing-certificate slot of the credential report. */
export const noCertificate = { active: false, lastRotated: 'never' } as const;

function slot(key: AccessKey | undefined): ReportKey {
  if (key === undefined) return emptySlot;
  const { active, createdAt, lastUsed, lastUsedRegion, lastUsedService } = key;
  return {
    active,
    lastRotated: createdAt,
    lastUsed,
    ...(lastUsedRegion === undefined ? {} : { lastUsedRegion }),
    ...(lastUsedService === undefined ? {} : { lastUsedService }),
  };
}

function certificateSlot(certificate: SigningCertificate | undefined): ReportRow['certificates'][number] {
  if (certificate === undefined) return noCertificate;
  return { active: certificate.active, lastRotated: certificate.uploadedAt };
}

/** The row of a root user that breaks no practice: a password changed and last used 90 days ago, MFA, no keys, no certificates. */
export function quietRootRow(account: { id: string; partition: string }, daysAgo: DaysAgo): ReportRow {
  return {
    user: rootUser,
    arn: `arn:${account.partition}:iam::${account.id}:root`,
    createdAt: daysAgo(1000),
    passwordEnabled: true,
    passwordLastUsed: daysAgo(90),
    passwordLastChanged: daysAgo(90),
    passwordNextRotation: 'unknown',
    mfaActive: true,
    keys: [emptySlot, emptySlot],
    certificates: [noCertificate, noCertificate],
  };
}
