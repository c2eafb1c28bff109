import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type {
  ElasticLoadBalancingV2,
  Listener as LiveListener,
  LoadBalancer as LiveLoadBalancer,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import { edgeKeys, type Listener, type LoadBalancer } from '../model/edge.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, type CollectContext, defineCollector, sortedBy } from './define.ts';
import { once, pagesByRegion, readRegions, regionsFloor } from './regional.ts';

/** As many things as a page of Elastic Load Balancing holds at most. */
const pageSize = 400;

const encrypted = new Set(['HTTPS', 'TLS']);

/** The load balancers of both generations in all enabled regions, with the certificates that they answer with. */
export const loadBalancersCollector = defineCollector({
  name: 'load-balancers',
  permissions: [
    'ec2:DescribeRegions',
    'elasticloadbalancing:DescribeLoadBalancers',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeListenerCertificates',
  ],
  needs: [],
  async collect(context) {
    const { coverage, answers } = await readRegions(context, async (region) => {
      const lists = await Promise.all([listCurrent(context, region), listClassic(context, region)]);
      return lists.flat();
    });
    return { ...coverage, items: sortedBy(answers.flat(), edgeKeys.loadBalancer) };
  },
  floor({ regions, items }) {
    const classic = items.filter(({ kind }) => kind === 'classic');
    const current = items.filter(({ kind }) => kind !== 'classic');
    const certified = current.flatMap(({ listeners }) => listeners).filter(({ protocol }) => encrypted.has(protocol));
    return {
      ...regionsFloor,
      'elasticloadbalancing:DescribeLoadBalancers':
        pagesByRegion(regions, classic, pageSize) + pagesByRegion(regions, current, pageSize),
      'elasticloadbalancing:DescribeListeners': current.length,
      'elasticloadbalancing:DescribeListenerCertificates': certified.length,
    };
  },
});

async function listClassic(context: CollectContext, region: string): Promise<LoadBalancer[]> {
  const elb = await context.live.classicLoadBalancing(region);
  const pages = await once(context, () =>
    allPages(
      (Marker) => elb.describeLoadBalancers({ PageSize: pageSize, Marker }),
      (page) => page.NextMarker || undefined,
    ),
  );
  return pages
    .flatMap((page) => page.LoadBalancerDescriptions ?? [])
    .map((balancer) => toClassic(region, context.account, balancer));
}

/** A Classic Load Balancer; AWS tells no ARN of it, but has one. */
export function toClassic(
  region: string,
  { id, partition }: AccountIdentity,
  balancer: LoadBalancerDescription,
): LoadBalancer {
  const name = balancer.LoadBalancerName ?? '';
  const listeners = (balancer.ListenerDescriptions ?? []).flatMap(({ Listener: one }) =>
    one === undefined
      ? []
      : [
          {
            port: one.LoadBalancerPort ?? 0,
            protocol: one.Protocol ?? '',
            certificates: certified(one.SSLCertificateId),
          },
        ],
  );
  return {
    region,
    name,
    arn: `arn:${partition}:elasticloadbalancing:${region}:${id}:loadbalancer/${name}`,
    kind: 'classic',
    scheme: toScheme('classic', balancer.Scheme),
    listeners: sortedBy(listeners, edgeKeys.listener),
  };
}

async function listCurrent(context: CollectContext, region: string): Promise<LoadBalancer[]> {
  const elb = await context.live.loadBalancing(region);
  const pages = await once(context, () =>
    allPages(
      (Marker) => elb.describeLoadBalancers({ PageSize: pageSize, Marker }),
      (page) => page.NextMarker || undefined,
    ),
  );
  const balancers = pages.flatMap((page) => page.LoadBalancers ?? []);
  const listed = await context.each(balancers, async (balancer) => ({
    balancer,
    listeners: await listListeners(elb, balancer),
  }));
  const certificates = await listCertificates(
    context,
    elb,
    listed.flatMap(({ listeners }) => listeners),
  );
  return listed.map(({ balancer, listeners }) => toLoadBalancer(region, balancer, listeners, certificates));
}

async function listListeners(elb: ElasticLoadBalancingV2, balancer: LiveLoadBalancer): Promise<LiveListener[]> {
  // One that is deleted meanwhile has no listeners any more.
  const pages = await allPages(
    (Marker) =>
      absent(() => elb.describeListeners({ LoadBalancerArn: balancer.LoadBalancerArn, PageSize: pageSize, Marker })),
    (page) => page?.NextMarker || undefined,
  );
  return pages.flatMap((page) => page?.Listeners ?? []);
}

/** The certificates of the listeners that have any, by the ARN of the listener; the listener itself tells its default alone. */
async function listCertificates(
  context: CollectContext,
  elb: ElasticLoadBalancingV2,
  listeners: readonly LiveListener[],
): Promise<Map<string, string[]>> {
  const asked = listeners.filter(({ Protocol }) => encrypted.has(Protocol ?? ''));
  const found = await context.each(asked, async ({ ListenerArn = '' }) => {
    const pages = await allPages(
      (Marker) => absent(() => elb.describeListenerCertificates({ ListenerArn, PageSize: pageSize, Marker })),
      (page) => page?.NextMarker || undefined,
    );
    const arns = pages
      .flatMap((page) => page?.Certificates ?? [])
      .flatMap(({ CertificateArn }) => CertificateArn ?? []);
    return [ListenerArn, arns] as const;
  });
  return new Map(found);
}

/** An Application, Network or Gateway Load Balancer with its listeners, and what is known besides of their certificates. */
export function toLoadBalancer(
  region: string,
  balancer: LiveLoadBalancer,
  listeners: readonly LiveListener[],
  certificates: ReadonlyMap<string, readonly string[]>,
): LoadBalancer {
  const kind = balancer.Type ?? 'application';
  const told = listeners.map((one): Listener => {
    const own = (one.Certificates ?? []).flatMap(({ CertificateArn }) => CertificateArn ?? []);
    const all = new Set([...own, ...(certificates.get(one.ListenerArn ?? '') ?? [])]);
    return { port: one.Port ?? 0, protocol: one.Protocol ?? '', certificates: sortedBy([...all], String) };
  });
  return {
    region,
    name: balancer.LoadBalancerName ?? '',
    arn: balancer.LoadBalancerArn ?? '',
    kind,
    scheme: toScheme(kind, balancer.Scheme),
    listeners: sortedBy(told, edgeKeys.listener),
  };
}

/** Facing the internet is what a load balancer does unless it was made otherwise; a Gateway Load Balancer never does. */
function toScheme(kind: LoadBalancer['kind'], scheme: string | undefined): LoadBalancer['scheme'] {
  return scheme === 'internal' || kind === 'gateway' ? 'internal' : 'internet-facing';
}

function certified(arn: string | undefined): string[] {
  return arn === undefined || arn === '' ? [] : [arn];
}
