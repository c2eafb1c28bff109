import { certificates } from '../certificates.ts';
import type { Scene } from './scene.ts';
import { accountId, trusting, type Violation } from './violation.ts';

/** A server certificate that is deleted once nothing uses it. */
function uploaded(control: string, name: string, body: (scene: Scene) => Promise<string>): Violation {
  return {
    finds: { [control]: name },
    plant: async (scene) =>
      scene.iam.uploadServerCertificate({
        ServerCertificateName: name,
        CertificateBody: await body(scene),
        PrivateKey: 'nobody reads it back',
      }),
    mend: ({ iam }) => iam.deleteServerCertificate({ ServerCertificateName: name }),
  };
}

const samlProvider = `arn:aws:iam::${accountId}:saml-provider/corp`;

/** Certificates, and the identity providers that sign with them. */
export const certificateViolations: readonly Violation[] = [
  uploaded('server-certificate-key-size', 'weak', async () => certificates.weak),
  // AWS takes no certificate that has expired: this one has since.
  uploaded('server-certificate-expired', 'expired', async () => certificates.expired),
  uploaded('server-certificate-heartbleed', 'old', async () => certificates.old),
  uploaded('server-certificate-expiry', 'ending', async ({ moto }) => (await moto.certificate(20)).certificate),
  {
    finds: { 'elb-certificate-rotation': 'shop' },
    async plant(scene) {
      const { elb } = scene;
      const LoadBalancerArn = await makeLoadBalancer(scene, 'shop', 'internal');
      const CertificateArn = await importCertificate(scene, 20);
      await elb.createListener({
        LoadBalancerArn,
        Protocol: 'HTTPS',
        Port: 443,
        Certificates: [{ CertificateArn }],
        DefaultActions: [{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }],
      });
    },
    async mend(scene) {
      const { CertificateSummaryList: [near] = [] } = await scene.acm.listCertificates({});
      await importCertificate(scene, 300, near?.CertificateArn);
    },
  },
  {
    finds: { 'edge-protection': 'storefront' },
    plant: (scene) => makeLoadBalancer(scene, 'storefront', 'internet-facing'),
    async mend({ elb, waf }) {
      const { LoadBalancers: [balancer] = [] } = await elb.describeLoadBalancers({ Names: ['storefront'] });
      const { Summary: made } = await waf.createWebACL({
        Name: 'front',
        Scope: 'REGIONAL',
        DefaultAction: { Allow: {} },
        VisibilityConfig: { SampledRequestsEnabled: true, CloudWatchMetricsEnabled: true, MetricName: 'front' },
      });
      await waf.associateWebACL({ WebACLArn: made?.ARN, ResourceArn: balancer?.LoadBalancerArn });
    },
  },
  {
    finds: { 'identity-provider-valid': 'corp' },
    async plant({ iam }) {
      await iam.createSAMLProvider({ Name: 'corp', SAMLMetadataDocument: metadata(certificates.expired) });
      const signIn = { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } };
      const trust = trusting({ Federated: samlProvider }, signIn, 'sts:AssumeRoleWithSAML');
      await iam.createRole({ RoleName: 'staff', AssumeRolePolicyDocument: trust });
    },
    async mend({ iam, moto }) {
      const { certificate } = await moto.certificate(700);
      await iam.updateSAMLProvider({ SAMLProviderArn: samlProvider, SAMLMetadataDocument: metadata(certificate) });
    },
  },
  {
    finds: { 'identity-provider-unused': 'idle.example.com' },
    plant: ({ iam }) =>
      iam.createOpenIDConnectProvider({
        Url: 'https://idle.example.com',
        ClientIDList: ['sts.amazonaws.com'],
        ThumbprintList: ['6938fd4d98bab03faadb97b34396831e3780aea1'],
      }),
    mend: ({ iam }) =>
      iam.deleteOpenIDConnectProvider({
        OpenIDConnectProviderArn: `arn:aws:iam::${accountId}:oidc-provider/idle.example.com`,
      }),
  },
];

async function importCertificate({ acm, moto }: Scene, days: number, again?: string): Promise<string | undefined> {
  const { certificate, privateKey } = await moto.certificate(days);
  const { CertificateArn } = await acm.importCertificate({
    Certificate: Buffer.from(certificate),
    PrivateKey: Buffer.from(privateKey),
    ...(again === undefined ? {} : { CertificateArn: again }),
  });
  return CertificateArn;
}

async function makeLoadBalancer(
  { ec2, elb }: Scene,
  Name: string,
  Scheme: 'internal' | 'internet-facing',
): Promise<string | undefined> {
  const { Subnets: subnets = [] } = await ec2.describeSubnets({});
  const { LoadBalancers: [made] = [] } = await elb.createLoadBalancer({
    Name,
    Scheme,
    Subnets: subnets.slice(0, 2).flatMap(({ SubnetId }) => SubnetId ?? []),
  });
  return made?.LoadBalancerArn;
}

/** A provider's metadata that names the certificate it signs with. */
function metadata(certificate: string): string {
  const base64 = certificate.replace(/-----[A-Z ]+-----|\s/g, '');
  return [
    '<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://corp.example.com">',
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="signing">',
    `<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>`,
    '</md:KeyDescriptor></md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('');
}
