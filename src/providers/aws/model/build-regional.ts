import { compareText } from '../../../engine/finding.ts';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import type { Buckets } from './buckets.ts';
import type { Budget } from './budgets.ts';
import type { DaysAgo } from './build-user.ts';
import { lookbackDays, newestFirst, type TrailEvent, type TrailEvents } from './cloudtrail-events.ts';
import type { AwsCollections } from './collections.ts';
import { type Config, type ConfigRecorder, type ConfigRule, configKey } from './config.ts';
import { type AcmCertificate, edgeKeys, type LoadBalancer, type WebAcl } from './edge.ts';
import type { Trail } from './monitoring.ts';
import type { Coverage, Regional } from './regional.ts';
import { type Secret, secretKey } from './secrets.ts';
import { type Instance, type LambdaFunction, workloadKeys } from './workloads.ts';

/** The regions that are enabled in built accounts. */
export const builtRegions = ['eu-west-1', 'us-east-1'] as const;

type RegionalCollections = Pick<
  AwsCollections,
  | 'instances'
  | 'functions'
  | 'load-balancers'
  | 'acm-certificates'
  | 'buckets'
  | 'budgets'
  | 'config'
  | 'secrets'
  | 'waf'
  | 'cloudtrail-events'
>;

/** The managed rules on IAM that the boring account has on in each region, with their parameters. */
const iamRules: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ACCESS_KEYS_ROTATED: { maxAccessKeyAge: '90' },
  IAM_GROUP_HAS_USERS_CHECK: {},
  IAM_NO_INLINE_POLICY_CHECK: {},
  IAM_PASSWORD_POLICY: {},
  IAM_POLICY_NO_STATEMENTS_WITH_ADMIN_ACCESS: {},
  IAM_POLICY_NO_STATEMENTS_WITH_FULL_ACCESS: {},
  IAM_ROOT_ACCESS_KEY_CHECK: {},
  IAM_USER_GROUP_MEMBERSHIP_CHECK: {},
  IAM_USER_MFA_ENABLED: {},
  IAM_USER_NO_POLICIES_CHECK: {},
  IAM_USER_UNUSED_CREDENTIALS_CHECK: { maxCredentialUsageAge: '45' },
  MFA_ENABLED_FOR_IAM_CONSOLE_ACCESS: {},
  ROOT_ACCOUNT_HARDWARE_MFA_ENABLED: {},
  ROOT_ACCOUNT_MFA_ENABLED: {},
};

const home = 'us-east-1';

/**
 * Builds what lives in regions and in services of the account beside IAM. The default: no workloads and no
 * secrets, AWS Config recording everywhere with the rules on IAM, one budget, the trail's bucket logged.
 * Each method says what the account has instead; what an item does not tell is boring.
 */
export class RegionalBuilder {
  readonly #identity: AccountIdentity;
  readonly #since: string;
  readonly #createdAt: string;
  #coverage: Coverage = { regions: [...builtRegions], gaps: [] };
  #instances: Instance[] = [];
  #functions: LambdaFunction[] = [];
  #loadBalancers: LoadBalancer[] = [];
  #certificates: AcmCertificate[] = [];
  #webAcls: WebAcl[] = [];
  #secrets: Secret[] = [];
  #config: Pick<Config, 'recorders' | 'rules'>;
  #budgets: Budget[] = [{ name: 'monthly', type: 'COST', timeUnit: 'MONTHLY', limit: { amount: '1000', unit: 'USD' } }];
  readonly #bucketDeviations: ((buckets: Buckets) => unknown)[] = [];
  #events: TrailEvents;

