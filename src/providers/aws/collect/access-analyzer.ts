import type { AccessAnalyzer, AnalyzerSummary, FindingSummary } from '@aws-sdk/client-accessanalyzer';
import { describeError } from '../live-errors.ts';
import { type Analyzer, type AnalyzerFinding, analyzerKeys, looksOutside } from '../model/access-analyzer.ts';
import { allPages, defineCollector, pagesOf, sortedBy, tally } from './define.ts';
import { once, pagesByRegion, readRegions, regionsFloor } from './regional.ts';

/** As many analyzers, or findings, as a page holds. */
const pageSize = 100;
/** How many pages of active findings are read of one analyzer. */
const mostPages = 20;

/**
 * The analyzers of the enabled regions with the active findings of external access. ListFindings tells who has
 * access, which ListFindingsV2 leaves to one call a finding.
 */
export const accessAnalyzerCollector = defineCollector({
  name: 'access-analyzer',
  permissions: ['ec2:DescribeRegions', 'access-analyzer:ListAnalyzers', 'access-analyzer:ListFindings'],
  needs: [],
  async collect(context) {
    const { coverage, answers } = await readRegions(context, (region) =>
      once(context, async () => readRegion(await context.live.accessAnalyzer(region), region)),
    );
    return {
      ...coverage,
      analyzers: sortedBy(
        answers.flatMap(({ analyzers }) => analyzers),
        analyzerKeys.analyzer,
      ),
      findings: sortedBy(
        answers.flatMap(({ findings }) => findings),
        analyzerKeys.finding,
      ),
    };
  },
  floor({ regions, analyzers, findings }) {
    const found = tally(findings.map(({ analyzer }) => analyzer));
    const looking = analyzers.filter(looksOutside);
    return {
      ...regionsFloor,
      'access-analyzer:ListAnalyzers': pagesByRegion(regions, analyzers, pageSize),
      'access-analyzer:ListFindings': looking.reduce((sum, { arn }) => sum + pagesOf(found.get(arn) ?? 0, pageSize), 0),
    };
  },
});

interface RegionRead {
  readonly analyzers: Analyzer[];
  readonly findings: AnalyzerFinding[];
}

async function readRegion(client: AccessAnalyzer, region: string): Promise<RegionRead> {
  const pages = await allPages(
    (nextToken) => client.listAnalyzers({ maxResults: pageSize, nextToken }),
    (page) => page.nextToken,
  );
  const analyzers = pages.flatMap((page) => page.analyzers ?? []).map((analyzer) => toAnalyzer(region, analyzer));
  const findings: AnalyzerFinding[] = [];
  for (const analyzer of analyzers.filter(looksOutside)) {
    const found = await readFindings(client, analyzer);
    findings.push(...found.findings);
    if (found.gap !== undefined) analyzer.findingsGap = found.gap;
  }
  return { analyzers, findings };
}

async function readFindings(
  client: AccessAnalyzer,
  { region, arn }: Analyzer,
): Promise<{ readonly findings: AnalyzerFinding[]; readonly gap?: string }> {
  const findings: AnalyzerFinding[] = [];
  try {
    let nextToken: string | undefined;
    for (let page = 0; page < mostPages; page += 1) {
      const filter = { status: { eq: ['ACTIVE'] } };
      const answer = await client.listFindings({ analyzerArn: arn, filter, maxResults: pageSize, nextToken });
      findings.push(...(answer.findings ?? []).map((finding) => toFinding(region, arn, finding)));
      nextToken = answer.nextToken;
      if (nextToken === undefined) return { findings };
    }
    return { findings, gap: `there are more than the ${findings.length} active findings that were read` };
  } catch (error) {
    return { findings, gap: describeError(error) };
  }
}

/** An analyzer as ListAnalyzers tells it. */
export function toAnalyzer(region: string, analyzer: Partial<AnalyzerSummary>): Analyzer {
  return {
    region,
    name: analyzer.name ?? '',
    arn: analyzer.arn ?? '',
    type: analyzer.type ?? '',
    status: analyzer.status ?? '',
    createdAt: analyzer.createdAt?.toISOString() ?? '',
  };
}

/** A finding as ListFindings tells it. */
export function toFinding(region: string, analyzer: string, finding: Partial<FindingSummary>): AnalyzerFinding {
  return {
    region,
    analyzer,
    id: finding.id ?? '',
    ...(finding.resource === undefined ? {} : { resource: finding.resource }),
    resourceType: finding.resourceType ?? '',
    ownerAccountId: finding.resourceOwnerAccount ?? '',
    principal: finding.principal ?? {},
    actions: [...(finding.action ?? [])].sort(),
    isPublic: finding.isPublic ?? false,
    createdAt: finding.createdAt?.toISOString() ?? '',
    updatedAt: finding.updatedAt?.toISOString() ?? '',
    ...(finding.error === undefined ? {} : { error: finding.error }),
  };
}
