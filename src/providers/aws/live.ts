import type { AccessAnalyzer } from '@aws-sdk/client-accessanalyzer';
import type { Account } from '@aws-sdk/client-account';
import type { ACM } from '@aws-sdk/client-acm';
import type { Budgets } from '@aws-sdk/client-budgets';
import type { CloudTrail } from '@aws-sdk/client-cloudtrail';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { ConfigService } from '@aws-sdk/client-config-service';
import type { EC2 } from '@aws-sdk/client-ec2';
import type { ElasticLoadBalancing } from '@aws-sdk/client-elastic-load-balancing';
import type { ElasticLoadBalancingV2 } from '@aws-sdk/client-elastic-load-balancing-v2';
import type { IAM, IAMClientConfig } from '@aws-sdk/client-iam';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { Organizations } from '@aws-sdk/client-organizations';
import type { S3 } from '@aws-sdk/client-s3';
import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { SNS } from '@aws-sdk/client-sns';
import type { SSOAdmin } from '@aws-sdk/client-sso-admin';
import type { STS } from '@aws-sdk/client-sts';
import type { WAFV2 } from '@aws-sdk/client-wafv2';
import type { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { type CredentialSource, findCredentials, instanceCredentials } from './live-credentials.ts';
import { isAnswerLost, rememberAction } from './live-errors.ts';
import { type Pace, usualPace } from './live-pace.ts';
import { openRootSession, rootSessionSource } from './live-root-session.ts';

/** The only door to the AWS clients: each is loaded when it is first asked for, and every call is counted. */
export interface Live {
  readonly region: string;
  /** Where the credentials come from, for messages. */
  readonly source: CredentialSource;
  readonly pace: Pace;
  iam(): Promise<IAM>;
  /** IAM as the root user of a member account, by its ARN, for 15 minutes and no more than a task's policy allows. */
  rootSession(root: string, task: string): Promise<{ readonly iam: IAM; readonly source: CredentialSource }>;
  sts(): Promise<STS>;
  cloudtrail(region: string): Promise<CloudTrail>;
  cloudwatch(region: string): Promise<CloudWatch>;
  logs(region: string): Promise<CloudWatchLogs>;
  sns(region: string): Promise<SNS>;
  secretsManager(region: string): Promise<SecretsManager>;
  ec2(region: string): Promise<EC2>;
  lambda(region: string): Promise<Lambda>;
  loadBalancing(region: string): Promise<ElasticLoadBalancingV2>;
  classicLoadBalancing(region: string): Promise<ElasticLoadBalancing>;
  acm(region: string): Promise<ACM>;
  wafv2(region: string): Promise<WAFV2>;
  config(region: string): Promise<ConfigService>;
  s3(region: string): Promise<S3>;
  budgets(): Promise<Budgets>;
  account(): Promise<Account>;
  organizations(): Promise<Organizations>;
  ssoAdmin(region: string): Promise<SSOAdmin>;
  accessAnalyzer(region: string): Promise<AccessAnalyzer>;
  /** Calls made so far, by `service:Action`. */
  readonly calls: ReadonlyMap<string, number>;
}

/** Whose account to look at, and how patiently. */
export interface LiveOptions {
  readonly profile?: string;
  readonly region?: string;
  /** The profile by which root sessions are opened, asked for when one is. */
  readonly rootSessionProfile?: () => Promise<string | undefined>;
  /** How often a call is tried when AWS throttles or fails. */
  readonly maxAttempts?: number;
  readonly pace?: Pace;
  /** Settings of the clients in place of the usual ones, such as shorter time-outs. */
  readonly clients?: Partial<Pick<Configuration, 'endpoint' | 'requestHandler' | 'retryStrategy'>>;
}

type CredentialProvider = ReturnType<typeof fromNodeProviderChain>;

/** What all clients share. */
interface Configuration {
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly retryMode: 'adaptive';
  readonly maxAttempts: number;
  readonly requestHandler: { readonly connectionTimeout: number; readonly socketTimeout: number };
  readonly endpoint?: string;
  readonly retryStrategy?: Exclude<IAMClientConfig['retryStrategy'], undefined>;
}

type Middleware = (
  next: (args: unknown) => Promise<unknown>,
  context: { commandName?: string },
) => (args: unknown) => Promise<unknown>;

/** What the clients have in common, as far as counting calls and telling lost answers needs it. */
interface Watchable {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { step: 'initialize' | 'finalizeRequest'; name: string; priority?: 'low' },
    ): void;
  };
}

const defaultAttempts = 8;

/** How long AWS may be silent; without a limit, a connection that died unnoticed would hold a run up for ever. */
const patientHandler = { connectionTimeout: 5000, socketTimeout: 30_000 };

/** The calls whose permission is not named after them; what is counted and denied is named as in policies. */
const permissionNames: Readonly<Record<string, string>> = {
  's3:ListBuckets': 's3:ListAllMyBuckets',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  's3:PutPublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:DeletePublicAccessBlock': 's3:PutBucketPublicAccessBlock',
  's3:HeadBucket': 's3:ListBucket',
  's3:ListObjectsV2': 's3:ListBucket',
  'budgets:DescribeBudgets': 'budgets:ViewBudget',
  'budgets:DescribeBudget': 'budgets:ViewBudget',
  'budgets:CreateBudget': 'budgets:ModifyBudget',
  'budgets:DeleteBudget': 'budgets:ModifyBudget',
};

