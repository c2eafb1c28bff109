import type { Resource } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import type { ServerCertificate } from '../../../src/providers/aws/model/uploads.ts';
import { deleteServerCertificate } from '../../../src/providers/aws/operations/server-certificates.ts';
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

/** Deletes a certificate that no load balancer uses, for good: its body and chain are kept in the record, its key nowhere. */
export const deleteCertificate = defineRemedy({
  id: 'delete-certificate',
  via: ['api'],
  title: 'Delete the certificate where nothing uses it',
  reversibility: 'irreversible',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: name } }, steps) => {
      const title = `Delete server certificate ${name}`;
      const blocked = useOf(context.snapshot, name);
      if (blocked !== undefined) return { title, blocked };
      steps.add(deleteServerCertificate, { name }, null);
      return { title };
    });
  },
});

/** Why a certificate may be in use still; undefined where no load balancer of any region has it. */
function useOf(snapshot: AwsSnapshot, name: string): string | undefined {
  const certificate = readable(snapshot, 'server-certificates')?.find((one) => one.name === name);
  if (certificate === undefined) return 'the certificate is not in the list of server certificates';
  if (certificate.path.startsWith('/cloudfront/'))
    return 'its path is that of certificates for CloudFront, whose distributions are not in the evidence: follow the guide';
  const balancers = readable(snapshot, 'load-balancers');
  if (balancers === undefined)
    return 'nobody can tell which load balancers use it: load-balancers was not read; plan with all controls';
  if (balancers.gaps.length > 0)
    return `nobody can tell which load balancers use it: those of ${balancers.gaps.map(({ region = 'some regions' }) => region).join(', ')} were not read`;
  const users = balancers.items.filter(({ listeners }) =>
    listeners.some((listener) => listener.certificates.includes(certificate.arn)),
  );
  if (users.length === 0) return undefined;
  return `load balancer ${users.map((one) => one.name).join(', ')} uses it: put another certificate there first`;
}
