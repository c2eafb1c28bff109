import type { Bucket, Buckets } from '../model/buckets.ts';
import { type Config, type ConfigRecorder, type ConfigRule, configKey } from '../model/config.ts';
import { type AcmCertificate, edgeKeys, type Listener, type LoadBalancer, type WebAcl } from '../model/edge.ts';
import type { IdentityCenterInstance } from '../model/identity-center.ts';
import { type Secret, secretKey } from '../model/secrets.ts';
import { type Instance, type LambdaFunction, workloadKeys } from '../model/workloads.ts';
import { compareLists, type Kind, type Told } from './kind.ts';
import { commonRegions } from './regions.ts';

export const identityCenters: Kind<IdentityCenterInstance> = {
  area: 'identity providers',
  type: 'identity-center-instance',
  noun: 'instance of IAM Identity Center',
  key: ({ arn }) => arn,
  label: ({ name, arn, region }) => `${name ?? arn} in ${region}`,
  arn: ({ arn }) => arn,
  fields: {
    region: 'passing',
    arn: 'key',
    identityStoreId: 'fact',
    ownerAccountId: 'known',
    name: 'fact',
    status: 'known',
  },
};

export const instances: Kind<Instance> = {
  area: 'workloads',
  type: 'ec2-instance',
  noun: 'instance',
  key: workloadKeys.instance,
  label: ({ id, region }) => `${id} in ${region}`,
  fields: { region: 'key', id: 'key', state: 'fact', profile: 'fact', tags: 'fact' },
  verbs: ['is new', 'is gone'],
};

export const functions: Kind<LambdaFunction> = {
  area: 'workloads',
  type: 'lambda-function',
  noun: 'function',
  key: workloadKeys.function,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: { region: 'key', name: 'key', arn: 'passing', role: 'fact' },
};

function listenersOf({ name }: LoadBalancer): Kind<Listener> {
  return {
    area: 'workloads',
    type: 'listener',
    noun: 'listener',
    key: edgeKeys.listener,
    label: ({ protocol, port }) => `${protocol} ${port} of load balancer ${name}`,
    fields: { port: 'key', protocol: 'key', certificates: 'fact' },
  };
}

export const loadBalancers: Kind<LoadBalancer> = {
  area: 'workloads',
  type: 'load-balancer',
  noun: 'load balancer',
  key: edgeKeys.loadBalancer,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: { region: 'key', name: 'passing', arn: 'key', kind: 'passing', scheme: 'fact', listeners: 'apart' },
  *parts(was, is) {
    const balancer = is ?? was;
    if (balancer !== undefined) yield* compareLists(listenersOf(balancer), was?.listeners ?? [], is?.listeners ?? []);
  },
};

export const acmCertificates: Kind<AcmCertificate> = {
  area: 'certificates',
  type: 'acm-certificate',
  noun: 'ACM certificate',
  key: edgeKeys.certificate,
  label: ({ domain, region }) => `${domain} in ${region}`,
  arn: ({ arn }) => arn,
  fields: {
    region: 'key',
    arn: 'key',
    domain: 'passing',
    status: 'fact',
    type: 'known',
    notAfter: 'fact',
    inUse: 'fact',
  },
};

export const webAcls: Kind<WebAcl> = {
  area: 'workloads',
  type: 'waf-web-acl',
  noun: 'web ACL',
  key: edgeKeys.webAcl,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: { region: 'key', name: 'passing', id: 'passing', arn: 'key', loadBalancers: 'fact' },
};

export const secrets: Kind<Secret> = {
  area: 'secrets',
  type: 'secret',
  noun: 'secret',
  key: secretKey,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: {
    region: 'key',
    name: 'passing',
    arn: 'key',
    createdAt: 'passing',
    rotationEnabled: 'fact',
    rotationFunction: 'fact',
    everyDays: 'fact',
    schedule: 'fact',
    window: 'fact',
    lastRotatedAt: 'passing',
    nextRotationAt: 'passing',
    owningService: 'fact',
    primaryRegion: 'fact',
  },
  words: { rotationEnabled: (enabled) => (enabled ? 'is rotated now' : 'is not rotated any more') },
};

const buckets: Kind<Bucket> = {
  area: 'buckets',
  type: 's3-bucket',
  noun: 'bucket',
  key: ({ name }) => name,
  label: ({ name }) => name,
  fields: {
    name: 'key',
    region: 'known',
    trails: 'fact',
    logging: (logging) => {
      if (logging.status === 'unknown') return undefined;
      return logging.status === 'off' ? 'off' : `to ${logging.bucket}/${logging.prefix}`;
    },
    policy: 'fact',
    publicAccessBlock: 'fact',
  },
};

/**
 * Tells what became of the buckets. Where the trails' buckets alone were looked at, one that comes or goes is told
 * by its trail.
 */
export function* compareBuckets(before: Buckets, after: Buckets): Generator<Told> {
  if (before.scope !== after.scope)
    yield {
      evidence: 'buckets that no trail delivers to',
      missingIn: before.scope === 'trails' ? 'old' : 'new',
      reason: 'only the buckets of the trails were looked at',
    };
  const [old, now] = [new Set(before.items.map(({ name }) => name)), new Set(after.items.map(({ name }) => name))];
  const all = before.scope === 'all' && after.scope === 'all';
  const comparable = ({ name }: Bucket) => all || (old.has(name) && now.has(name));
  yield* compareLists(buckets, before.items.filter(comparable), after.items.filter(comparable));
}

const recorders: Kind<ConfigRecorder> = {
  area: 'AWS Config',
  type: 'config-recorder',
  noun: 'recorder',
  key: configKey,
  label: ({ name, region }) => `${name} in ${region}`,
  fields: {
    region: 'key',
    name: 'key',
    recording: 'fact',
    lastStatus: 'passing',
    allSupported: 'fact',
    globalTypes: 'fact',
    types: 'fact',
    excludedTypes: 'fact',
  },
  words: { recording: (recording) => (recording ? 'started recording' : 'stopped recording') },
};

const rules: Kind<ConfigRule> = {
  area: 'AWS Config',
  type: 'config-rule',
  noun: 'rule',
  key: configKey,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: {
    region: 'key',
    name: 'key',
    arn: 'passing',
    owner: 'fact',
    source: 'fact',
    state: 'fact',
    parameters: 'fact',
  },
};

/** Tells what became of the recorders and rules of AWS Config. */
export function* compareConfig(before: Config, after: Config): Generator<Told> {
  const { covers, gaps } = commonRegions('AWS Config', before, after);
  yield* gaps();
  yield* compareLists(recorders, before.recorders.filter(covers), after.recorders.filter(covers));
  yield* compareLists(rules, before.rules.filter(covers), after.rules.filter(covers));
}
