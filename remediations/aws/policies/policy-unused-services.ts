import { z } from 'zod';
import { defaultDocument, isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import { daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import type { ServiceUse } from '../../../src/providers/aws/model/last-accessed.ts';
import { servicesGranted } from '../../../src/providers/aws/policy/classify.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { policyName } from '../../../src/providers/aws/policy/principals.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from './frameworks.ts';
import { brief, type HolderUses, unusedFor, usesByPolicy } from './service-use.ts';

/**
 * Judges managed policies by all users and roles that have them, through groups too: a service is in use when any of
 * them used it. Services of which IAM tells nothing are left out, and so are policies that allow everything or
 * everything but some actions: practices of their own ask for those to be narrowed.
 */
export default defineControl({
  id: 'policy-unused-services',
  area: 'policies',
  severity: 'low',
  title: 'Policies in use grant no services that the account does not use',
  rationale:
    "AWS's policies for job functions and old policies of one's own grant many services at once. Those that none of their holders ever uses are a burden in each review and a gift to an intruder.",
  risk: 'A stolen credential reaches services that nobody here watches, because nobody works with them.',
  whenNotToFix: 'The service is being introduced, or is needed once a year or in an emergency.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/security-audit-guide.html#policy-review',
  ],
  frameworks: leastPrivilege,
  // The report tells which users were never used at all, so that IAM need not be asked of them.
  reads: ['service-last-accessed', 'authorization-details', 'credential-report'],
  parameters: z.object({ unusedDays: z.number().int().positive().default(90) }),
  messages: {
    used: 'Every service that policy {policy} grants is used by somebody who has it',
    young: 'Policy {policy} was made {age} day(s) ago, which is too short to judge',
    unused:
      'Policy {policy} grants {count} service(s) that none of its {holders} holder(s) used for {unusedDays} days: {services}',
    broad: 'Policy {policy} names no services: it allows everything, or everything but some actions',
    idle: 'Nobody who has policy {policy} was ever used',
    untold: 'Which services of policy {policy} are used cannot be told: {why}',
  },
  *evaluate({ evidence, parameters: { unusedDays }, now, pass, fail, unknown, notApplicable }) {
    const isIdle = unusedFor(unusedDays, now);
    const policies = new Map(evidence['authorization-details'].policies.map((policy) => [policy.arn, policy]));
    for (const [arn, { holders, uses, gap }] of usesByPolicy(evidence)) {
      const policy = policies.get(arn);
      const document = policy === undefined ? undefined : defaultDocument(policy);
      const name = policyName(arn);
      const resource = iamResource('policy', { name, arn });
      if (policy === undefined || document === undefined || !parseDocument(document).document.complete) {
        const why = document === undefined ? 'its document is not in the evidence' : 'its document is not understood';
        yield unknown('untold', resource, { policy: name, why });
        continue;
      }
      const facts = { policy: name, holders, unusedDays, age: daysBetween(policy.createdAt, now) };
      const unused = unusedServices(new Set(servicesGranted(document)), uses, isIdle);
      if (isBroad(document)) yield notApplicable('broad', resource, facts);
      else if (!isAwsManaged(arn) && facts.age <= unusedDays) yield pass('young', resource, facts);
      else if (gap !== undefined && (unused.length > 0 || uses.length === 0))
        yield unknown('untold', resource, { ...facts, why: gap });
      else if (uses.length === 0) yield notApplicable('idle', resource, facts);
      else if (unused.length > 0)
        yield fail('unused', resource, { ...facts, count: unused.length, services: brief(unused), all: unused });
      else yield pass('used', resource, facts);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});

/** The granted services of which there are uses to tell, but none by anybody. */
function unusedServices(
  granted: ReadonlySet<string>,
  uses: HolderUses['uses'],
  isIdle: (use: ServiceUse) => boolean,
): string[] {
  const [used, idle] = [new Set<string>(), new Set<string>()];
  for (const services of uses) {
    // Of many holders the first few have mostly used it all.
    if (used.size === granted.size) break;
    for (const use of services)
      if (granted.has(use.service) && !used.has(use.service)) (isIdle(use) ? idle : used).add(use.service);
  }
  return [...idle].filter((service) => !used.has(service)).sort();
}

/** True when some Allow names everything, or everything but some actions. */
function isBroad(document: string): boolean {
  return parseDocument(document).document.statements.some(
    ({ effect, action }) => effect === 'Allow' && (action.not || action.patterns.includes('*')),
  );
}
