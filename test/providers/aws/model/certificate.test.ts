import { expect, test } from 'vitest';
import { parseCertificate } from '../../../../src/providers/aws/model/certificate.ts';
import { certificates } from '../../../support/certificates.ts';

test.each([
  ['sound', { keyType: 'rsa', keyBits: 2048 }],
  ['weak', { keyType: 'rsa', keyBits: 1024 }],
  ['elliptic', { keyType: 'ec', curve: 'secp384r1' }],
] as const)('%s', (name, key) => {
  const parsed = parseCertificate(certificates[name]);
  expect(parsed).toEqual({
    subject: `O=Example, CN=${name}.example.com`,
    issuer: `O=Example, CN=${name}.example.com`,
    validFrom: '2026-02-01T00:00:00.000Z',
    validTo: '2027-02-01T00:00:00.000Z',
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    ...key,
  });
});

test('the base64 between the lines of a PEM is enough', () => {
  const base64 = certificates.old.replace(/-----[A-Z ]+-----|\s/g, '');
  expect(parseCertificate(base64)).toEqual(parseCertificate(certificates.old));
  expect(parseCertificate(base64)?.validFrom).toBe('2013-01-01T00:00:00.000Z');
});

test.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
  '%j is none',
  (text) => {
    expect(parseCertificate(text)).toBeUndefined();
  },
);
