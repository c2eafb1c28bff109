import type { AccessAnalyzer as Client, Type } from '@aws-sdk/client-accessanalyzer';
import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toAnalyzer, toFinding } from '../collect/access-analyzer.ts';
import { type Analyzer, type AnalyzerFinding, analyzerFindingSchema, analyzerKeys } from '../model/access-analyzer.ts';
import { editable, putSorted, removeKeyed } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type AnalyzerAddress = Pick<Analyzer, 'region' | 'name'> & Readonly<Record<string, string>>;
type AnalyzerValue = Pick<Analyzer, 'type'> &
  Partial<Pick<Analyzer, 'arn' | 'status' | 'createdAt' | 'findingsGap'>> & {
    /** What it had found, each as JSON, so that the record keeps what a deleted analyzer knew; a new one finds it again. */
    readonly findings?: readonly string[];
  };

/** An analyzer of a region, by name. */
export const analyzerResource = defineResource<AnalyzerAddress, AnalyzerValue>({
  type: 'access-analyzer',
  collection: 'access-analyzer',
  volatile: ['arn', 'status', 'createdAt', 'findingsGap', 'findings'],
  label: ({ region, name }) => `analyzer ${name} of ${region}`,
  read(snapshot, address) {
    const found = readable(snapshot, 'access-analyzer');
    const analyzer = found?.analyzers.find((one) => analyzerKeys.analyzer(one) === analyzerKeys.analyzer(address));
    if (found === undefined || analyzer === undefined) return null;
    const { region: _, name: __, ...value } = analyzer;
    const findings = found.findings.filter((finding) => finding.analyzer === analyzer.arn);
    return { ...value, ...(findings.length === 0 ? {} : { findings: findings.map((one) => JSON.stringify(one)) }) };
  },
  write(draft, { region, name }, value) {
    const evidence = editable(draft, 'access-analyzer');
    if (evidence === undefined) return;
    const { analyzers } = evidence;
    const key = analyzerKeys.analyzer({ region, name });
    const present = analyzers.find((one) => analyzerKeys.analyzer(one) === key);
    if (value === null) {
      if (present === undefined) throw new Refusal(`there is no analyzer ${name} in ${region} to delete`);
      removeKeyed(analyzers, key, analyzerKeys.analyzer);
      evidence.findings = evidence.findings.filter(({ analyzer }) => analyzer !== present.arn);
      return;
    }
    const rival = analyzers.find((one) => one.region === region && (one.name === name || one.type === value.type));
    if (rival !== undefined)
      throw new Refusal(`${region} has analyzer ${rival.name} already, and takes one of type ${value.type}`);
    const { partition, id } = draft.account;
    const arn = `arn:${partition}:access-analyzer:${region}:${id}:analyzer/${name}`;
    const { findings = [], ...rest } = value;
    putSorted(
      analyzers,
      { region, name, arn, status: 'ACTIVE', createdAt: draft.collectedAt, ...rest },
      analyzerKeys.analyzer,
    );
    for (const finding of findings)
      putSorted(evidence.findings, analyzerFindingSchema.parse(JSON.parse(finding)), analyzerKeys.finding);
  },
  requires: () => [],
  permissions: ['access-analyzer:GetAnalyzer'],
  async observe(live, { region, name }) {
    const client = await live.accessAnalyzer(region);
    const answer = await absent(() => client.getAnalyzer({ analyzerName: name }));
    if (answer?.analyzer === undefined) return null;
    const { region: _, name: __, ...value } = toAnalyzer(region, answer.analyzer);
    return value;
  },
});

export const createAnalyzer = defineOperation({
  name: 'access-analyzer:CreateAnalyzer',
  resource: analyzerResource,
  inverse: 'access-analyzer:DeleteAnalyzer',
  reversibility: 'reversible',
  // The first analyzer of an account brings the role by which the service reads.
  permissions: ['access-analyzer:CreateAnalyzer', 'access-analyzer:GetAnalyzer', 'iam:CreateServiceLinkedRole'],
  title: ({ region, name }) => `Create analyzer ${name} in ${region}`,
  command: ({ region, name }, _, to) => [
    ...['accessanalyzer', 'create-analyzer', '--region', region, '--analyzer-name', name],
    ...(to === null ? [] : ['--type', to.type]),
  ],
  async perform(live, { address: { region, name }, to }) {
    if (to === null) throw new Error('an analyzer is removed by access-analyzer:DeleteAnalyzer');
    const client = await live.accessAnalyzer(region);
    await client.createAnalyzer({ analyzerName: name, type: to.type as Type });
    return undefined;
  },
});

