import type { LoadBalancerDescription } from '@aws-sdk/client-elastic-load-balancing';
import type { Listener, LoadBalancer as LiveLoadBalancer } from '@aws-sdk/client-elastic-load-balancing-v2';
import { z } from 'zod';
import type { AccountIdentity } from '../../../engine/snapshot.ts';
import { sortedBy } from '../collect/define.ts';
import { toClassic, toLoadBalancer } from '../collect/load-balancers.ts';
import { edgeKeys, type LoadBalancer, type WebAcl } from '../model/edge.ts';
import type { Regional } from '../model/regional.ts';
import { broken, decodePages, type ImportFile, maybe, maybeList } from './files.ts';
import { importedCoverage, regionOf, requireRegion } from './regional.ts';

const balancers = z.object({
  LoadBalancers: maybeList(z.looseObject({ LoadBalancerArn: z.string(), LoadBalancerName: z.string() })),
  Listeners: maybeList(z.looseObject({ LoadBalancerArn: z.string() })),
  LoadBalancerDescriptions: maybeList(
    z.looseObject({
      LoadBalancerName: z.string(),
      AvailabilityZones: maybe(z.array(z.string())),
      DNSName: maybe(z.string()),
    }),
  ),
});

/**
 * Reads what `aws elbv2 describe-load-balancers` and `describe-listeners`, and `aws elb describe-load-balancers`
 * print. Of a load balancer without its listeners it is not known which certificates it answers with.
 */
export function importLoadBalancers(
  files: readonly ImportFile[],
  account: () => AccountIdentity,
  region?: string,
): Regional<LoadBalancer> {
  const answers = files.flatMap((file) =>
    decodePages(file, balancers).map((answer) => {
      if (answer.LoadBalancers ?? answer.Listeners ?? answer.LoadBalancerDescriptions) return { file, ...answer };
      throw broken(file, 'holds neither LoadBalancers, Listeners nor LoadBalancerDescriptions');
    }),
  );
  const listeners = answers.flatMap((answer) => answer.Listeners ?? []) as unknown as Listener[];
  const current = answers.flatMap(({ file, LoadBalancers = [] }) =>
    LoadBalancers.map((balancer) => {
      const arn = balancer.LoadBalancerArn;
      const at = requireRegion(file, `load balancer ${balancer.LoadBalancerName}`, regionOf(arn));
      const own = listeners.filter((listener) => listener.LoadBalancerArn === arn);
      return toLoadBalancer(at, balancer as unknown as LiveLoadBalancer, own, new Map());
    }),
  );
  const classic = answers.flatMap(({ file, LoadBalancerDescriptions = [] }) =>
    LoadBalancerDescriptions.map((balancer) => {
      const told = balancer.DNSName?.match(/\.([a-z0-9-]+)\.elb\.amazonaws\./)?.[1];
      const at = requireRegion(file, `load balancer ${balancer.LoadBalancerName}`, told ?? region);
      return toClassic(at, account(), balancer as unknown as LoadBalancerDescription);
    }),
  );
  const items = sortedBy([...current, ...classic], edgeKeys.loadBalancer);
  const coverage = importedCoverage(
    items.map((item) => item.region),
    region,
    'other regions are not known of, nor certificates of listeners besides the default ones',
  );
  const silent = current.filter(({ listeners }) => listeners.length === 0);
  const gaps = silent.map(({ region, name }) => ({
    region,
    reason: `no listeners of load balancer ${name} were given`,
  }));
  return { ...coverage, gaps: [...coverage.gaps, ...gaps], items };
}

const acls = z.object({
  WebACLs: maybeList(z.looseObject({ Name: z.string(), Id: z.string(), ARN: z.string() })),
  ResourceArns: maybe(z.array(z.string())),
  WebACLArn: maybe(z.string()),
});

/**
 * Reads what `aws wafv2 list-web-acls` and `list-resources-for-web-acl` print. The second does not say whose
 * resources they are: for more than one web ACL, its WebACLArn must have been added.
 */
export function importWebAcls(files: readonly ImportFile[], region?: string): Regional<WebAcl> {
  const answers = files.flatMap((file) => decodePages(file, acls).map((answer) => ({ file, ...answer })));
  const listed = answers.flatMap(({ file, WebACLs = [] }) => WebACLs.map((acl) => ({ file, ...acl })));
  const found = listed
    .filter((acl) => acl.ARN.includes(':regional/'))
    .map(({ file, Name: name, Id: id, ARN: arn }, _, regional): WebAcl => {
      const own = answers.find(
        ({ ResourceArns, WebACLArn }) =>
          ResourceArns !== undefined && (WebACLArn === arn || (WebACLArn === undefined && regional.length === 1)),
      );
      if (own?.ResourceArns === undefined)
        throw broken(
          file,
          `nothing says what web ACL ${name} protects: add the file that aws wafv2 list-resources-for-web-acl prints, with "WebACLArn": "${arn}" in it`,
        );
      const resources = own.ResourceArns.filter((resource) => resource.includes(':loadbalancer/app/'));
      return {
        region: requireRegion(file, name, regionOf(arn)),
        name,
        id,
        arn,
        loadBalancers: sortedBy(resources, String),
      };
    });
  const items = sortedBy(found, edgeKeys.webAcl);
  return {
    ...importedCoverage(
      items.map((item) => item.region),
      region,
    ),
    items,
  };
}
