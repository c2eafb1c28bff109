import type { WAFV2, WebACLSummary } from '@aws-sdk/client-wafv2';
import { edgeKeys, type WebAcl } from '../model/edge.ts';
import { absent } from '../operations/live-answers.ts';
import { allPages, type CollectContext, defineCollector, sortedBy } from './define.ts';
import { once, pagesByRegion, readRegions, regionsFloor } from './regional.ts';

/** As many web ACLs as a page holds at most. */
const page = 100;

/** The regional web ACLs of all enabled regions, with the load balancers that each protects. */
export const wafCollector = defineCollector({
  name: 'waf',
  permissions: ['ec2:DescribeRegions', 'wafv2:ListWebACLs', 'wafv2:ListResourcesForWebACL'],
  needs: [],
  async collect(context) {
    const { coverage, answers } = await readRegions(context, (region) => listWebAcls(context, region));
    return { ...coverage, items: sortedBy(answers.flat(), edgeKeys.webAcl) };
  },
  floor: ({ regions, items }) => ({
    ...regionsFloor,
    'wafv2:ListWebACLs': pagesByRegion(regions, items, page),
    'wafv2:ListResourcesForWebACL': items.length,
  }),
});

async function listWebAcls(context: CollectContext, region: string): Promise<WebAcl[]> {
  const wafv2 = await context.live.wafv2(region);
  const pages = await once(context, () =>
    allPages(
      (NextMarker) => wafv2.listWebACLs({ Scope: 'REGIONAL', Limit: page, NextMarker }),
      (answer) => answer.NextMarker || undefined,
    ),
  );
  const found = await context.each(
    pages.flatMap((answer) => answer.WebACLs ?? []),
    (summary) => readWebAcl(wafv2, region, summary),
  );
  return found.filter((acl) => acl !== null);
}

/** A web ACL with its load balancers, or null for one that was deleted meanwhile. */
async function readWebAcl(wafv2: WAFV2, region: string, summary: WebACLSummary): Promise<WebAcl | null> {
  const { Name: name = '', Id: id = '', ARN: arn = '' } = summary;
  const answer = await absent(() =>
    wafv2.listResourcesForWebACL({ WebACLArn: arn, ResourceType: 'APPLICATION_LOAD_BALANCER' }),
  );
  return answer && { region, name, id, arn, loadBalancers: sortedBy(answer.ResourceArns ?? [], String) };
}
