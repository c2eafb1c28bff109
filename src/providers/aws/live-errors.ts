import { RemediateError } from '../../engine/errors.ts';
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

const actions = new WeakMap<object, string>();

/** Remembers which call an error came from. */
export function rememberAction(error: unknown, action: string): void {
  if (error instanceof Error && !actions.has(error)) actions.set(error, action);
}

/** The call that an error came from, as `service:Action`. */
export function actionOf(error: unknown): string | undefined {
  return error instanceof Error ? actions.get(error) : undefined;
}

/** True when AWS refused a call for want of permission. */
export function isDenied(error: unknown): boolean {
  return error instanceof Error && deniedNames.has(error.name);
}

/** True when an endpoint does not know a call: another partition, an older or a smaller endpoint. */
export function isUnsupported(error: unknown): boolean {
  return error instanceof Error && unsupportedNames.has(error.name);
}

/** One line of what went wrong, with the call that it went wrong in. */
export function describeError(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  const line = (text.split(/\r?\n/)[0] ?? '').trim();
  const action = actionOf(error);
  return action === undefined ? line : `${action}: ${line}`;
}

/** Says as one sentence why the caller gets nowhere, with what to do about it; undefined where access is not the matter. */
export function explainAccess(error: unknown, source: CredentialSource): RemediateError | undefined {
  const said = (message: string, hint: string) => new RemediateError('Access', message, { hint, cause: error });
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
      'let the caller have this permission; `remediate permissions` prints all that are needed',
    );
  if (isNetwork(error))
    return said(`AWS cannot be reached: ${describeError(error)}`, 'check the network, the proxy and AWS_ENDPOINT_URL');
  return undefined;
}

function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ('code' in error && networkCodes.has(String(error.code)));
}
