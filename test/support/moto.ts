import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AnalyzerFinding } from '../../src/providers/aws/model/access-analyzer.ts';
import type { AwsSnapshot } from '../../src/providers/aws/model/collections.ts';
import type { LastAccessed } from '../../src/providers/aws/model/last-accessed.ts';
import { motoPython } from './moto-python.ts';

const server = fileURLToPath(new URL('./moto/server.py', import.meta.url));

/** What AWS finds out by itself. */
export interface Told {
  /** The services that principals are granted and used. */
  readonly uses?: readonly LastAccessed[];
  /** What an analyzer sees that can be reached from outside. */
  readonly findings?: readonly AnalyzerFinding[];
}

/** The past of users, of what they hold and of roles and policies, as ISO 8601 times. */
export interface Ages {
  readonly users?: Readonly<
    Record<
      string,
      { createdAt?: string; passwordLastUsed?: string; passwordLastChanged?: string; loginProfileCreatedAt?: string }
    >
  >;
  readonly keys?: Readonly<
    Record<string, { createdAt?: string; lastUsed?: string; service?: string; region?: string }>
  >;
  readonly roles?: Readonly<Record<string, { createdAt?: string; lastUsed?: string; region?: string }>>;
  readonly policies?: Readonly<Record<string, { createdAt: string }>>;
  readonly profiles?: Readonly<Record<string, { createdAt: string }>>;
  /** SSH keys and signing certificates, by id. */
  readonly uploads?: Readonly<Record<string, { uploadedAt: string }>>;
}

/** What the root user is like: columns of the credential report, counters of the summary, the MFA device's serial. */
export interface Root {
  readonly row?: Readonly<Record<string, string>>;
  readonly summary?: Readonly<Record<string, number>>;
  readonly device?: string | null;
}

/** A running AWS-like endpoint of one account. */
export interface Moto {
  readonly endpoint: string;
  readonly accountId: string;
  /** What a process needs to meet this endpoint and no other; the calling process has it already. */
  readonly env: Readonly<Record<string, string>>;
  /** Empties the account, permits everything, forgets the counts. */
  reset(): Promise<void>;
  /** Fills the account with what a snapshot tells, ids and dates included. */
  seed(snapshot: AwsSnapshot): Promise<void>;
  age(ages: Ages): Promise<void>;
  tell(told: Told): Promise<void>;
  /** Has a certificate made that ends in so many days, and its private key. */
  certificate(days: number): Promise<{ certificate: string; privateKey: string }>;
  root(root: Root): Promise<void>;
  /** Makes a user of another account, and the keys that it signs with. */
  outsider(account: string): Promise<{ accessKeyId: string; secretAccessKey: string }>;
  /** Denies these actions (`iam:ListUsers`, or in one region `ec2:DescribeInstances@eu-west-1`) from now on, and none else. */
  deny(...actions: string[]): Promise<void>;
  /** Holds callers to the policies of the users whose keys they sign with, or lets everybody do everything, as at first. */
  enforce(on: boolean): Promise<void>;
  /** Refuses the next calls of these actions, so many of each, as coming too fast. */
  throttle(actions: Readonly<Record<string, number>>): Promise<void>;
  /** Makes the endpoint one that does not know these actions, as those of other partitions do not. */
  unlearn(...actions: string[]): Promise<void>;
  /** For how long a credential report is served before a new one is made; AWS: four hours, here at first none. */
  keepReports(seconds: number): Promise<void>;
  /** How often a job for last-accessed details is found unfinished before it is done; here at first never. */
  slowJobs(looks: number): Promise<void>;
  /** Confirms a subscription, as its owner does by mail. */
  confirm(topicArn: string, endpoint: string): Promise<void>;
  /** The calls that arrived since the last question, by `service:Action`. */
  calls(): Promise<Record<string, number>>;
  stop(): Promise<void>;
}

/** Starts moto on a free port, its gaps filled, and points this process at it until it is stopped. */
export async function startMoto(
  options: { readonly managedPolicies?: boolean; readonly account?: string } = {},
): Promise<Moto> {
  const accountId = options.account ?? '111122223333';
  const child = spawn(await motoPython(), [server], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      // Python's client takes the empty name, by which this process has no profile, for one that is not there.
      AWS_PROFILE: undefined,
      MOTO_ACCOUNT_ID: accountId,
      MOTO_IAM_LOAD_MANAGED_POLICIES: String(options.managedPolicies ?? false),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`moto ended with ${code} at its start`)));
  const [line] = await Promise.race([once(createInterface(child.stdout), 'line'), ended]);
  ended.catch(() => {});
  const endpoint = `http://127.0.0.1:${(JSON.parse(String(line)) as { port: number }).port}`;
  const env = environmentOf(endpoint);
  const before = Object.fromEntries(Object.keys(env).map((name) => [name, process.env[name]]));
  Object.assign(process.env, env);

  const ask = async (what: string, body: unknown): Promise<unknown> => {
    const response = await fetch(`${endpoint}/remediate-test/${what}`, { method: 'POST', body: JSON.stringify(body) });
    const answer = (await response.json()) as { error?: string } | null;
    if (!response.ok) throw new Error(`moto: ${what}: ${answer?.error}`);
    return answer;
  };
  return {
    endpoint,
    accountId,
    env,
    reset: async () => void (await ask('reset', {})),
    seed: async (snapshot) => void (await ask('seed', snapshot)),
    age: async (ages) => void (await ask('age', ages)),
    tell: async (told) => void (await ask('tell', told)),
    certificate: async (days) => (await ask('certificate', { days })) as { certificate: string; privateKey: string },
    root: async (root) => void (await ask('root', root)),
    outsider: async (account) =>
      (await ask('outsider', { account })) as { accessKeyId: string; secretAccessKey: string },
    deny: async (...actions) => void (await ask('deny', { actions })),
    enforce: async (on) => void (await ask('enforce', { on })),
    throttle: async (actions) => void (await ask('throttle', { actions })),
    unlearn: async (...actions) => void (await ask('unlearn', { actions })),
    keepReports: async (lastsSeconds) => void (await ask('report', { lastsSeconds })),
    slowJobs: async (looks) => void (await ask('jobs', { looks })),
    confirm: async (topicArn, to) => void (await ask('confirm', { topicArn, endpoint: to })),
    calls: async () => (await ask('calls', {})) as Record<string, number>,
    stop: async () => {
      for (const [name, value] of Object.entries(before)) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
      if (child.exitCode !== null) return;
      child.kill();
      await once(child, 'exit');
    },
  };
}

/** Nothing of the machine's own AWS settings is left in reach: not its profiles, not its instance role. */
function environmentOf(endpoint: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'us-east-1',
    AWS_PROFILE: '',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
}