  constructor(identity: AccountIdentity, daysAgo: DaysAgo) {
    this.#identity = identity;
    this.#since = daysAgo(lookbackDays);
    this.#createdAt = daysAgo(300);
    this.#config = {
      recorders: builtRegions.map(quietRecorder),
      rules: builtRegions.flatMap((region) =>
        Object.entries(iamRules).map(([source, parameters]) => this.configRule({ region, source, parameters })),
      ),
    };
    this.#events = { region: home, since: this.#since, events: [], more: [] };
  }

  /** The ARN of something of the account in a region. */
  arnIn(region: string, service: string, rest: string): string {
    return `arn:${this.#identity.partition}:${service}:${region}:${this.#identity.id}:${rest}`;
  }

  /** Which regions were read, and which were not. */
  protected get covered(): Coverage {
    return this.#coverage;
  }

  /** Says for every regional collection which regions were read, and which were not. */
  coverage(coverage: Partial<Coverage>): this {
    this.#coverage = { ...this.#coverage, ...coverage };
    return this;
  }

  instances(items: readonly (Partial<Instance> & Pick<Instance, 'id'>)[]): this {
    this.#instances = items.map((item) => ({ region: home, state: 'running', tags: {}, ...item }));
    return this;
  }

  functions(items: readonly (Partial<LambdaFunction> & Pick<LambdaFunction, 'name' | 'role'>)[]): this {
    this.#functions = items.map((item) => {
      const region = item.region ?? home;
      return { region, arn: this.arnIn(region, 'lambda', `function:${item.name}`), ...item };
    });
    return this;
  }

  /** Load balancers; an Application Load Balancer that faces the internet and listens to nothing, unless told. */
  loadBalancers(items: readonly (Partial<LoadBalancer> & Pick<LoadBalancer, 'name'>)[]): this {
    this.#loadBalancers = items.map((item) => {
      const { region = home, kind = 'application' } = item;
      const within = { application: 'app/', network: 'net/', gateway: 'gwy/', classic: '' }[kind];
      const rest = `loadbalancer/${within}${item.name}${kind === 'classic' ? '' : '/50dc6c495c0c9188'}`;
      const arn = this.arnIn(region, 'elasticloadbalancing', rest);
      return { region, kind, arn, scheme: 'internet-facing', listeners: [], ...item };
    });
    return this;
  }

  certificates(items: readonly (Partial<AcmCertificate> & Pick<AcmCertificate, 'arn'>)[]): this {
    this.#certificates = items.map((item) => ({
      region: item.arn.split(':')[3] ?? home,
      domain: 'www.example.com',
      status: 'ISSUED',
      type: 'AMAZON_ISSUED',
      inUse: true,
      ...item,
    }));
    return this;
  }

  webAcls(items: readonly (Partial<WebAcl> & Pick<WebAcl, 'name'>)[]): this {
    this.#webAcls = items.map((item, at) => {
      const { region = home, id = `a1b2c3d4-5678-90ab-cdef-${String(at).padStart(12, '0')}` } = item;
      const arn = this.arnIn(region, 'wafv2', `regional/webacl/${item.name}/${id}`);
      return { region, id, arn, loadBalancers: [], ...item };
    });
    return this;
  }

  /** Secrets; without a rotation, unless told. */
  secrets(items: readonly (Partial<Secret> & Pick<Secret, 'name'>)[]): this {
    this.#secrets = items.map((item) => {
      const region = item.region ?? home;
      const arn = this.arnIn(region, 'secretsmanager', `secret:${item.name}-AbCdEf`);
      return { region, arn, createdAt: this.#createdAt, rotationEnabled: false, ...item };
    });
    return this;
  }

  /** Changes the recorders and rules of AWS Config. */
  config(deviate: (config: Pick<Config, 'recorders' | 'rules'>) => unknown): this {
    deviate(this.#config);
    return this;
  }

  /** A managed rule of AWS Config, active and named after its identifier unless told. */
  configRule(rule: Partial<ConfigRule> & Pick<ConfigRule, 'source'>): ConfigRule {
    const { region = home, name = rule.source.toLowerCase().replaceAll('_', '-') } = rule;
    const arn = this.arnIn(region, 'config', `config-rule/config-rule-${name}`);
    return { region, name, arn, owner: 'AWS', state: 'ACTIVE', parameters: {}, ...rule };
  }

  budgets(items: readonly Budget[]): this {
    this.#budgets = [...items];
    return this;
  }

  /** Changes the buckets that were looked at: those that the trails name, each with an access log. */
  buckets(deviate: (buckets: Buckets) => unknown): this {
    this.#bucketDeviations.push(deviate);
    return this;
  }

  /** Events of the CloudTrail history by Ada, from IAM, unless told. */
  events(
    items: readonly (Partial<TrailEvent> & Pick<TrailEvent, 'name' | 'at'>)[],
    more: readonly string[] = [],
  ): this {
    const events = items.map((item, at) => ({
      id: `e0000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
      source: 'iam.amazonaws.com',
      user: 'ada',
      userType: 'IAMUser',
      userAccount: this.#identity.id,
      sourceIp: '203.0.113.7',
      resources: [],
      ...item,
    }));
    this.#events = { ...this.#events, events, more: [...more] };
    return this;
  }

  /** What the builder has said, as collections; the trails say which buckets are looked at. */
  protected buildRegional(trails: readonly Trail[]): RegionalCollections {
    const buckets = this.#trailBuckets(trails);
    for (const deviate of this.#bucketDeviations) deviate(buckets);
    const regional = <T>(items: readonly T[], key: (item: T) => string): Regional<T> => ({
      ...this.#coverage,
      items: sorted(items, key),
    });
    return {
      instances: regional(this.#instances, workloadKeys.instance),
      functions: regional(this.#functions, workloadKeys.function),
      'load-balancers': regional(this.#loadBalancers, edgeKeys.loadBalancer),
      'acm-certificates': regional(this.#certificates, edgeKeys.certificate),
      waf: regional(this.#webAcls, edgeKeys.webAcl),
      secrets: regional(this.#secrets, secretKey),
      config: {
        ...this.#coverage,
        recorders: sorted(this.#config.recorders, configKey),
        rules: sorted(this.#config.rules, configKey),
      },
      budgets: sorted(this.#budgets, ({ name }) => name),
      buckets: { ...buckets, items: sorted(buckets.items, ({ name }) => name) },
      'cloudtrail-events': { ...this.#events, events: newestFirst(this.#events.events) },
    };
  }

  #trailBuckets(trails: readonly Trail[]): Buckets {
    const names = new Set(trails.flatMap(({ bucket }) => bucket ?? []));
    return {
      scope: 'trails',
      items: [...names].map((name) => ({
        name,
        region: home,
        trails: trails.filter(({ bucket }) => bucket === name).map(({ arn }) => arn),
        logging: { status: 'on', bucket: `access-logs-${this.#identity.id}`, prefix: `${name}/` },
      })),
    };
  }
}

/** Records all that its region has, the global types in one region alone, as AWS advises. */
function quietRecorder(region: string): ConfigRecorder {
  return {
    region,
    name: 'default',
    recording: true,
    lastStatus: 'SUCCESS',
    allSupported: true,
    globalTypes: region === home,
    types: [],
    excludedTypes: [],
  };
}

function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareText(key(a), key(b)));
}
