import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { looksOutside } from '../../../src/providers/aws/model/access-analyzer.ts';
import { defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { createAnalyzer } from '../../../src/providers/aws/operations/analyzers.ts';
import { byHand } from '../by-hand.ts';
import { gapsOf, regionResource } from '../regions.ts';

const newName = 'external-access';

const create = defineRemedy({
  id: 'create-analyzer',
  via: ['terraform', 'api'],
  title: 'Create an analyzer of the account in each region that has none',
  reversibility: 'reversible',
  suits: ({ reason }) => reason === 'none',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: region } }, steps) => {
      let name = newName;
      for (let next = 2; steps.value(createAnalyzer, { region, name }) !== null; next += 1) name = `${newName}-${next}`;
      steps.add(createAnalyzer, { region, name }, { type: 'ACCOUNT' });
      return { title: `Look for access from outside in ${region}` };
    });
  },
});

const revive = byHand({
  id: 'revive-analyzer',
  title: 'Find out why the analyzer is not active, and make it anew',
  reversibility: 'recoverable',
  suits: ({ reason }) => reason === 'inactive',
  guide: ({ resource: { id: region }, evidence }) => ({
    title: `Have an analyzer work in ${region} again`,
    steps: [
      `See why it is not active: aws accessanalyzer get-analyzer --region ${region} --analyzer-name ${String(evidence['analyzers']).split(',')[0]} shows its status and a statusReason; one that is CREATING needs some minutes`,
      'An analyzer of the organization is disabled when the organization no longer trusts access-analyzer.amazonaws.com, or its administrator was changed: put that right in the management account',
      `One that FAILED is deleted and made again: aws accessanalyzer delete-analyzer, then aws accessanalyzer create-analyzer --region ${region} --analyzer-name ${newName} --type ACCOUNT; its archive rules must be written again`,
    ],
    expect: `aws accessanalyzer list-analyzers --region ${region} shows an analyzer with the status ACTIVE`,
  }),
});

/** Analyzers of unused or of internal access, which are paid for, do not count: outside access is what is asked for. */
export default defineControl({
  id: 'access-analyzer-enabled',
  area: 'account',
  severity: 'medium',
  title: 'An IAM Access Analyzer is active in every enabled region',
  rationale:
    'Buckets, keys, queues, roles and functions can let other accounts in by policies of their own. The analyzer reads all of them whenever one changes, for nothing, and says who gets in. It sees one region.',
  risk: 'Something is open to another account, or to anybody, and is found by somebody else first.',
  whenNotToFix:
    'An analyzer of the organization looks into this account from another one, where this account cannot see it; or the region is closed to everybody by a service control policy.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/what-is-access-analyzer.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-28',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.20'],
    'cis-aws-1.5': ['1.20'],
    'cis-aws-2.0': ['1.20'],
    'cis-aws-3.0': ['1.20'],
    'cis-aws-4.0': ['1.20'],
    'cis-aws-5.0': ['1.19'],
    'cis-aws-6.0': ['2.19'],
    'cis-aws-7.0': ['2.18'],
    'nist-800-53-r5': ['AC-3', 'CA-7'],
    'iso-27001-2022': ['A.5.15', 'A.8.16'],
    'soc-2': ['CC6.1', 'CC7.1'],
  },
  reads: ['access-analyzer'],
  parameters: z.object({}),
  messages: {
    active: 'Analyzer {analyzers} looks for access from outside in {region}',
    inactive: 'Analyzer {analyzers} of {region} is not active: {states}',
    none: 'No analyzer looks for access from outside in {region}',
    unseen: 'Whether an analyzer is active is not known: {why}',
  },
  *evaluate({ evidence, account, pass, fail, unknown }) {
    const { 'access-analyzer': found } = evidence;
    for (const region of found.regions) {
      const resource = regionResource(region);
      const here = found.analyzers
        .filter((analyzer) => analyzer.region === region && looksOutside(analyzer))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
      const active = here.filter(({ status }) => status === 'ACTIVE');
      const analyzers = (active.length > 0 ? active : here).map(({ name }) => name);
      if (active.length > 0) yield pass('active', resource, { region, analyzers });
      else if (here.length > 0)
        yield fail('inactive', resource, { region, analyzers, states: here.map(({ status }) => status) });
      else yield fail('none', resource, { region });
    }
    for (const { resource, why } of gapsOf(found, account)) yield unknown('unseen', resource, { why });
  },
  remedies: [create, revive],
});
