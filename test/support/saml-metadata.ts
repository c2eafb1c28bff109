import { certificates } from './certificates.ts';

/** A SAML metadata document: whose it is, until when, and by which certificates. */
export function samlMetadata({
  entity = 'https://okta.example.com',
  until,
  signing = ['sound'],
}: {
  readonly entity?: string;
  readonly until?: string;
  readonly signing?: readonly (keyof typeof certificates)[];
} = {}): string {
  const keys = signing.map((name) => {
    const base64 = certificates[name].replace(/-----[A-Z ]+-----|\s/g, '');
    return `<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>${base64}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`;
  });
  return [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${entity}"${until === undefined ? '' : ` validUntil="${until}"`}>`,
    `<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">${keys.join('')}</md:IDPSSODescriptor>`,
    '</md:EntityDescriptor>',
  ].join('\n');
}
