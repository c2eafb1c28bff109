import type { IAM, SigningCertificate as LiveCertificate } from '@aws-sdk/client-iam';
import { Refusal } from '../../../engine/change.ts';
import { RemediateError } from '../../../engine/errors.ts';
import { readable } from '../../../engine/snapshot.ts';
import { noCertificate } from '../model/build-user.ts';
import { parseCertificate } from '../model/certificate.ts';
import type { Moment } from '../model/credential-report.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { pairCertificates, type Slot } from '../model/key-slots.ts';
import { uploadKeys } from '../model/uploads.ts';
import { defineOperation, defineResource } from './define.ts';
import { listAll } from './listing.ts';
import { absent } from './live-answers.ts';

type CertificateAddress = { readonly user: string; readonly id: string };

/** A signing certificate; the body is kept so that a deleted one can be uploaded again. */
type CertificateValue = {
  readonly active: boolean;
  readonly body?: string;
  readonly uploadedAt?: string;
  /** What the credential report says of it, and in which of the row's two slots. */
  readonly reported?: { readonly slot: Slot; readonly lastRotated: Moment };
};

/** IAM's limit, which no account can have raised. */
const mostCertificates = 2;

/** A user's X.509 signing certificate. Its slot in the credential report is kept in step. */
export const signingCertificateResource = defineResource<CertificateAddress, CertificateValue>({
  type: 'iam-signing-certificate',
  collection: 'signing-certificates',
  volatile: ['body', 'uploadedAt', 'reported'],
  label: ({ user, id }) => `signing certificate ${id} of ${user}`,
  read(snapshot, { user, id }) {
    const mine = readable(snapshot, 'signing-certificates')?.filter((one) => one.user === user) ?? [];
    const found = mine.find((one) => one.id === id);
    if (found === undefined) return null;
    const { active, uploadedAt, body } = found;
    const row = readable(snapshot, 'credential-report')?.rows.find((item) => item.user === user);
    const slot = row && pairCertificates(row, mine).get(id);
    const reported =
      row === undefined || slot === undefined ? undefined : { slot, lastRotated: row.certificates[slot].lastRotated };
    return {
      active,
      uploadedAt,
      ...(body === undefined ? {} : { body }),
      ...(reported === undefined ? {} : { reported }),
    };
  },
  write(draft, { user, id }, value) {
    const list = editable(draft, 'signing-certificates');
    if (list === undefined) return;
    const mine = list.filter((one) => one.user === user);
    const existing = mine.find((one) => one.id === id);
    const row = editable(draft, 'credential-report')?.rows.find((item) => item.user === user);
    const slot = row && pairCertificates(row, mine).get(id);
    if (value === null) {
      removeKeyed(list, `${user} ${id}`, uploadKeys.ofUser);
      if (row !== undefined && slot !== undefined) row.certificates[slot] = { ...noCertificate };
      return;
    }
    if (existing === undefined && mine.length >= mostCertificates)
      throw new Refusal(
        `IAM does not give ${user} another signing certificate: ${mostCertificates} are the most a user can have`,
      );
    const { active, body = existing?.body, uploadedAt = existing?.uploadedAt ?? draft.collectedAt, reported } = value;
    const certificate = body === undefined ? undefined : parseCertificate(body);
    const common = { user, id, active, uploadedAt };
    putSorted(
      list,
      {
        ...common,
        ...(body === undefined ? {} : { body }),
        ...(certificate === undefined ? {} : { certificate }),
      },
      uploadKeys.ofUser,
    );
    if (row === undefined) return;
    const at = reported?.slot ?? slot ?? freeSlot(row.certificates, value);
    if (at !== undefined) row.certificates[at] = { active, lastRotated: reported?.lastRotated ?? uploadedAt };
  },
  requires: ({ user }) => [{ type: 'iam-user', address: { user } }],
  permissions: ['iam:ListSigningCertificates'],
  async observe(live, { user, id }) {
    const found = (await listCertificates(await live.iam(), user)).find((one) => one.CertificateId === id);
    if (found === undefined) return null;
    const { Status, CertificateBody: body, UploadDate: uploaded } = found;
    return {
      active: Status === 'Active',
      ...(body === undefined ? {} : { body }),
      ...(uploaded === undefined ? {} : { uploadedAt: uploaded.toISOString() }),
    };
  },
});

