import { describe, expect, test } from 'vitest';
import { exampleCertificate } from '../../../../src/providers/aws/model/example-certificate.ts';
import { readSamlMetadata } from '../../../../src/providers/aws/model/saml-metadata.ts';
import { certificates } from '../../../support/certificates.ts';

const base64 = (pem: string) => pem.replace(/-----[A-Z ]+-----|\s/g, '');
const key = (pem: string, use = ' use="signing"') =>
  `<KeyDescriptor${use}><ds:KeyInfo><ds:X509Data><ds:X509Certificate>\n ${base64(pem)}\n</ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>`;
const document = (keys: string, { entity = '', role = '' } = {}) =>
  `<?xml version="1.0"?><EntityDescriptor ${entity} entityID="https://idp.example.com"><IDPSSODescriptor ${role}>${keys}</IDPSSODescriptor></EntityDescriptor>`;
const ends = (text: string) => readSamlMetadata(text).signingCertificates.map((one) => one?.validTo ?? null);

describe('what a SAML metadata document tells', () => {
  test('the provider’s id, in either kind of quotes and with any prefix', () => {
    expect(readSamlMetadata(document('')).entityId).toBe('https://idp.example.com');
    const prefixed = `<md:EntityDescriptor\n  xmlns:md='urn:x' entityID='urn:other'><md:IDPSSODescriptor/></md:EntityDescriptor>`;
    expect(readSamlMetadata(prefixed)).toEqual({ document: prefixed, entityId: 'urn:other', signingCertificates: [] });
  });

  test('the certificates that sign: every key that is not for encryption alone', () => {
    const keys = key(certificates.sound) + key(certificates.expired, ' use="encryption"') + key(certificates.old, '');
    expect(ends(document(keys))).toEqual(['2027-02-01T00:00:00.000Z', '2033-01-01T00:00:00.000Z']);
  });

  test('not the keys of another role, nor those in comments', () => {
    const service = `<SPSSODescriptor>${key(certificates.weak)}</SPSSODescriptor>`;
    const text = document(`<!-- ${key(certificates.expired)} -->${key(exampleCertificate)}`);
    expect(ends(text.replace('<IDPSSODescriptor', `${service}<IDPSSODescriptor`))).toEqual([
      '2036-01-01T00:00:00.000Z',
    ]);
  });

  test('that a certificate is there which cannot be read', () => {
    expect(ends(document(key('bm8gY2VydGlmaWNhdGU=')))).toEqual([null]);
  });

  test('until when it is valid: the earliest moment of the document and of the role', () => {
    const until = (entity: string, role = '') => readSamlMetadata(document('', { entity, role })).validUntil;
    expect(until('validUntil="2026-03-02T00:00:00Z"')).toBe('2026-03-02T00:00:00.000Z');
    expect(until('validUntil="2026-03-02T00:00:00Z"', 'validUntil="2026-03-01T12:00:00+01:00"')).toBe(
      '2026-03-01T11:00:00.000Z',
    );
    expect(until('')).toBeUndefined();
    expect(until('validUntil="soon"')).toBeUndefined();
  });

  test('nothing, where it is no metadata', () => {
    expect(readSamlMetadata('<html>')).toEqual({ document: '<html>', signingCertificates: [] });
  });
});
