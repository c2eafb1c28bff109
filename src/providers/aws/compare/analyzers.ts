import type { ComparisonGap } from '../../../engine/comparison.ts';
import { type AccessAnalyzer, type Analyzer, type AnalyzerFinding, analyzerKeys } from '../model/access-analyzer.ts';
import { compareLists, type Kind, type Told } from './kind.ts';
import { commonRegions } from './regions.ts';

const area = 'access from outside';

const analyzers: Kind<Analyzer> = {
  area,
  type: 'access-analyzer',
  noun: 'analyzer',
  key: analyzerKeys.analyzer,
  label: ({ name, region }) => `${name} in ${region}`,
  arn: ({ arn }) => arn,
  fields: {
    region: 'key',
    name: 'key',
    arn: 'passing',
    type: 'fact',
    status: 'fact',
    createdAt: 'since',
    findingsGap: 'passing',
  },
};

const findings: Kind<AnalyzerFinding> = {
  area,
  type: 'access-analyzer-finding',
  noun: 'finding',
  key: analyzerKeys.finding,
  label: findingText,
  fields: {
    region: 'passing',
    analyzer: 'key',
    id: 'key',
    resource: 'passing',
    resourceType: 'passing',
    ownerAccountId: 'passing',
    principal: 'fact',
    actions: 'fact',
    isPublic: 'fact',
    createdAt: 'passing',
    updatedAt: 'passing',
    error: 'fact',
  },
  verbs: ['is new', 'is not active any more'],
};

function findingText({ principal, isPublic, resource, resourceType, error, id }: AnalyzerFinding): string {
  const what = resource ?? resourceType;
  if (error !== undefined) return `that ${what} could not be looked at (${error})`;
  const named = Object.entries(principal).map(([kind, name]) => `${kind} ${name}`);
  const who = isPublic ? 'anybody' : named.length > 0 ? named.join(' and ') : `somebody outside (finding ${id})`;
  return `that ${who} can use ${what}`;
}

/** Tells what became of the analyzers, and which access from outside they find now, or no longer. */
export function* compareAnalyzers(before: AccessAnalyzer, after: AccessAnalyzer): Generator<Told> {
  const { covers, gaps } = commonRegions('access analyzers', before, after);
  yield* gaps();
  yield* compareLists(analyzers, before.analyzers.filter(covers), after.analyzers.filter(covers));
  const [old, now] = [partlyListed(before), partlyListed(after)];
  for (const [arn, { name, reason }] of new Map([...now, ...old]))
    yield {
      evidence: `findings of analyzer ${name}`,
      missingIn: old.has(arn) ? (now.has(arn) ? 'both' : 'old') : 'new',
      reason,
    } satisfies ComparisonGap;
  const listed = (finding: AnalyzerFinding) =>
    covers(finding) && !old.has(finding.analyzer) && !now.has(finding.analyzer);
  yield* compareLists(findings, before.findings.filter(listed), after.findings.filter(listed));
}

/** The analyzers whose findings are not, or not all, listed. */
function partlyListed({ analyzers }: AccessAnalyzer): Map<string, { name: string; reason: string }> {
  return new Map(
    analyzers.flatMap(({ arn, name, findingsGap }) =>
      findingsGap === undefined ? [] : [[arn, { name, reason: findingsGap }]],
    ),
  );
}
