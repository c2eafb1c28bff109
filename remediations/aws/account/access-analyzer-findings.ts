import { z } from 'zod';
import { matchesPattern } from '../../../src/engine/baseline.ts';
import type { Resource } from '../../../src/engine/finding.ts';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { type Analyzer, type AnalyzerFinding, looksOutside } from '../../../src/providers/aws/model/access-analyzer.ts';
import { defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { updateFindings } from '../../../src/providers/aws/operations/analyzers.ts';
import { byHand } from '../by-hand.ts';
import { gapsOf, regionResource } from '../regions.ts';

const archive = defineRemedy({
  id: 'archive-intended',
  via: ['api'],
  title: 'Archive what the baseline says is meant to be open',
  reversibility: 'reversible',
  suits: ({ evidence }) => evidence['intended'] !== null,
  *propose(context) {
    yield* eachFinding(context, ({ resource, evidence }, steps) => {
      const title = `Archive the finding on ${resource.id}: ${evidence['intended']}`;
      if (evidence['intended'] === null)
        return {
          title: `Archive the finding on ${resource.id}`,
          blocked: `no reason is told: name ${resource.id}, who may reach it and why under controls.access-analyzer-findings.intended in remediate.yaml`,
        };
      const [region, analyzer, id] = [evidence['region'], evidence['analyzer'], evidence['finding']].map(String);
      steps.add(updateFindings, { region: region ?? '', analyzer: analyzer ?? '', id: id ?? '' }, null);
      return { title };
    });
  },
});

const resolve = byHand({
  id: 'resolve-by-hand',
  title: 'Close the access, or archive the finding with the reason',
  reversibility: 'reversible',
  guide: ({ evidence, resource }) => ({
    title: `Resolve the access to ${resource.id}`,
    steps: [
      `Ask who answers for ${resource.id} whether ${evidence['who']} should have access`,
      `If not, take it out of the policy of ${resource.id}; the analyzer resolves the finding within 30 minutes`,
      `If so, write down why, and archive the finding: aws accessanalyzer update-findings --region ${evidence['region']} --analyzer-arn ${evidence['analyzer']} --ids ${evidence['finding']} --status ARCHIVED (--status ACTIVE takes that back)`,
      'Where many findings have one good reason, such as a partner’s account, write an archive rule for it',
    ],
    expect: `aws accessanalyzer get-finding --region ${evidence['region']} --analyzer-arn ${evidence['analyzer']} --id ${evidence['finding']} shows RESOLVED or ARCHIVED`,
  }),
});

/**
 * Archived findings are settled and are not read. A region without an active analyzer is unknown here, since nothing
 * was looked at; that it lacks one, `access-analyzer-enabled` says.
 */
export default defineControl({
  id: 'access-analyzer-findings',
  area: 'account',
  severity: 'high',
  title: "No active external-access finding stands unresolved, S3 buckets' included",
  rationale:
    'Each finding is something of the account that others can reach. Some are meant to be: archiving those makes the list one of open doors, in which a new one stands out.',
  risk: 'A bucket or a role stays open to a stranger among findings that everybody has learned to skip.',
  whenNotToFix: 'The access is intended: archive the finding rather than muting this one.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings-view.html',
    'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-analyzer.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-3', 'AC-6', 'CA-7'],
    'iso-27001-2022': ['A.5.15', 'A.8.3'],
    'soc-2': ['CC6.1', 'CC7.1'],
  },
  reads: ['access-analyzer'],
  parameters: z.object({
    /** Access from outside that is meant to be, with the reason: its findings are archived by a plan. */
    intended: z
      .array(
        z.strictObject({
          /** The ARN of the resource, where `*` stands for any text. */
          resource: z.string(),
          /** The principal who may reach it, such as an account's id; anybody the analyzer names where it is left out. */
          principal: z.string().optional(),
          reason: z.string().min(1),
        }),
      )
      .default([]),
  }),
  messages: {
    clear: 'Analyzer {analyzer} of {region} has no active finding',
    open: '{who} can reach {target}: {actions}',
    unread: 'What could be reached through {target} is not known: {why}',
    partial: 'Not all findings of analyzer {analyzer} of {region} were read: {why}',
    unwatched: 'No analyzer is active in {region}, so nothing was looked at there',
    unseen: 'Whether there are findings is not known: {why}',
  },
  *evaluate({ evidence: { 'access-analyzer': found }, account, parameters: { intended }, pass, fail, unknown }) {
    const outside = found.analyzers.filter(looksOutside);
    const told = new Set(found.findings.map(({ analyzer }) => analyzer));
    for (const finding of found.findings) {
      const { region, analyzer, id, error } = finding;
      const facts = { region, analyzer, finding: id, target: finding.resource ?? finding.resourceType };
      const discriminator = id;
      if (error !== undefined)
        yield unknown('unread', resourceOf(finding), { ...facts, why: error }, { discriminator });
      else {
        const who = finding.isPublic
          ? 'Anybody'
          : Object.values(finding.principal).sort().join(', ') || 'Somebody outside';
        const actions = finding.actions.toSorted();
        const reason = intended.find((known) => isIntended(finding, known))?.reason ?? null;
        yield fail('open', resourceOf(finding), { ...facts, who, actions, intended: reason }, { discriminator });
      }
    }
    for (const analyzer of outside) {
      const { region, name, findingsGap: why } = analyzer;
      const resource = analyzerResource(analyzer);
      if (why !== undefined) yield unknown('partial', resource, { region, analyzer: name, why });
      else if (analyzer.status === 'ACTIVE' && !told.has(analyzer.arn))
        yield pass('clear', resource, { region, analyzer: name });
    }
    const watched = new Set(outside.filter(({ status }) => status === 'ACTIVE').map(({ region }) => region));
    for (const region of found.regions)
      if (!watched.has(region)) yield unknown('unwatched', regionResource(region), { region });
    for (const { resource, why } of gapsOf(found, account)) yield unknown('unseen', resource, { why });
  },
  remedies: [archive, resolve],
});

/** True where the baseline means the resource, and nobody but the principal that it names is let in. */
function isIntended(
  { resource = '', principal, isPublic }: AnalyzerFinding,
  known: { readonly resource: string; readonly principal?: string | undefined },
): boolean {
  if (!matchesPattern(known.resource, resource)) return false;
  if (known.principal === undefined) return true;
  const named = Object.values(principal);
  const wanted = known.principal;
  return !isPublic && named.length > 0 && named.every((name) => matchesPattern(wanted, name));
}

function resourceOf({ resource, resourceType, id }: AnalyzerFinding): Resource {
  return { type: resourceType, id: resource ?? id, ...(resource === undefined ? {} : { arn: resource }) };
}

function analyzerResource({ name, arn, region }: Analyzer): Resource {
  return { type: 'access-analyzer', id: `${region}/${name}`, arn };
}
