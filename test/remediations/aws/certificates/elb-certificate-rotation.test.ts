import elbCertificateRotation from '../../../../remediations/aws/certificates/elb-certificate-rotation.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import type { AcmCertificate } from '../../../../src/providers/aws/model/edge.ts';
import { testRemediation } from '../../../support/harness.ts';

const { daysAgo } = account();
const iam = 'arn:aws:iam::111122223333:server-certificate/www';
const acm = 'arn:aws:acm:us-east-1:111122223333:certificate/0a1b2c3d-0000-4000-8000-000000000001';

/** A load balancer that answers with these certificates on two ports. */
const serving = (...certificates: readonly string[]) =>
  account().loadBalancers([
    {
      name: 'web',
      listeners: [443, 8443].map((port) => ({ port, protocol: 'HTTPS', certificates: [...certificates] })),
    },
  ]);
const ofIam = (expiresInDays: number) => serving(iam).serverCertificate('www', { expiresInDays });
const ofAcm = (change: Partial<AcmCertificate>) => serving(acm).certificates([{ arn: acm, ...change }]);
const is = (reason: string, discriminator: string, given: ReturnType<typeof account>) => ({
  given,
  expect: [{ resource: 'web', reason, discriminator }],
});

testRemediation(elbCertificateRotation, {
  compliant: {
    'the boring account has none': account(),
    'a moment more than the window': ofIam(30.00001),
    'issued by ACM and renewed': ofAcm({ notAfter: daysAgo(-200) }),
    'one that ends, which nothing serves': account().serverCertificate('www', { expiresInDays: 3 }),
    'a listener without certificates': serving(),
  },
  violating: {
    'the window to the moment': is('near', iam, ofIam(30)),
    'issued by ACM and stuck': is('near', acm, ofAcm({ notAfter: daysAgo(-20) })),
    'imported into ACM': is('near', acm, ofAcm({ notAfter: daysAgo(-5), type: 'IMPORTED' })),
    'expired and still served': is('expired', iam, ofIam(-1)),
    'two on one load balancer': {
      given: serving(iam, acm)
        .serverCertificate('www', { expiresInDays: 10 })
        .certificates([{ arn: acm, notAfter: daysAgo(1) }]),
      expect: [
        { resource: 'web', reason: 'near', discriminator: iam },
        { resource: 'web', reason: 'expired', discriminator: acm },
      ],
    },
  },
  unknown: {
    'a certificate that nothing lists': is('untold', iam, serving(iam)),
    'one that is not issued yet': is('untold', acm, ofAcm({ status: 'PENDING_VALIDATION' })),
    'a region that refuses': {
      given: account().coverage({ gaps: [{ region: 'me-south-1', reason: 'denied' }] }),
      expect: [{ resource: 'me-south-1', reason: 'unseen' }],
    },
  },
});