export const deleteAnalyzer = defineOperation({
  name: 'access-analyzer:DeleteAnalyzer',
  resource: analyzerResource,
  inverse: 'access-analyzer:CreateAnalyzer',
  // A new one finds the same again, but what was archived in the old one is active then, and its archive rules are gone.
  reversibility: 'recoverable',
  permissions: ['access-analyzer:DeleteAnalyzer', 'access-analyzer:GetAnalyzer'],
  title: ({ region, name }) => `Delete analyzer ${name} of ${region}`,
  command: ({ region, name }) => [
    ...['accessanalyzer', 'delete-analyzer', '--region', region, '--analyzer-name', name],
  ],
  async perform(live, { address: { region, name } }) {
    const client = await live.accessAnalyzer(region);
    await absent(() => client.deleteAnalyzer({ analyzerName: name }));
    return undefined;
  },
});

type FindingAddress = Pick<AnalyzerFinding, 'region' | 'analyzer' | 'id'> & Readonly<Record<string, string>>;
/** What was found; null says that the finding is not active: archived, or resolved. */
type FindingValue = Omit<AnalyzerFinding, 'region' | 'analyzer' | 'id'>;

/** An active finding of an analyzer. A plan archives the access that it shows: where that moved, the finding is another. */
export const analyzerFindingResource = defineResource<FindingAddress, FindingValue>({
  type: 'access-analyzer-finding',
  collection: 'access-analyzer',
  volatile: ['createdAt', 'updatedAt'],
  label: ({ id }) => `finding ${id}`,
  read(snapshot, { region, analyzer, id }) {
    const found = readable(snapshot, 'access-analyzer')?.findings.find(
      (one) => one.region === region && analyzerKeys.finding(one) === analyzerKeys.finding({ analyzer, id }),
    );
    return found === undefined ? null : findingValue(found);
  },
  write(draft, { region, analyzer, id }, value) {
    const evidence = editable(draft, 'access-analyzer');
    if (evidence === undefined) return;
    if (!evidence.analyzers.some(({ arn }) => arn === analyzer))
      throw new Refusal(`finding ${id} cannot be changed: there is no analyzer ${analyzer}`);
    if (value === null) removeKeyed(evidence.findings, analyzerKeys.finding({ analyzer, id }), analyzerKeys.finding);
    else putSorted(evidence.findings, { region, analyzer, id, ...structuredClone(value) }, analyzerKeys.finding);
  },
  requires: ({ region, analyzer }) => [
    { type: 'access-analyzer', address: { region, name: analyzer.split('/').at(-1) ?? analyzer } },
  ],
  permissions: ['access-analyzer:GetFinding'],
  async observe(live, { region, analyzer, id }) {
    const client: Client = await live.accessAnalyzer(region);
    const answer = await absent(() => client.getFinding({ analyzerArn: analyzer, id }));
    if (answer?.finding?.status !== 'ACTIVE') return null;
    return findingValue(toFinding(region, analyzer, answer.finding));
  },
});

/** Archives a finding, or makes it active again. */
export const updateFindings = defineOperation({
  name: 'access-analyzer:UpdateFindings',
  resource: analyzerFindingResource,
  inverse: 'access-analyzer:UpdateFindings',
  reversibility: 'reversible',
  permissions: ['access-analyzer:UpdateFindings', 'access-analyzer:GetFinding'],
  title: ({ id }, from, to) =>
    to === null
      ? `Archive finding ${id}: ${from?.resource ?? from?.resourceType} is meant to be reached`
      : `Make finding ${id} active again`,
  command: ({ region, analyzer, id }, _, to) => [
    ...['accessanalyzer', 'update-findings', '--region', region, '--analyzer-arn', analyzer],
    ...['--ids', id, '--status', to === null ? 'ARCHIVED' : 'ACTIVE'],
  ],
  async perform(live, { address: { region, analyzer, id }, to }) {
    const client = await live.accessAnalyzer(region);
    await client.updateFindings({ analyzerArn: analyzer, ids: [id], status: to === null ? 'ARCHIVED' : 'ACTIVE' });
    return undefined;
  },
});

export const analyzerOperations = [createAnalyzer, deleteAnalyzer, updateFindings];

function findingValue({ region: _, analyzer: __, id: ___, ...value }: AnalyzerFinding): FindingValue {
  return value;
}
