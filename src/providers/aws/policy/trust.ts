import { constrains, constraintsOn, requiresMfa } from './constraint.ts';
import { parseDocument } from './document.ts';
import type { Condition, PrincipalEntry, Statement } from './statement.ts';

/** One principal that a trust policy lets in, and what holds it back. */
export interface TrustGrant {
  readonly principal: PrincipalEntry;
  /** Where the principal stands to the role's account. */
  readonly from: 'own-account' | 'other-account' | 'anyone' | 'service' | 'identity-provider';
  /** The account of an AWS principal, where it names one. */
  readonly account: string | undefined;
  /** The accounts that the conditions hold it to, where they do; for `anyone` those are who it really is. */
  readonly heldToAccounts: readonly string[] | undefined;
  /** True when the conditions hold it to organizations. */
  readonly heldToOrganization: boolean;
  readonly requiresExternalId: boolean;
  readonly requiresMfa: boolean;
  /** True when a service may only act for certain accounts, organizations or resources: the confused deputy is out. */
  readonly heldToSource: boolean;
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
  /** The statement's place in the document. */
  readonly statement: number;
}

/** Who a trust policy lets in. */
export interface Trust {
  readonly grants: readonly TrustGrant[];
  /** False when the document is not wholly understood: then there may be more. */
  readonly complete: boolean;
}

/** Reads who may assume a role of `ownAccount`; Deny statements without conditions are taken off, others are not. */
export function readTrust(document: string, ownAccount: string): Trust {
  const { statements, complete } = parseDocument(document).document;
  const barred = statements.filter(({ effect, conditions }) => effect === 'Deny' && conditions.length === 0);
  const grants = statements
    .filter((statement) => statement.effect === 'Allow')
    .flatMap((statement) => entriesOf(statement).map((principal) => grantOf(statement, principal, ownAccount)))
    .filter((grant) => !barred.some((statement) => bars(statement, grant)));
  return { grants, complete };
}

/** An Allow with NotPrincipal lets in everyone else. */
function entriesOf({ principal }: Statement): readonly PrincipalEntry[] {
  if (principal === undefined) return [];
  return principal.not ? [{ kind: 'AWS', value: '*' }] : principal.entries;
}

function grantOf(statement: Statement, principal: PrincipalEntry, ownAccount: string): TrustGrant {
  const { conditions } = statement;
  const account = accountOf(principal);
  return {
    principal,
    from: originOf(principal, account, ownAccount),
    account,
    heldToAccounts: heldToAccounts(conditions),
    heldToOrganization: ['aws:PrincipalOrgID', 'aws:PrincipalOrgPaths', 'aws:SourceOrgID'].some((key) =>
      constrains(conditions, key),
    ),
    requiresExternalId: constrains(conditions, 'sts:ExternalId'),
    requiresMfa: requiresMfa(conditions),
    heldToSource: SOURCE_KEYS.some((key) => constrains(conditions, key)),
    actions: statement.action.written,
    conditions,
    statement: statement.index,
  };
}

const SOURCE_KEYS = ['aws:SourceAccount', 'aws:SourceArn', 'aws:SourceOrgID', 'aws:SourceOrgPaths'];

const ACCOUNT_ID = /^\d{12}$/;
const ACCOUNT_OF_ARN = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/;

/** The account that an AWS principal is of, or undefined for anyone and for ARNs that name none. */
export function accountOf({ kind, value }: PrincipalEntry): string | undefined {
  if (kind !== 'AWS') return undefined;
  return ACCOUNT_ID.test(value) ? value : ACCOUNT_OF_ARN.exec(value)?.[1];
}

function originOf({ kind, value }: PrincipalEntry, account: string | undefined, own: string): TrustGrant['from'] {
  if (kind === 'Service') return 'service';
  if (kind === 'Federated') return 'identity-provider';
  if (kind === 'AWS' && value.includes('*')) return 'anyone';
  // A principal that was deleted is left as its unique id; it is not another account's.
  return account === undefined || account === own ? 'own-account' : 'other-account';
}

/** The accounts that aws:PrincipalAccount or aws:PrincipalArn name, when a condition on them really constrains. */
function heldToAccounts(conditions: readonly Condition[]): readonly string[] | undefined {
  for (const { values } of constraintsOn(conditions, 'aws:PrincipalAccount'))
    if (values.every((value) => ACCOUNT_ID.test(value))) return values;
  for (const { values } of constraintsOn(conditions, 'aws:PrincipalArn')) {
    const accounts = values.map((value) => ACCOUNT_OF_ARN.exec(value)?.[1]);
    if (accounts.every((account) => account !== undefined)) return [...new Set(accounts)];
  }
  return undefined;
}

function bars({ principal, action }: Statement, grant: TrustGrant): boolean {
  const named = principal?.entries.some(
    ({ kind, value }) => kind === grant.principal.kind && (value === grant.principal.value || value === '*'),
  );
  return (
    principal?.not === false &&
    named === true &&
    !action.not &&
    action.patterns.some((pattern) => pattern === '*' || pattern === 'sts:*')
  );
}

/**
 * True for service principals whose calls carry aws:SourceAccount or aws:SourceArn when they assume a role, so that a trust
 * policy can be held to them. EC2 and other services that only hand credentials to their own compute send neither.
 */
export function sendsSource(service: string): boolean {
  const name = service.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, '');
  return SOURCE_SERVICES.has(name.split('.')[0] ?? name);
}

const SOURCE_SERVICES = new Set(
  (
    'apigateway appsync backup bedrock bedrock-agentcore cloudformation codebuild codepipeline config databrew ' +
    'datasync delivery dms ecs ecs-tasks events firehose glue imagebuilder iot kafkaconnect kinesisanalytics lex logs ' +
    'mediaconvert monitoring omics pipes rds redshift rolesanywhere sagemaker scheduler sns ssm states transfer ' +
    'vpc-flow-logs'
  ).split(' '),
);
