import { type ErrorCode, RemediateError } from '../../engine/errors.ts';
import type { CredentialSource } from './live-credentials.ts';

const deniedNames = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'AuthorizationError',
  'AuthorizationErrorException',
  'NotAuthorized',
  'UnauthorizedOperation',
]);

const unsupportedNames = new Set([
  'InvalidAction',
  'NotImplemented',
  'OperationNotSupportedException',
  'UnknownOperationException',
  'UnsupportedOperation',
  'UnsupportedOperationException',
]);

const rejectedCredentials: Readonly<Record<string, string>> = {
  ExpiredToken: 'have expired',
  ExpiredTokenException: 'have expired',
  RequestExpired: 'were used with a clock that is wrong',
  InvalidSignatureException: 'do not fit together: the secret is not that of the key, or the clock is wrong',
  SignatureDoesNotMatch: 'do not fit together: the secret is not that of the key, or the clock is wrong',
  InvalidClientTokenId: 'are not known to AWS in this partition',
  UnrecognizedClientException: 'are not known to AWS in this partition',
  AuthFailure: 'are not known to AWS in this partition',
};

const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EAI_AGAIN', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH']);

/** Codes and statuses after which nobody knows whether AWS did what was asked: the answer was lost on its way. */
const lostCodes = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
const lostStatuses = new Set([500, 502, 503, 504]);

/** The names by which services refuse a request as coming too fast, before they look into it. */
const throttledNames = new Set([
  'RequestLimitExceeded',
  'SlowDown',
  'Throttling',
  'ThrottledException',
  'ThrottlingException',
  'TooManyRequestsException',
]);

const actions = new WeakMap<object, string>();

/** Remembers which call an error came from. */
export function rememberAction(error: unknown, action: string): void {
  if (error instanceof Error && !actions.has(error)) actions.set(error, action);
}

/** The call that an error came from, as `service:Action`. */
export function actionOf(error: unknown): string | undefined {
  return error instanceof Error ? actions.get(error) : undefined;
}

/** True for calls, as `service:Action`, that do more than to tell something. */
export function isWrite(action: string | undefined): boolean {
  return action !== undefined && !/:(?:Get|List|Describe|Head|View|Generate|Lookup)/.test(action);
}

/** True when AWS refused a call for want of permission. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && deniedNames.has(error.name);
}

/** True when an endpoint does not know a call: another partition, an older or a smaller endpoint. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Error && unsupportedNames.has(error.name);
}

/** What AWS answers while it is still at work on a resource for an earlier call. */
const busyNames = new Set([
  'ConcurrentModificationException',
  'EntityTemporarilyUnmodifiableException',
  'OperationAbortedException',
]);

/** True when AWS refused a call because it is still at work on the resource. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && busyNames.has(error.name);
}

/** How often the client tried a call before it gave this error. */
export function attemptsOf(error: unknown): number {
  return (error as { $metadata?: { attempts?: number } } | undefined)?.$metadata?.attempts ?? 1;
}

/** True when a call may have been carried out although it failed: its answer was lost, or one before it that was repeated. */
export function isAnswerLost(error: unknown): boolean {
  if (!(error instanceof Error) || throttledNames.has(error.name)) return false;
  const { name, code, $metadata } = error as Error & { code?: string; $metadata?: { httpStatusCode?: number } };
  if (name === 'TimeoutError' || lostCodes.has(code ?? '')) return true;
  return lostStatuses.has($metadata?.httpStatusCode ?? 0) || attemptsOf(error) > 1;
}

/** One line of what went wrong, with the call that it went wrong in. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? textOf(error) : String(error);
  const line = (text.split(/\r?\n/)[0] ?? '').trim();
  const action = actionOf(error);
  return action === undefined ? line : `${action}: ${line}`;
}

/** What an error says, less what the client says of itself; of a broken answer only its status is worth telling. */
function textOf(error: Error): string {
  const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  const isBroken = /^(?:Error|SyntaxError|Unknown)$/.test(name) || /^Unknown/.test(message);
  if (lostStatuses.has(status) && isBroken) return `HTTP ${status}`;
  return message.replace(/^@smithy\/[\w-]+ - (.*?)(?: \([^()]*\))?\.?$/, '$1') || name;
}

/** Says as one sentence why the caller gets nowhere, with what to do about it; undefined where access is not the matter. */
export function explainAccess(error: unknown, source: CredentialSource): RemediateError | undefined {
  const said = (message: string, hint: string, code: ErrorCode = 'Unreachable') =>
    new RemediateError(code, message, { hint, cause: error });
  const name = error instanceof Error ? error.name : '';
  const rejected = rejectedCredentials[name];
  if (rejected !== undefined)
    return said(
      `the credentials of ${source.description} ${rejected}`,
      'sign in again, choose another --profile, or check --region and the clock of this machine',
    );
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError')
    return said(
      `no AWS credentials from ${source.description}: ${describeError(error)}`,
      'sign in (`aws sso login`, `aws configure`) or choose another --profile; `--from sandbox` needs none',
    );
  if (isDenied(error))
    return said(
      `${source.description} may not call ${actionOf(error) ?? 'AWS'}: ${describeError(error)}`,
      remedyOf(error),
      'Access',
    );
  if (isNetwork(error))
    return said(`AWS cannot be reached: ${describeError(error)}`, 'check the network, the proxy and AWS_ENDPOINT_URL');
  return undefined;
}

/** What lets a refused call through: the statement to add, unless a policy denies it whatever others allow. */
function remedyOf(error: unknown): string {
  const action = actionOf(error);
  const said = error instanceof Error ? error.message : '';
  const [, denier] = /with an explicit deny in an? ([\w -]+)/.exec(said) ?? [];
  if (denier !== undefined) return `no statement can allow it: its ${denier} denies it; ask whoever keeps that policy`;
  const [, resource = '*'] = / on resource: (arn:\S+?)[.,]?(?:\s|$)/.exec(said) ?? [];
  const statement = JSON.stringify({ Effect: 'Allow', Action: action, Resource: resource });
  const all = '`remediate permissions` prints all that are needed';
  return action === undefined ? all : `add ${statement} to a policy of the caller; ${all}`;
}

function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ('code' in error && networkCodes.has(String(error.code)));
}
