import type { IAM, SigningCertificate as LiveCertificate } from '@aws-sdk/client-iam';
import { readable } from '../../../engine/snapshot.ts';
import { parseCertificate } from '../model/certificate.ts';
import type { ReportRow } from '../model/credential-report.ts';
import { type SigningCertificate, uploadKeys } from '../model/uploads.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, dataOf, defineCollector, sortedBy } from './define.ts';
import { listUsers, usersIn, usersWhere } from './users.ts';

/** The signing certificates of the users who have any by the credential report, or whom it does not know yet. */
export const signingCertificatesCollector = defineCollector({
  name: 'signing-certificates',
  permissions: ['iam:ListSigningCertificates'],
  needs: ['credential-report', 'authorization-details'],
  async collect(context) {
    const iam = await context.live.iam();
    const report = dataOf(await context.evidence('credential-report'));
    const holders = usersWhere(await listUsers(context), report, hasCertificates);
    const certificates = await context.each(holders, (user) => listCertificates(iam, user));
    return sortedBy(certificates.flat(), uploadKeys.ofUser);
  },
  floor: (_, { snapshot }) => ({
    'iam:ListSigningCertificates': usersWhere(
      usersIn(snapshot),
      readable(snapshot, 'credential-report'),
      hasCertificates,
    ).length,
  }),
});

function hasCertificates(row: ReportRow): boolean {
  return row.certificates.some((slot) => slot.active || slot.lastRotated !== 'never');
}

async function listCertificates(iam: IAM, user: string): Promise<SigningCertificate[]> {
  const pages = await allPages(
    (Marker) => absent(() => iam.listSigningCertificates({ UserName: user, Marker })),
    (page) => (page?.IsTruncated === true ? page.Marker : undefined),
  );
  return pages.flatMap((page) => page?.Certificates ?? []).map((one) => toSigningCertificate(user, one));
}

/** A certificate as ListSigningCertificates tells it. */
export function toSigningCertificate(user: string, one: Partial<LiveCertificate>): SigningCertificate {
  const certificate = one.CertificateBody === undefined ? undefined : parseCertificate(one.CertificateBody);
  return {
    user,
    id: one.CertificateId ?? '',
    active: one.Status === 'Active',
    uploadedAt: one.UploadDate?.toISOString() ?? '',
    ...(one.CertificateBody === undefined ? {} : { body: one.CertificateBody }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}
