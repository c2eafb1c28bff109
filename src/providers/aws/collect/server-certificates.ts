import type { ServerCertificate as LiveCertificate } from '@aws-sdk/client-iam';
import { parseCertificate } from '../model/certificate.ts';
import { type ServerCertificate, uploadKeys } from '../model/uploads.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, defineCollector, iamPage, pagesOf, sortedBy } from './define.ts';

/** The certificates for TLS that are kept in IAM, each read for its key and its chain. */
export const serverCertificatesCollector = defineCollector({
  name: 'server-certificates',
  permissions: ['iam:ListServerCertificates', 'iam:GetServerCertificate'],
  needs: [],
  async collect({ live, each }) {
    const iam = await live.iam();
    const pages = await allPages(
      (Marker) => iam.listServerCertificates({ MaxItems: iamPage, Marker }),
      (page) => (page.IsTruncated === true ? page.Marker : undefined),
    );
    const listed = pages.flatMap((page) => page.ServerCertificateMetadataList ?? []);
    const read = await each(listed, async ({ ServerCertificateName }) => {
      const answer = await absent(() => iam.getServerCertificate({ ServerCertificateName }));
      return answer?.ServerCertificate === undefined ? [] : [toServerCertificate(answer.ServerCertificate)];
    });
    return sortedBy(read.flat(), uploadKeys.serverCertificate);
  },
  floor: (certificates) => ({
    'iam:ListServerCertificates': pagesOf(certificates.length, iamPage),
    'iam:GetServerCertificate': certificates.length,
  }),
});

/** A certificate as GetServerCertificate tells it, or as much of it as the listing does. */
export function toServerCertificate(answer: Partial<LiveCertificate>): ServerCertificate {
  const { ServerCertificateMetadata: metadata, CertificateBody: body, CertificateChain: chain } = answer;
  const certificate = body === undefined ? undefined : parseCertificate(body);
  return {
    name: metadata?.ServerCertificateName ?? '',
    id: metadata?.ServerCertificateId ?? '',
    arn: metadata?.Arn ?? '',
    path: metadata?.Path ?? '/',
    uploadedAt: metadata?.UploadDate?.toISOString() ?? '',
    expiresAt: metadata?.Expiration?.toISOString() ?? certificate?.validTo ?? '',
    ...(body === undefined ? {} : { body }),
    ...(chain === undefined || chain === '' ? {} : { chain }),
    ...(certificate === undefined ? {} : { certificate }),
  };
}
