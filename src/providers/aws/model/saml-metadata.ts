import { parseCertificate } from './certificate.ts';
import type { SamlMetadata } from './identity-providers.ts';

/**
 * Reads what a SAML metadata document tells of its provider: its id, until when it is valid, and the certificates
 * that assertions are signed with. A key without a `use` signs and encrypts; IAM takes documents of one provider only.
 */
export function readSamlMetadata(document: string): SamlMetadata {
  const text = document.replace(/<!--[\s\S]*?-->/g, '');
  const entities = [...text.matchAll(/<(?:[\w.-]+:)?EntityDescriptor\b([^>]*)>/g)];
  // A document of several tells of nobody.
  const entity = (entities.length === 1 && entities[0]?.[1]) || '';
  const role = /<(?:[\w.-]+:)?IDPSSODescriptor\b([^>]*)>([\s\S]*?)<\/(?:[\w.-]+:)?IDPSSODescriptor>/.exec(text);
  const entityId = attribute(entity, 'entityID');
  const ends = [attribute(entity, 'validUntil'), attribute(role?.[1] ?? '', 'validUntil')];
  const validUntil = ends.flatMap((end) => toTime(end) ?? []).sort()[0];
  return {
    document,
    ...(entityId === undefined ? {} : { entityId }),
    ...(validUntil === undefined ? {} : { validUntil }),
    signingCertificates: signingKeys(role?.[2] ?? '').map((text) => parseCertificate(text) ?? null),
  };
}

function signingKeys(role: string): string[] {
  const keys = role.matchAll(/<(?:[\w.-]+:)?KeyDescriptor\b([^>]*)>([\s\S]*?)<\/(?:[\w.-]+:)?KeyDescriptor>/g);
  return [...keys]
    .filter(([, attributes = '']) => attribute(attributes, 'use') !== 'encryption')
    .flatMap(([, , body = '']) => [...body.matchAll(/<(?:[\w.-]+:)?X509Certificate[^>]*>([^<]*)</g)])
    .map(([, base64 = '']) => base64.replace(/\s+/g, ''));
}

function attribute(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return match?.[1] ?? match?.[2];
}

function toTime(text: string | undefined): string | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
