import type {
  GetOpenIDConnectProviderResponse,
  GetSAMLProviderResponse,
  GetServiceLastAccessedDetailsResponse,
  ServerCertificate as LiveServerCertificate,
  SigningCertificate as LiveSigningCertificate,
  SSHPublicKeyMetadata,
} from '@aws-sdk/client-iam';
import { z } from 'zod';
import { sortedBy } from '../collect/define.ts';
import { toOidcProvider, toSamlProvider } from '../collect/identity-providers.ts';
import { toLastAccessed } from '../collect/last-accessed.ts';
import { toServerCertificate } from '../collect/server-certificates.ts';
import { toSigningCertificate } from '../collect/signing-certificates.ts';
import { toSshKey } from '../collect/ssh-keys.ts';
import type { IdentityProvider } from '../model/identity-providers.ts';
import type { LastAccessed } from '../model/last-accessed.ts';
import { type ServerCertificate, type SigningCertificate, type SshKey, uploadKeys } from '../model/uploads.ts';
import { broken, date, decodePages, type ImportFile, maybe, maybeList } from './files.ts';

const upload = { UserName: z.string(), Status: z.string(), UploadDate: maybe(date) };
const sshKeys = z.object({ SSHPublicKeys: z.array(z.object({ ...upload, SSHPublicKeyId: z.string() })) });

/** Reads what `aws iam list-ssh-public-keys` prints, user by user. */
export function importSshKeys(files: readonly ImportFile[]): SshKey[] {
  const listed = files.flatMap((file) => decodePages(file, sshKeys)).flatMap((page) => page.SSHPublicKeys);
  const keys = listed.map((key) => toSshKey(key.UserName, key as SSHPublicKeyMetadata));
  return sortedBy(once(keys, uploadKeys.ofUser), uploadKeys.ofUser);
}

const signing = z.object({
  Certificates: z.array(z.object({ ...upload, CertificateId: z.string(), CertificateBody: maybe(z.string()) })),
});

/** Reads what `aws iam list-signing-certificates` prints, user by user. */
export function importSigningCertificates(files: readonly ImportFile[]): SigningCertificate[] {
  const listed = files.flatMap((file) => decodePages(file, signing)).flatMap((page) => page.Certificates);
  const certificates = listed.map((one) => toSigningCertificate(one.UserName, one as LiveSigningCertificate));
  return sortedBy(once(certificates, uploadKeys.ofUser), uploadKeys.ofUser);
}

const metadata = z.looseObject({
  ServerCertificateName: z.string(),
  Arn: z.string(),
  UploadDate: maybe(date),
  Expiration: maybe(date),
});
const server = z.object({
  ServerCertificateMetadataList: maybeList(metadata),
  ServerCertificate: maybe(z.looseObject({ ServerCertificateMetadata: metadata })),
});

/** Reads what `aws iam list-server-certificates` prints, and `get-server-certificate` for keys and chains. */
export function importServerCertificates(files: readonly ImportFile[]): ServerCertificate[] {
  const found = files.flatMap((file) =>
    decodePages(file, server).flatMap(({ ServerCertificateMetadataList: listed, ServerCertificate: one }) => {
      if (listed === undefined && one === undefined)
        throw broken(file, 'holds neither ServerCertificateMetadataList nor ServerCertificate');
      return [
        ...(listed ?? []).map((each) => ({ ServerCertificateMetadata: each })),
        ...(one === undefined ? [] : [one]),
      ];
    }),
  );
  // What was read of a certificate itself tells more than its place in a listing.
  const certificates = sortedBy((found as unknown as LiveServerCertificate[]).map(toServerCertificate), ({ body }) =>
    body === undefined ? '0' : '1',
  );
  return sortedBy(once(certificates, uploadKeys.serverCertificate), uploadKeys.serverCertificate);
}

const provider = {
  Arn: maybe(z.string()),
  CreateDate: maybe(date),
  Tags: maybeList(z.object({ Key: z.string(), Value: z.string() })),
};
const providers = z.object({
  ...provider,
  SAMLProviderList: maybeList(z.object({ Arn: z.string(), ValidUntil: maybe(date), CreateDate: maybe(date) })),
  OpenIDConnectProviderList: maybeList(z.object({ Arn: z.string() })),
  SAMLMetadataDocument: maybe(z.string()),
  ValidUntil: maybe(date),
  Url: maybe(z.string()),
  ClientIDList: maybeList(z.string()),
  ThumbprintList: maybeList(z.string()),
});
type ProviderAnswer = z.output<typeof providers>;

