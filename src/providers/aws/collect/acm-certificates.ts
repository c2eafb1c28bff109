import type { CertificateSummary, KeyAlgorithm } from '@aws-sdk/client-acm';
import { type AcmCertificate, edgeKeys } from '../model/edge.ts';
import { allPages, defineCollector } from './define.ts';
import { listRegional, regionalFloor } from './regional.ts';

/** As many certificates as a page holds at most. */
const page = 1000;

/** All that there are: unless asked for the others, ACM lists certificates with small RSA keys alone. */
const keyTypes: KeyAlgorithm[] = [
  'RSA_1024',
  'RSA_2048',
  'RSA_3072',
  'RSA_4096',
  'EC_prime256v1',
  'EC_secp384r1',
  'EC_secp521r1',
];

/** The certificates of AWS Certificate Manager in all enabled regions. */
export const acmCertificatesCollector = defineCollector({
  name: 'acm-certificates',
  permissions: ['ec2:DescribeRegions', 'acm:ListCertificates'],
  needs: [],
  collect: (context) =>
    listRegional(
      context,
      async (region) => {
        const acm = await context.live.acm(region);
        const pages = await allPages(
          (NextToken) => acm.listCertificates({ Includes: { keyTypes }, MaxItems: page, NextToken }),
          (answer) => answer.NextToken,
        );
        return pages
          .flatMap((answer) => answer.CertificateSummaryList ?? [])
          .map((certificate) => toAcmCertificate(region, certificate));
      },
      edgeKeys.certificate,
    ),
  floor: regionalFloor('acm:ListCertificates', page),
});

/** A certificate as ACM lists it. */
export function toAcmCertificate(region: string, certificate: CertificateSummary): AcmCertificate {
  return {
    region,
    arn: certificate.CertificateArn ?? '',
    domain: certificate.DomainName ?? '',
    status: certificate.Status ?? 'unknown',
    ...(certificate.Type === undefined ? {} : { type: certificate.Type }),
    ...(certificate.NotAfter === undefined ? {} : { notAfter: certificate.NotAfter.toISOString() }),
    inUse: certificate.InUse ?? false,
  };
}
