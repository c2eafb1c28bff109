import type { Resource } from '../../../src/engine/finding.ts';
import type { ServerCertificate } from '../../../src/providers/aws/model/uploads.ts';
import { byHand } from '../by-hand.ts';

/** A server certificate as the resource of a finding. */
export function certificateResource({ name, arn }: ServerCertificate): Resource {
  return { type: 'iam-server-certificate', id: name, arn };
}

/** How a certificate of IAM is replaced where it is used, by one of ACM that renews itself, and then deleted. */
export const replaceCertificate = byHand({
  id: 'replace-by-hand',
  title: 'Put a certificate of ACM in its place, then delete it',
  reversibility: 'irreversible',
  guide: ({ resource }) => ({
    title: `Replace server certificate ${resource.id}`,
    steps: [
      `Find who uses ${resource.arn}: aws elbv2 describe-listeners, aws elb describe-load-balancers in each region, aws cloudfront list-distributions`,
      'Request a certificate for the same names in AWS Certificate Manager, in the region of each user (us-east-1 for CloudFront), validated by DNS; ACM renews it by itself',
      'Where ACM is not available, have a new key pair signed and upload it under a new name: aws iam upload-server-certificate',
      'Put the new one on each listener and distribution, and see in a browser that it is served',
      `Nobody has the private key but who made it, so a deleted certificate cannot be brought back. When nothing uses it any more: aws iam delete-server-certificate --server-certificate-name ${resource.id}`,
    ],
    expect: `aws iam list-server-certificates does not list ${resource.id}`,
  }),
});
