import { RemediateError } from '../../../engine/errors.ts';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { AwsCollections, CollectionName } from '../model/collections.ts';

/** The collections that files were given of. */
export type Evidence = { [K in CollectionName]?: AwsCollections[K] };

/**
 * The account that the evidence is of, from the ARNs in it. Collections of different accounts are refused: one
 * account's report would be judged by another's users.
 */
export function findAccount(data: Evidence, given: string | undefined): AccountIdentity {
  const owners = Object.entries(arnsOf(data)).flatMap(([collection, arns]) => {
    const owner = mostFrequent(arns.flatMap((arn) => ownerOf(arn) ?? []));
    return owner === undefined ? [] : [{ collection, owner }];
  });
  const [first] = owners;
  const other = owners.find(({ owner }) => owner !== first?.owner);
  if (first !== undefined && other !== undefined)
    throw new RemediateError(
      'BadInput',
      `the ${first.collection} are of account ${idOf(first.owner)}, the ${other.collection} of account ${idOf(other.owner)}`,
      { hint: 'import the files of one account at a time' },
    );
  const id = given ?? (first === undefined ? undefined : idOf(first.owner));
  if (id === undefined)
    throw new RemediateError('BadInput', 'none of the files tells which account it is of', {
      hint: 'give the authorization details or the credential report as well, or --account ID',
    });
  if (first !== undefined && id !== idOf(first.owner))
    throw new RemediateError('BadInput', `the ${first.collection} are of account ${idOf(first.owner)}, not ${id}`, {
      hint: 'leave --account out, or give the files of that account',
    });
  return { id, partition: first?.owner.split(' ')[0] ?? 'aws' };
}

function arnsOf(data: Evidence): Record<string, string[]> {
  const details = data['authorization-details'];
  const arn = (item: { readonly arn: string }) => item.arn;
  return {
    'authorization details': [
      ...(details?.users.map(arn) ?? []),
      ...(details?.groups.map(arn) ?? []),
      ...(details?.roles.map(arn) ?? []),
    ],
    'rows of the credential report': data['credential-report']?.rows.map(arn) ?? [],
    'virtual MFA devices': data['mfa-devices']?.map((device) => device.serial) ?? [],
    'server certificates': data['server-certificates']?.map(arn) ?? [],
    'identity providers': data['identity-providers']?.map(arn) ?? [],
    'uses of services': data['service-last-accessed']?.map(arn) ?? [],
    analyzers: data['access-analyzer']?.analyzers.map(arn) ?? [],
    topics: data.sns?.map(arn) ?? [],
    functions: data.functions?.items.map(arn) ?? [],
    'load balancers': data['load-balancers']?.items.map(arn) ?? [],
    'ACM certificates': data['acm-certificates']?.items.map(arn) ?? [],
    'web ACLs': data.waf?.items.map(arn) ?? [],
    secrets: data.secrets?.items.map(arn) ?? [],
    'rules of AWS Config': data.config?.rules.map(arn) ?? [],
  };
}

/** Partition and account of an ARN, or undefined where it has none, as the ARNs of AWS's own policies. */
function ownerOf(arn: string): string | undefined {
  const [, partition, , , id] = arn.split(':');
  return partition !== undefined && id !== undefined && /^\d{12}$/.test(id) ? `${partition} ${id}` : undefined;
}

function idOf(owner: string): string {
  return owner.split(' ')[1] ?? '';
}

/** Examples and redacted exports mix accounts within a file; the most frequent one is meant. */
function mostFrequent(owners: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const owner of owners) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}
