import { expect, test } from 'vitest';
import serverCertificateExpired from '../../../../remediations/aws/certificates/server-certificate-expired.ts';
import { type AccountBuilder, account } from '../../../../src/providers/aws/model/builder.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const arn = 'arn:aws:iam::111122223333:server-certificate/www';
const expired = () => account().serverCertificate('www', { expiresInDays: -3 });
const listening = (certificate: string) =>
  expired().loadBalancers([
    { name: 'shop', listeners: [{ port: 443, protocol: 'HTTPS', certificates: [certificate] }] },
  ]);

test.each<[string, AccountBuilder, string]>([
  ['a load balancer uses it', listening(arn), 'load balancer shop uses it: put another certificate there first'],
  [
    'nobody read the load balancers',
    expired().unreadable('load-balancers'),
    'nobody can tell which load balancers use it: load-balancers was not read; plan with all controls',
  ],
  [
    'it is meant for CloudFront',
    account().serverCertificate('www', { expiresInDays: -3, path: '/cloudfront/www/' }),
    'its path is that of certificates for CloudFront, whose distributions are not in the evidence: follow the guide',
  ],
])('a certificate is not deleted where %s', (_, given, blocked) => {
  expect(proposalsOf(serverCertificateExpired, 'delete-certificate', given)).toMatchObject([{ blocked }]);
});

test('nor where the load balancers of a region were not read', () => {
  const snapshot = expired().build();
  const balancers = snapshot.collections['load-balancers'];
  if (balancers.status !== 'read') throw new Error('the load balancers are there');
  balancers.data.gaps.push({ region: 'eu-west-1', reason: 'denied' }, { reason: 'denied' });
  const given = Object.assign(expired(), { build: () => snapshot });
  expect(proposalsOf(serverCertificateExpired, 'delete-certificate', given)).toMatchObject([
    { blocked: 'nobody can tell which load balancers use it: those of eu-west-1, some regions were not read' },
  ]);
});

test('one that no listener has is deleted for good, with all of it on record', () => {
  const given = listening(`${arn}-2`);
  const [proposal] = proposalsOf(serverCertificateExpired, 'delete-certificate', given);
  expect(proposal).toMatchObject({
    changes: [
      {
        operation: 'iam:DeleteServerCertificate',
        reversibility: 'irreversible',
        from: { facts: { arn, body: expect.any(String), chain: expect.any(String) } },
        to: null,
      },
    ],
  });
});