/** The permission that a call needs, by `service:Action`. */
export function permissionOf(call: string): string {
  return permissionNames[call] ?? call;
}

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
    door = service,
    given = credentials,
  ): Promise<T> => {
    const key = `${door} ${region}`;
    const opened = clients.get(key) as Promise<T> | undefined;
    if (opened !== undefined) return opened;
    const opening = load().then((Client) => {
      const maxAttempts = options.maxAttempts ?? (Number(process.env['AWS_MAX_ATTEMPTS']) || defaultAttempts);
      const made = new Client({
        ...{ region, credentials: given, retryMode: 'adaptive', maxAttempts, requestHandler: patientHandler },
        ...options.clients,
      });
      countCalls(made as unknown as Watchable, service, calls);
      holdRepetition(made as unknown as Watchable, service);
      return made;
    });
    clients.set(key, opening);
    return opening;
  };

  const iam = (door?: string, given?: CredentialProvider) =>
    client('iam', home, async () => (await import('@aws-sdk/client-iam')).IAM, door, given);
  const sts = (door?: string, given?: CredentialProvider) =>
    client('sts', home, async () => (await import('@aws-sdk/client-sts')).STS, door, given);

  return {
    region: home,
    source,
    calls,
    pace: options.pace ?? usualPace,
    iam: () => iam(),
    sts: () => sts(),
    async rootSession(root, task) {
      const opener = rootSessionSource(await options.rootSessionProfile?.());
      const door = `sts ${opener.description}`;
      const keys = await openRootSession(await sts(door, sharedCredentials(opener)), { root, task, opener });
      const source = { ...opener, description: `the root session of ${opener.description}` };
      return { iam: await iam(`iam ${keys.accessKeyId}`, async () => keys), source };
    },
    cloudtrail: (region) =>
      client('cloudtrail', region, async () => (await import('@aws-sdk/client-cloudtrail')).CloudTrail),
    cloudwatch: (region) =>
      client('cloudwatch', region, async () => (await import('@aws-sdk/client-cloudwatch')).CloudWatch),
    logs: (region) =>
      client('logs', region, async () => (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs),
    sns: (region) => client('sns', region, async () => (await import('@aws-sdk/client-sns')).SNS),
    secretsManager: (region) =>
      client('secretsmanager', region, async () => (await import('@aws-sdk/client-secrets-manager')).SecretsManager),
    ec2: (region) => client('ec2', region, async () => (await import('@aws-sdk/client-ec2')).EC2),
    lambda: (region) => client('lambda', region, async () => (await import('@aws-sdk/client-lambda')).Lambda),
    loadBalancing: (region) =>
      client(
        'elasticloadbalancing',
        region,
        async () => (await import('@aws-sdk/client-elastic-load-balancing-v2')).ElasticLoadBalancingV2,
      ),
    classicLoadBalancing: (region) =>
      client(
        'elasticloadbalancing',
        region,
        async () => (await import('@aws-sdk/client-elastic-load-balancing')).ElasticLoadBalancing,
        'elasticloadbalancing classic',
      ),
    acm: (region) => client('acm', region, async () => (await import('@aws-sdk/client-acm')).ACM),
    wafv2: (region) => client('wafv2', region, async () => (await import('@aws-sdk/client-wafv2')).WAFV2),
    config: (region) =>
      client('config', region, async () => (await import('@aws-sdk/client-config-service')).ConfigService),
    s3: (region) => client('s3', region, async () => (await import('@aws-sdk/client-s3')).S3),
    budgets: () => client('budgets', home, async () => (await import('@aws-sdk/client-budgets')).Budgets),
    account: () => client('account', home, async () => (await import('@aws-sdk/client-account')).Account),
    organizations: () =>
      client('organizations', home, async () => (await import('@aws-sdk/client-organizations')).Organizations),
    ssoAdmin: (region) => client('sso', region, async () => (await import('@aws-sdk/client-sso-admin')).SSOAdmin),
    accessAnalyzer: (region) =>
      client('access-analyzer', region, async () => (await import('@aws-sdk/client-accessanalyzer')).AccessAnalyzer),
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
function countCalls(client: Watchable, service: string, calls: Map<string, number>): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const call = `${service}:${context.commandName?.replace(/Command$/, '') ?? 'unknown'}`;
      const action = permissionOf(call);
      calls.set(action, (calls.get(action) ?? 0) + 1);
      try {
        return await next(args);
      } catch (thrown) {
        const error = thrown instanceof Unrepeated ? thrown.error : thrown;
        rememberAction(error, action);
        throw error;
      }
    },
    { step: 'initialize', name: 'remediateCountCalls' },
  );
}

/** Hides an error from the client, which would take it for a reason to repeat the call. */
class Unrepeated extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super('not to be repeated');
    this.error = error;
  }
}

/** Secrets Manager knows by its token a request that it has carried out already. */
const recognisesRepeats: ReadonlySet<string> = new Set(['secretsmanager']);

/**
 * Keeps the client from repeating a call that makes something when its answer was lost, for a second one would be made;
 * all other calls say how something is to be, and can be said again. Nor is a quota that is used up the throttling that
 * the client takes it for.
 */
function holdRepetition(client: Watchable, service: string): void {
  client.middlewareStack.add(
    (next, context) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        const makes = /^(?:Create|Upload)/.test(context.commandName ?? '') && !recognisesRepeats.has(service);
        const isQuota = error instanceof Error && error.name === 'LimitExceededException';
        throw isQuota || (makes && isAnswerLost(error)) ? new Unrepeated(error) : error;
      }
    },
    // Within the client's own repetition, which is of high priority.
    { step: 'finalizeRequest', name: 'remediateHoldRepetition', priority: 'low' },
  );
}
