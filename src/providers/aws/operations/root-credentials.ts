import type { IAM } from '@aws-sdk/client-iam';
import { RemediateError } from '../../../engine/errors.ts';
import type { Json } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import { explainAccess } from '../live-errors.ts';
import { noCertificate } from '../model/build-user.ts';
import { isTime, type ReportRow, rootRow } from '../model/credential-report.ts';
import { editable } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

/** A kind of long-term credential of the root user. */
interface RootCredential {
  /** The counter of the account summary. */
  readonly counter: string;
  /** What the report's row says of it while there is none. */
  readonly none: Partial<ReportRow>;
  isReported(row: ReportRow): boolean;
  /** All of the kind, as a root session sees them. */
  list(iam: IAM): Promise<readonly Found[]>;
}

/** A credential that is there, and how it is deleted. */
interface Found {
  readonly made: Date | undefined;
  /** When it was last used, where AWS tells it of the kind. */
  readonly used?: Date | undefined;
  remove(): Promise<unknown>;
}

const noKey = { active: false, lastRotated: 'never', lastUsed: 'never' } as const;

const credentials = {
  'access-keys': {
    counter: 'AccountAccessKeysPresent',
    none: { keys: [noKey, noKey] },
    isReported: ({ keys }) => keys.some(({ active }) => active),
    async list(iam) {
      const keys = await listAll(
        (Marker) => iam.listAccessKeys({ Marker }),
        (page) => page.AccessKeyMetadata,
      );
      const found = keys.map(async ({ AccessKeyId, CreateDate: made }) => {
        const { AccessKeyLastUsed } = await iam.getAccessKeyLastUsed({ AccessKeyId });
        return { made, used: AccessKeyLastUsed?.LastUsedDate, remove: () => iam.deleteAccessKey({ AccessKeyId }) };
      });
      return Promise.all(found);
    },
  },
  'signing-certificates': {
    counter: 'AccountSigningCertificatesPresent',
    none: { certificates: [noCertificate, noCertificate] },
    isReported: ({ certificates }) => certificates.some(({ active }) => active),
    async list(iam) {
      const certificates = await listAll(
        (Marker) => iam.listSigningCertificates({ Marker }),
        (page) => page.Certificates,
      );
      return certificates.map(({ CertificateId, UploadDate: made }) => ({
        made,
        remove: () => iam.deleteSigningCertificate({ CertificateId }),
      }));
    },
  },
  password: {
    counter: 'AccountPasswordPresent',
    none: { passwordEnabled: false, passwordLastUsed: 'never', passwordLastChanged: 'never' },
    isReported: ({ passwordEnabled, passwordLastChanged }) =>
      passwordEnabled === true || (passwordEnabled === 'unknown' && isTime(passwordLastChanged)),
    async list(iam) {
      const profile = (await absent(() => iam.getLoginProfile({})))?.LoginProfile;
      if (profile === undefined) return [];
      const used = (await iam.getUser({})).User?.PasswordLastUsed;
      return [{ made: profile.CreateDate, used, remove: () => iam.deleteLoginProfile({}) }];
    },
  },
} satisfies Readonly<Record<string, RootCredential>>;

/** The kinds of credentials that a root session can delete. */
export type RootCredentialKind = keyof typeof credentials;

/** The root user by its ARN, for it has no name, and which of its credentials. */
type RootAddress = { readonly root: string; readonly kind: RootCredentialKind };

/** Credentials of one kind, as far as the evidence tells of them: IAM tells their ids to the root user alone. */
type RootValue = {
  /** What the account summary counts. */
  readonly counted?: number;
  /** What the root row of the credential report says, by its columns. */
  readonly reported?: { readonly [column: string]: Json };
  /** The time of which the evidence tells. */
  readonly asOf?: string;
};

