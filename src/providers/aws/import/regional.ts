import type { CertificateSummary } from '@aws-sdk/client-acm';
import type { Instance as LiveInstance } from '@aws-sdk/client-ec2';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { toAcmCertificate } from '../collect/acm-certificates.ts';
import { sortedBy } from '../collect/define.ts';
import { toLambdaFunction } from '../collect/functions.ts';
import { toInstance } from '../collect/instances.ts';
import { toSecret } from '../collect/secrets.ts';
import { type AcmCertificate, edgeKeys } from '../model/edge.ts';
import type { Coverage, Regional } from '../model/regional.ts';
import { type Secret, secretKey } from '../model/secrets.ts';
import { type Instance, type LambdaFunction, workloadKeys } from '../model/workloads.ts';
import { broken, date, decodePages, type ImportFile, maybe } from './files.ts';

/** The region that a resource's ARN names. */
export function regionOf(arn: string): string | undefined {
  return arn.split(':')[3] || undefined;
}

/** The region, or a refusal of the file that does not tell it. */
export function requireRegion(file: ImportFile, what: string, region: string | undefined): string {
  if (region !== undefined) return region;
  throw broken(file, `the region of ${what} is not told: give --region`);
}

/** What files cover: the regions that they tell of, and a gap for all that they do not. */
export function importedCoverage(
  regions: readonly string[],
  region: string | undefined,
  reason = 'other regions than those of the imported files are not known of',
): Coverage {
  const known = new Set([...regions, ...(region === undefined ? [] : [region])]);
  return { regions: sortedBy([...known], String), gaps: [{ reason }] };
}

function regional<T extends { readonly region: string }>(
  items: readonly T[],
  key: (item: T) => string,
  region: string | undefined,
  reason?: string,
): Regional<T> {
  // Pages overlap, or are given twice.
  const found = [...new Map(items.map((item) => [key(item), item])).values()];
  const regions = found.map((item) => item.region);
  return { ...importedCoverage(regions, region, reason), items: sortedBy(found, key) };
}

const reservations = z.object({
  Reservations: z.array(
    z.looseObject({
      Instances: z.array(
        z.looseObject({
          InstanceId: z.string(),
          Placement: maybe(z.looseObject({ AvailabilityZone: maybe(z.string()) })),
        }),
      ),
    }),
  ),
});

/** Reads what `aws ec2 describe-instances` prints; the zone of an instance tells its region. */
export function importInstances(files: readonly ImportFile[], region?: string): Regional<Instance> {
  const found = files.flatMap((file) =>
    decodePages(file, reservations)
      .flatMap((page) => page.Reservations)
      .flatMap((reservation) => reservation.Instances)
      .map((instance) => {
        const zone = instance.Placement?.AvailabilityZone?.match(/^[a-z]+(-[a-z]+)+-\d+/)?.[0];
        const at = requireRegion(file, `instance ${instance.InstanceId}`, zone ?? region);
        return toInstance(at, instance as unknown as LiveInstance);
      }),
  );
  return regional(found, workloadKeys.instance, region);
}

const functions = z.object({
  Functions: z.array(z.looseObject({ FunctionName: z.string(), FunctionArn: z.string(), Role: z.string() })),
});

/** Reads what `aws lambda list-functions` prints. */
export function importFunctions(files: readonly ImportFile[], region?: string): Regional<LambdaFunction> {
  const found = files.flatMap((file) =>
    decodePages(file, functions)
      .flatMap((page) => page.Functions)
      .map((one) => {
        const at = requireRegion(file, `function ${one.FunctionName}`, regionOf(one.FunctionArn) ?? region);
        return toLambdaFunction(at, one as unknown as FunctionConfiguration);
      }),
  );
  return regional(found, workloadKeys.function, region);
}

const certificates = z.object({
  CertificateSummaryList: z.array(z.looseObject({ CertificateArn: z.string(), NotAfter: maybe(date) })),
});

/** Reads what `aws acm list-certificates` prints. */
export function importAcmCertificates(files: readonly ImportFile[], region?: string): Regional<AcmCertificate> {
  const found = files.flatMap((file) =>
    decodePages(file, certificates)
      .flatMap((page) => page.CertificateSummaryList)
      .map((certificate) => {
        const at = requireRegion(
          file,
          `certificate ${certificate.CertificateArn}`,
          regionOf(certificate.CertificateArn),
        );
        return toAcmCertificate(at, certificate as unknown as CertificateSummary);
      }),
  );
  const reason = 'other regions are not known of, nor certificates whose key types were left out of the listing';
  return regional(found, edgeKeys.certificate, region, reason);
}

const secrets = z.object({
  SecretList: z.array(
    z.looseObject({
      ARN: z.string(),
      CreatedDate: maybe(date),
      LastRotatedDate: maybe(date),
      NextRotationDate: maybe(date),
    }),
  ),
});

/** Reads what `aws secretsmanager list-secrets` prints. */
export function importSecrets(files: readonly ImportFile[], region?: string): Regional<Secret> {
  const found = files.flatMap((file) =>
    decodePages(file, secrets)
      .flatMap((page) => page.SecretList)
      .map((secret) => {
        const at = requireRegion(file, `secret ${secret.ARN}`, regionOf(secret.ARN));
        return toSecret(at, secret as unknown as SecretListEntry);
      }),
  );
  return regional(found, secretKey, region);
}
