import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { ContextValues } from './context.ts';
import { evaluate } from './evaluate.ts';
import type { Condition } from './statement.ts';
import { accountOf, readTrust } from './trust.ts';

/** Somebody of another account whom a trust policy may mean, with the names that they may come under. */
export interface Outsider {
  readonly account: string;
  readonly arns: readonly string[];
}

/** Stands for an account that a trust policy does not name: AWS gives this id to nobody. */
export const stranger = '000000000000';

const strangersOrganization = 'o-stranger000';
const everything = { name: 'anything', document: '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}' };

/**
 * True unless a trust policy surely refuses the request, its Deny statements and the exact meaning of every operator
 * considered. What the context leaves open counts as met: who asks chooses their own tags, names and networks.
 */
export function mayBeAssumed(trust: string, own: AccountIdentity, requester: string, context: ContextValues): boolean {
  const { verdict } = evaluate(
    {
      principal: requester,
      action: 'sts:AssumeRole',
      resource: `arn:${own.partition}:iam::${own.id}:role/any`,
      resourceAccount: own.id,
      context,
    },
    { identity: [everything], resource: { name: 'trust', document: trust } },
  );
  return verdict === 'allowed' || verdict === 'unknown';
}

/**
 * The other accounts that a trust policy names, in principals or in conditions, and a stranger where it may mean anyone.
 * Whether it lets them in is asked of `mayBeAssumed`.
 */
export function outsidersOf(trust: string, own: AccountIdentity): Outsider[] {
  const grants = readTrust(trust, own.id).grants.filter(({ from }) => from === 'other-account' || from === 'anyone');
  if (grants.length === 0) return [];
  const conditions = grants.flatMap((grant) => grant.conditions);
  const patterns = valuesOf(conditions, 'aws:principalarn');
  const named = [
    ...grants.flatMap(({ account }) => account ?? []),
    ...valuesOf(conditions, 'aws:principalaccount').flatMap(accountLike),
    ...patterns.flatMap((pattern) => accountLike(pattern.split(':')[4] ?? '')),
    ...(grants.some(({ from }) => from === 'anyone') ? [stranger] : []),
  ];
  return [...new Set(named)].sort().flatMap((account) => {
    if (account === own.id) return [];
    const arn = `arn:${own.partition}:iam::${account}`;
    const people = grants.flatMap(({ principal }) => (accountOf(principal) === account ? principal.value : []));
    const fitting = patterns.map((pattern) => arnWithin(pattern, account));
    const arns = [`${arn}:role/any`, `${arn}:user/any`, ...people.filter((name) => name !== account), ...fitting];
    return [{ account, arns: [...new Set(arns)] }];
  });
}

/** What a request of a person or program is known to lack: the keys that only calls of AWS services carry. */
export const notFromService: ContextValues = {
  'aws:SourceAccount': null,
  'aws:SourceArn': null,
  'aws:SourceOrgID': null,
  'aws:SourceOrgPaths': null,
  'aws:PrincipalServiceName': null,
  'aws:PrincipalServiceNamesList': null,
};

/** Requests from outside an organization: from no organization, and from each other one that the trust policy names. */
export function fromOutside(organization: string | undefined, trust: string, own: AccountIdentity): ContextValues[] {
  const conditions = readTrust(trust, own.id).grants.flatMap((grant) => grant.conditions);
  const paths = valuesOf(conditions, 'aws:principalorgpaths').map(filled);
  const named = [
    strangersOrganization,
    ...valuesOf(conditions, 'aws:principalorgid').map(filled),
    ...paths.map((path) => path.split('/')[0] ?? ''),
  ];
  const others = [...new Set(named)].filter((id) => id !== organization && id !== '');
  return [
    { ...notFromService, 'aws:PrincipalOrgID': null, 'aws:PrincipalOrgPaths': null },
    ...others.map((id) => ({
      ...notFromService,
      'aws:PrincipalOrgID': id,
      'aws:PrincipalOrgPaths': [`${id}/r-0000/`, ...paths.filter((path) => path.startsWith(`${id}/`))],
    })),
  ];
}

/** Calls of a service on behalf of another account: with a source of its own that fits the policy's patterns as well as it can. */
export function onBehalfOfStranger(trust: string, own: AccountIdentity): ContextValues[] {
  const conditions = readTrust(trust, own.id).grants.flatMap((grant) => grant.conditions);
  const fitting = valuesOf(conditions, 'aws:sourcearn').map((pattern) => {
    // The ARN of a bucket names no account: one that is written out is somebody's, a pattern may be anybody's.
    const isAnybodys = /[*?]/.test(pattern) && (pattern.split(':')[4] ?? '') === '';
    return isAnybodys ? filled(pattern) : arnWithin(pattern, stranger);
  });
  return [`arn:${own.partition}:any:any:${stranger}:any`, ...fitting].map((source) => ({
    'aws:SourceAccount': stranger,
    'aws:SourceArn': source,
    'aws:SourceOrgID': strangersOrganization,
    'aws:SourceOrgPaths': [`${strangersOrganization}/r-0000/`],
    'aws:PrincipalOrgID': null,
    'aws:PrincipalOrgPaths': null,
    'aws:PrincipalAccount': null,
    'aws:PrincipalArn': null,
  }));
}

function valuesOf(conditions: readonly Condition[], key: string): readonly string[] {
  return conditions.filter((condition) => condition.key === key).flatMap((condition) => condition.values);
}

/** The account that a text is, or one that a pattern of accounts stands for. */
function accountLike(text: string): string[] {
  const account = text.replaceAll('?', '0').replace('*', '0'.repeat(Math.max(0, 13 - text.length)));
  return /^\d{12}$/.test(account) ? [account] : [];
}

/** A text that fits a pattern. */
function filled(pattern: string): string {
  return pattern.replace(/[*?]/g, 'x');
}

/** An ARN of the account that fits a pattern as well as one can: with the account in its place, wildcards filled. */
function arnWithin(pattern: string, account: string): string {
  const parts = pattern.split(':');
  // Of a pattern with fewer parts, the star reaches over the colons of the ARN.
  if (parts.length < 6) return filled(pattern.replace(/^[^*]*\*:?/, `arn:aws:iam::${account}:`));
  return parts.map((part, at) => (at === 4 ? account : filled(part))).join(':');
}