const rootCredentialResource = defineResource<RootAddress, RootValue>({
  type: 'root-credentials',
  collection: 'account-summary',
  volatile: ['counted', 'reported', 'asOf'],
  label: ({ kind }) => `the root user's ${inWords(kind)}`,
  read(snapshot, { kind }) {
    const { counter, none, isReported }: RootCredential = credentials[kind];
    const summary = readable(snapshot, 'account-summary');
    const report = readable(snapshot, 'credential-report');
    const row = report && rootRow(report);
    const counted = summary?.[counter];
    if (summary === undefined || ((counted ?? 0) === 0 && (row === undefined || !isReported(row)))) return null;
    const columns = Object.keys(none) as (keyof ReportRow)[];
    return {
      asOf: row === undefined || report === undefined ? snapshot.collectedAt : report.generatedAt,
      ...(counted === undefined ? {} : { counted }),
      ...(row === undefined ? {} : { reported: Object.fromEntries(columns.map((name) => [name, row[name] as Json])) }),
    };
  },
  write(draft, { kind }, value) {
    const { counter, none }: RootCredential = credentials[kind];
    const summary = editable(draft, 'account-summary');
    if (summary === undefined) return;
    if (summary[counter] !== undefined) summary[counter] = value === null ? 0 : (value.counted ?? 1);
    const report = editable(draft, 'credential-report');
    const row = report && rootRow(report);
    if (row !== undefined) Object.assign(row, structuredClone(value === null ? none : value.reported));
  },
  requires: () => [],
  permissions: ['iam:GetAccountSummary'],
  async observe(live, { kind }) {
    const iam = await live.iam();
    const summary: Readonly<Record<string, number | undefined>> = (await iam.getAccountSummary({})).SummaryMap ?? {};
    const counted = summary[credentials[kind].counter] ?? 0;
    return counted === 0 ? null : { counted };
  },
});

/**
 * Deletes credentials of a member account's root user, in a session that another principal opens: the caller itself only
 * reads the account summary. The session's policy lets it list and delete, never deactivate, and nothing makes a deleted
 * credential anew.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/security-iam-awsmanpol.html
 */
export const deleteRootCredentials = defineOperation({
  name: 'sts:AssumeRoot',
  resource: rootCredentialResource,
  inverse: null,
  reversibility: 'irreversible',
  permissions: ['sts:AssumeRoot', 'iam:GetAccountSummary'],
  title: ({ root, kind }) => `Delete the ${inWords(kind)} of ${root} in a root session`,
  command: ({ root }) => [
    ...['sts', 'assume-root', '--target-principal', accountOf(root)],
    ...['--task-policy-arn', `arn=${deletionTask(root)}`],
  ],
  async perform(live, { address: { root, kind }, from, to }) {
    if (to !== null) return undefined;
    const { iam, source } = await live.rootSession(root, deletionTask(root));
    const removed = removeKnown(iam, kind, from?.asOf ?? '');
    await removed.catch((error: unknown) => Promise.reject(explainAccess(error, source) ?? error));
    return undefined;
  },
});

/** Deletes all of a kind, or none: what was made or used after the evidence is not what the plan showed. */
async function removeKnown(iam: IAM, kind: RootCredentialKind, asOf: string): Promise<void> {
  const { list }: RootCredential = credentials[kind];
  const found = await list(iam);
  for (const { made, used } of found)
    for (const [what, at] of [
      ['made', made],
      ['used', used],
    ] as const)
      if (at !== undefined && !(at.getTime() <= Date.parse(asOf)))
        throw new RemediateError(
          'StalePlan',
          `the root user's ${inWords(kind)} were ${what} on ${at.toISOString()}, after the evidence of the plan, which is of ${asOf}`,
          { hint: 'nothing was deleted; find out who did that, scan again and make the plan anew' },
        );
  for (const { remove } of found) await remove();
}

/** The policy of AWS's own that a root session for deleting credentials is held to. */
export function deletionTask(root: string): string {
  return `arn:${root.split(':')[1]}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`;
}

function inWords(kind: string): string {
  return kind.replaceAll('-', ' ');
}

function accountOf(root: string): string {
  return root.split(':')[4] ?? '';
}

export const rootCredentialOperations = [deleteRootCredentials];