/**
 * Reads what `aws iam list-saml-providers` and `list-open-id-connect-providers` print, both, and `get-saml-provider`
 * (with its "Arn", which the command does not print) and `get-open-id-connect-provider` of each OIDC provider.
 */
export function importIdentityProviders(files: readonly ImportFile[]): IdentityProvider[] {
  const answers = files.flatMap((file) => decodePages(file, providers).map((answer) => ({ file, answer })));
  const saml = answers.flatMap(({ answer }) => answer.SAMLProviderList ?? []);
  const oidc = answers.flatMap(({ answer }) => answer.OpenIDConnectProviderList ?? []);
  for (const [list, command] of [
    ['SAMLProviderList', 'list-saml-providers'],
    ['OpenIDConnectProviderList', 'list-open-id-connect-providers'],
  ] as const)
    if (files[0] !== undefined && answers.every(({ answer }) => answer[list] === undefined))
      throw broken(files[0], `is not all identity providers: add the file that aws iam ${command} prints`);
  const documents = new Map(answers.flatMap(({ file, answer }) => documentOf(file, answer)));
  const details = new Map(answers.flatMap(({ answer }) => (answer.Url === undefined ? [] : [[answer.Url, answer]])));
  const found: IdentityProvider[] = [
    ...saml.map((one) => toSamlProvider(one.Arn, { ...one, ...documents.get(one.Arn) } as GetSAMLProviderResponse)),
    ...oidc.map(({ Arn }) => {
      const url = Arn.split(':oidc-provider/')[1] ?? '';
      const answer = details.get(url) ?? details.get(`https://${url}`);
      if (answer === undefined && files[0] !== undefined)
        throw broken(files[0], `names ${Arn}: add the file that aws iam get-open-id-connect-provider prints of it`);
      return toOidcProvider(Arn, answer as GetOpenIDConnectProviderResponse);
    }),
  ];
  return sortedBy(
    once(found, ({ arn }) => arn),
    ({ arn }) => arn,
  );
}

function documentOf(file: ImportFile, answer: ProviderAnswer): [string, ProviderAnswer][] {
  if (answer.SAMLMetadataDocument === undefined) return [];
  if (answer.Arn === undefined)
    throw broken(file, 'does not tell whose metadata it holds: add "Arn", the ARN of the provider, to the answer');
  return [[answer.Arn, answer]];
}

const lastAccessed = z.object({
  Arn: maybe(z.string()),
  JobStatus: z.string(),
  Error: maybe(z.object({ Message: maybe(z.string()) })),
  ServicesLastAccessed: maybeList(
    z.looseObject({
      ServiceNamespace: z.string(),
      LastAuthenticated: maybe(date),
      LastAuthenticatedEntity: maybe(z.string()),
    }),
  ),
});

/**
 * Reads what `aws iam get-service-last-accessed-details` prints, principal by principal. The answer names its
 * principal only where a service was used, and wants "Arn" added to it elsewhere.
 */
export function importLastAccessed(files: readonly ImportFile[]): LastAccessed[] {
  const pages = files.flatMap((file) => {
    const answers = decodePages(file, lastAccessed);
    const [arn] = answers.flatMap((answer) => answer.Arn ?? entitiesOf(answer));
    if (arn === undefined)
      throw broken(file, 'does not tell whose use of services it holds: add "Arn", the ARN of the principal');
    return answers.map((answer) => ({ arn, answer }));
  });
  const arns = [...new Set(pages.map(({ arn }) => arn))];
  const found = arns.map((arn) => {
    const own = pages.filter((page) => page.arn === arn).map(({ answer }) => answer);
    return toLastAccessed(arn, own as unknown as GetServiceLastAccessedDetailsResponse[]);
  });
  return sortedBy(found, ({ arn }) => arn);
}

function entitiesOf({ ServicesLastAccessed = [] }: z.output<typeof lastAccessed>): string[] {
  return ServicesLastAccessed.flatMap((use) => use.LastAuthenticatedEntity ?? []);
}

/** Pages overlap, or are given twice: of equal keys the last counts. */
function once<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}
