import { z } from 'zod';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import type { AcmCertificate } from '../../../src/providers/aws/model/edge.ts';
import { byHand } from '../by-hand.ts';
import { judgeExpiry } from '../expiry.ts';
import { gapsOf } from '../regions.ts';

const renew = byHand({
  id: 'renew-by-hand',
  title: 'Renew the certificate, or find out why ACM does not',
  reversibility: 'reversible',
  guide: ({ resource, evidence }) => ({
    title: `Renew the certificate of ${resource.id}`,
    steps:
      evidence['issuer'] === 'AMAZON_ISSUED'
        ? [
            `See why ACM has not renewed it: aws acm describe-certificate --region ${evidence['region']} --certificate-arn ${evidence['certificate']} shows RenewalSummary`,
            'Mostly the DNS record that proves the domain was removed: put it back as DomainValidationOptions shows it; ACM then renews within hours, under the same ARN',
          ]
        : [
            'Request a certificate for the same names in AWS Certificate Manager, validated by DNS: ACM renews it by itself',
            `Put it on ${evidence['ports']} of ${resource.id} in the place of ${evidence['certificate']}, and see in a browser that it is served`,
            'Delete the old one once nothing uses it',
          ],
    expect: `no listener of ${resource.id} has a certificate that ends by ${String(evidence['expiresAt']).slice(0, 10)}`,
  }),
});

/**
 * ACM renews what it issued 60 days ahead, so one that it has not renewed by the window is stuck. A certificate that
 * nothing lists (of another account, or of a region that was not read) is unknown.
 */
export default defineControl({
  id: 'elb-certificate-rotation',
  area: 'certificates',
  severity: 'medium',
  title: "Load balancers' certificates are rotated well before they expire",
  rationale:
    'A load balancer serves whatever certificate it was given, to the day it ends and beyond. Changing it weeks before leaves time for what goes wrong.',
  risk: 'Browsers and programs refuse the site from one minute to the next.',
  whenNotToFix: 'The load balancer is taken out of service before that date.',
  references: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/troubleshooting-renewal.html',
  ],
  frameworks: {
    'aws-fsbp': ['ACM.1'],
    'nist-800-53-r5': ['SC-12'],
    'pci-dss-4.0': ['4.2.1'],
    'iso-27001-2022': ['A.8.24'],
  },
  reads: ['load-balancers', 'server-certificates', 'acm-certificates'],
  parameters: z.object({
    /** How many days before its end a certificate must have been replaced. */
    renewBeforeDays: z.number().int().positive().default(30),
  }),
  messages: {
    far: 'Certificate {certificate} of {balancer} is valid for {days} more days',
    near: 'Certificate {certificate} of {balancer} expires on {expiresAt}, in {days} day(s)',
    expired: 'Certificate {certificate} of {balancer} expired on {expiresAt}',
    untold: 'When certificate {certificate} of {balancer} expires is not known',
    unseen: 'Whether load balancers have certificates is not known: {why}',
  },
  *evaluate({ evidence, account, parameters, now, pass, fail, unknown }) {
    const ends = new Map<string, Pick<AcmCertificate, 'notAfter' | 'type'>>([
      ...evidence['acm-certificates'].items.map((item) => [item.arn, item] as const),
      ...evidence['server-certificates'].map(({ arn, expiresAt }) => [arn, { notAfter: expiresAt }] as const),
    ]);
    for (const { name: balancer, arn, region, listeners } of evidence['load-balancers'].items) {
      const resource = { type: 'load-balancer', id: balancer, arn };
      for (const certificate of new Set(listeners.flatMap(({ certificates }) => certificates))) {
        const { notAfter: expiresAt, type: issuer = null } = ends.get(certificate) ?? {};
        const ports = listeners.flatMap((one) => (one.certificates.includes(certificate) ? `port ${one.port}` : []));
        const facts = { balancer, certificate, region, issuer, ports: ports.sort() };
        const discriminator = certificate;
        if (expiresAt === undefined) {
          yield unknown('untold', resource, facts, { discriminator });
          continue;
        }
        const { status, days } = judgeExpiry(expiresAt, [parameters.renewBeforeDays], now);
        const told = { ...facts, expiresAt, days };
        if (status === 'beyond') yield pass('far', resource, told, { discriminator });
        else yield fail(status === 'over' ? 'expired' : 'near', resource, told, { discriminator });
      }
    }
    for (const { resource, why } of gapsOf(evidence['load-balancers'], account))
      yield unknown('unseen', resource, { why });
  },
  remedies: [renew],
});