/** The slot that a new certificate takes; one whose slot could not be told is left out of the report, as it was before. */
function freeSlot(
  slots: readonly { readonly active: boolean; readonly lastRotated: Moment }[],
  { uploadedAt }: CertificateValue,
): number | undefined {
  const free = slots.findIndex(({ active, lastRotated }) => !active && lastRotated === 'never');
  return free < 0 || uploadedAt !== undefined ? undefined : free;
}

async function listCertificates(iam: IAM, user: string): Promise<readonly LiveCertificate[]> {
  const listed = await absent(() =>
    listAll(
      (Marker) => iam.listSigningCertificates({ UserName: user, Marker }),
      (page) => page.Certificates,
    ),
  );
  return listed ?? [];
}

/** Uploads a certificate whose body the record holds; IAM gives it an id of its own. */
export const uploadSigningCertificate = defineOperation({
  name: 'iam:UploadSigningCertificate',
  resource: signingCertificateResource,
  inverse: 'iam:DeleteSigningCertificate',
  reversibility: 'reversible',
  permissions: ['iam:UploadSigningCertificate', 'iam:ListSigningCertificates', 'iam:UpdateSigningCertificate'],
  title: ({ user, id }) => `Upload signing certificate ${id} of ${user} again`,
  command: ({ user }, _, to) => [
    ...['iam', 'upload-signing-certificate', '--user-name', user],
    ...['--certificate-body', to?.body ?? '<certificate>'],
  ],
  async perform(live, { address: { user, id }, to }) {
    const body = to?.body;
    if (to === null || body === undefined)
      throw new RemediateError(
        'Provider',
        `signing certificate ${id} of ${user} cannot be uploaded: its body is not on record`,
        { hint: `ask ${user} for it and run: aws iam upload-signing-certificate --user-name ${user}` },
      );
    const iam = await live.iam();
    // What was uploaded before an answer was lost is there already.
    const known = (await listCertificates(iam, user)).find((one) => one.CertificateBody?.trim() === body.trim());
    const { CertificateId = '', Status } =
      known ?? (await iam.uploadSigningCertificate({ UserName: user, CertificateBody: body })).Certificate ?? {};
    const wanted = to.active ? 'Active' : 'Inactive';
    if (Status !== wanted) await iam.updateSigningCertificate({ UserName: user, CertificateId, Status: wanted });
    return { resource: { type: signingCertificateResource.type, address: { user, id: CertificateId } } };
  },
});

export const updateSigningCertificate = defineOperation({
  name: 'iam:UpdateSigningCertificate',
  resource: signingCertificateResource,
  inverse: 'iam:UpdateSigningCertificate',
  reversibility: 'reversible',
  permissions: ['iam:UpdateSigningCertificate', 'iam:ListSigningCertificates'],
  title: ({ user, id }, _, to) => `${to?.active ? 'Activate' : 'Deactivate'} signing certificate ${id} of ${user}`,
  command: ({ user, id }, _, to) => [
    ...['iam', 'update-signing-certificate', '--user-name', user, '--certificate-id', id],
    ...['--status', to?.active ? 'Active' : 'Inactive'],
  ],
  async perform(live, { address: { user, id }, to }) {
    const iam = await live.iam();
    const Status = to?.active ? 'Active' : 'Inactive';
    await iam.updateSigningCertificate({ UserName: user, CertificateId: id, Status });
    return undefined;
  },
});

export const deleteSigningCertificate = defineOperation({
  name: 'iam:DeleteSigningCertificate',
  resource: signingCertificateResource,
  inverse: 'iam:UploadSigningCertificate',
  // The body is in the record, and comes back with a new date.
  reversibility: 'recoverable',
  permissions: ['iam:DeleteSigningCertificate', 'iam:ListSigningCertificates'],
  title: ({ user, id }) => `Delete signing certificate ${id} of ${user}`,
  command: ({ user, id }) => ['iam', 'delete-signing-certificate', '--user-name', user, '--certificate-id', id],
  async perform(live, { address: { user, id } }) {
    const iam = await live.iam();
    await iam.deleteSigningCertificate({ UserName: user, CertificateId: id });
    return undefined;
  },
});

export const signingCertificateOperations = [
  uploadSigningCertificate,
  updateSigningCertificate,
  deleteSigningCertificate,
];
