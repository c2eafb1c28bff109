import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { IAM } from '@aws-sdk/client-iam';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { SNS } from '@aws-sdk/client-sns';
import type { STS } from '@aws-sdk/client-sts';
import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type CredentialSource, findCredentials, instanceCredentials } from './live-credentials.ts';
import { rememberAction } from './live-errors.ts';

/** The only door to the AWS clients: each is loaded when it is first asked for, and every call is counted. */
export interface Live {
  readonly region: string;
  /** Where the credentials come from, for messages. */
  readonly source: CredentialSource;
  iam(): Promise<IAM>;
  sts(): Promise<STS>;
  cloudtrail(region: string): Promise<CloudTrail>;
  cloudwatch(region: string): Promise<CloudWatch>;
  logs(region: string): Promise<CloudWatchLogs>;
  sns(region: string): Promise<SNS>;
  secretsManager(region: string): Promise<SecretsManager>;
  /** Calls made so far, by `service:Action`. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Whose account to look at, and how patiently. */
export interface LiveOptions {
  readonly profile?: string;
  readonly region?: string;
  /** How often a call is tried when AWS throttles or fails. */
  readonly maxAttempts?: number;
}

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

/** What all clients share. */
interface Configuration {
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly retryMode: 'adaptive';
  readonly maxAttempts: number;
}

/** What the clients have in common, as far as counting calls needs it. */
interface Countable {
  readonly middlewareStack: {
    add(
      middleware: (
        next: (args: unknown) => Promise<unknown>,
        context: { commandName?: string },
      ) => (args: unknown) => Promise<unknown>,
      options: { step: 'initialize'; name: string },
    ): void;
  };
}

const defaultAttempts = 8;

/** Opens an account without a request: clients, their credentials included, are made when they are first asked for. */
export function openLive(options: LiveOptions = {}): Live {
  const source = findCredentials(options) ?? instanceCredentials();
  const home = options.region ?? source.region ?? 'us-east-1';
  const calls = new Map<string, number>();
  const clients = new Map<string, Promise<unknown>>();
  const credentials = sharedCredentials(source);
  // The SDK tells users of the program which Node its next releases want; that is for us to follow, not for them.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

  const client = <T extends object>(
    service: string,
    region: string,
    load: () => Promise<new (configuration: Configuration) => T>,
  ): Promise<T> => {
    const key = `${service} ${region}`;
    const opened = clients.get(key) as Promise<T> | undefined;
    if (opened !== undefined) return opened;
    const opening = load().then((Client) => {
      const maxAttempts = options.maxAttempts ?? (Number(process.env['AWS_MAX_ATTEMPTS']) || defaultAttempts);
      const made = new Client({ region, credentials, retryMode: 'adaptive', maxAttempts });
      countCalls(made as unknown as Countable, service, calls);
      return made;
    });
    clients.set(key, opening);
    return opening;
  };

  return {
    region: home,
    source,
    calls,
    iam: () => client('iam', home, async () => (await import('@aws-sdk/client-iam')).IAM),
    sts: () => client('sts', home, async () => (await import('@aws-sdk/client-sts')).STS),
    cloudtrail: (region) =>
      client('cloudtrail', region, async () => (await import('@aws-sdk/client-cloudtrail')).CloudTrail),
    cloudwatch: (region) =>
      client('cloudwatch', region, async () => (await import('@aws-sdk/client-cloudwatch')).CloudWatch),
    logs: (region) =>
      client('logs', region, async () => (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs),
    sns: (region) => client('sns', region, async () => (await import('@aws-sdk/client-sns')).SNS),
    secretsManager: (region) =>
      client('secretsmanager', region, async () => (await import('@aws-sdk/client-secrets-manager')).SecretsManager),
  };
}

/** One chain of providers for all clients, so that a role is assumed and a token fetched once. */
function sharedCredentials(source: CredentialSource): CredentialProvider {
  let provider: Promise<CredentialProvider> | undefined;
  const silent = () => {};
  return async (properties) => {
    provider ??= import('@aws-sdk/credential-providers').then(({ fromNodeProviderChain }) =>
      fromNodeProviderChain({
        ...(source.profile === undefined ? {} : { profile: source.profile }),
        // It warns on the console where both AWS_PROFILE and keys are set; which of them is used is in `source`.
        logger: { trace: silent, debug: silent, info: silent, warn: silent, error: silent },
      }),
    );
    return (await provider)(properties);
  };
}

/** Counts each call once, however often it is tried, and remembers the call of each error. */
function countCalls(client: Countable, service: string, calls: Map<string, number>): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const action = `${service}:${context.commandName?.replace(/Command$/, '') ?? 'unknown'}`;
      calls.set(action, (calls.get(action) ?? 0) + 1);
      try {
        return await next(args);
      } catch (error) {
        rememberAction(error, action);
        throw error;
      }
    },
    { step: 'initialize', name: 'remediateCountCalls' },
  );
}
