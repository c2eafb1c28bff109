import type { Finding } from '../../../src/engine/finding.ts';
import type { Json } from '../../../src/engine/json.ts';
import type { Proposal, ProposeContext } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { goneActions } from '../../../src/providers/aws/policy/gone-actions.ts';
import { memoizedByObject } from '../../../src/providers/aws/policy/memo.ts';
import { byHand } from '../by-hand.ts';
import { holdersByPolicy } from '../policies/policy-holders.ts';
import { brief } from '../policies/service-use.ts';
import { corrected, escalationClosed, execTaken, mfaDemanded, rolesListed, spelledByName } from './by-rule.ts';
import { broadGrantsByUse, onlyInUse, unusedByHolders, unusedByPrincipal, wildcardsByUse } from './by-use.ts';
import { fitting, meeting, propose, type Wish } from './compose.ts';
import type { Narrower, NarrowingContext } from './edits.ts';
import { documentAt, placeLabel, placeOf } from './places.ts';
import { serviceEvidence } from './service-evidence.ts';

const narrowers: Readonly<Record<string, Narrower>> = {
  'user-service-inactivity': unusedByPrincipal,
  'role-service-inactivity': unusedByPrincipal,
  'policy-unused-services': unusedByHolders,
  'policy-wildcards': wildcardsByUse,
  'policy-full-admin': onlyInUse,
  'group-overly-permissive': broadGrantsByUse,
  'role-overly-permissive': broadGrantsByUse,
  'policy-validation': corrected,
  'policy-allow-notaction': spelledByName,
  'policy-privilege-escalation': escalationClosed,
  'role-ecs-execute-command': execTaken,
  'policy-passrole': rolesListed,
  'policy-sensitive-conditions': mfaDemanded,
};

/**
 * Takes out of policies what the findings are about, each document once for all of them. It only ever takes away, and is
 * never the recommended remedy where somebody could miss what goes: a person chooses it, having seen the diff.
 */
export const narrowPolicies = defineRemedy({
  id: 'narrow-policies',
  via: ['api'],
  title: 'Narrow the policies, by a new version or document; of policies that AWS manages, by a copy in their stead',
  reversibility: 'recoverable',
  *propose(context) {
    const narrowing = contextOf(context);
    if (narrowing === undefined) return;
    const wishes: Wish[] = [];
    for (const finding of context.findings) {
      const answer = narrowingOf(finding, narrowing);
      if ('blocked' in answer) yield { title: titleOf(finding), closes: [finding.fingerprint], ...answer };
      else wishes.push({ finding, edits: answer.edits });
    }
    const own = narrowing.details.policies.filter(({ arn }) => !isAwsManaged(arn));
    const taken = new Set(own.map(({ name }) => name.toLowerCase()));
    for (const group of meeting(wishes)) {
      const { kept, left } = fitting(group, narrowing);
      for (const { wish, why } of left)
        yield { title: titleOf(wish.finding), closes: [wish.finding.fingerprint], blocked: why };
      for (const part of meeting(kept)) yield propose(part, narrowing, taken);
    }
  },
});

/** Shows what narrowing would take away and on what evidence, and leaves the choice to a person. */
export const reviewNarrowing = byHand({
  id: 'review-narrowing',
  title: 'Review what the policies would lose and why, then choose narrow-policies',
  reversibility: 'recoverable',
  guide(finding, context) {
    const expect = 'once the policies are narrowed, the finding passes';
    const title = titleOf(finding);
    const narrowing = contextOf(context);
    const answer = narrowing === undefined ? undefined : narrowingOf(finding, narrowing);
    if (narrowing === undefined || answer === undefined || 'blocked' in answer) {
      const why = answer !== undefined && 'blocked' in answer ? answer.blocked : 'the policies are not in the evidence';
      return {
        title,
        expect,
        steps: [
          `Nothing can be proposed that is certain: ${why}.`,
          'Ask IAM Access Analyzer for a policy generated from CloudTrail, or the owner for what the work needs.',
          'Narrow the document by that, and keep the earlier version until the work is seen to go on.',
        ],
      };
    }
    const proposal = propose([{ finding, edits: answer.edits }], narrowing, new Set());
    return { title, expect, steps: [...stepsOf(proposal, finding)] };
  },
});

function* stepsOf(proposal: Proposal, finding: Finding): Iterable<string> {
  if (!('changes' in proposal)) return;
  for (const reason of proposal.because ?? []) yield `Weigh the reason: ${reason}.`;
  for (const { title, from, to } of proposal.changes) {
    const gone = goneActions(documentIn(from), documentIn(to));
    yield `Read what would be done: ${title}${gone.length === 0 ? '' : `, which then allows no ${brief(gone).join(', ')}`}.`;
  }
  yield `Choose it: remediate plan --remedy ${finding.fingerprint}=narrow-policies; the plan shows each document as a diff, and who loses what.`;
}

function documentIn(value: Json): string | undefined {
  return (value as { readonly document?: string } | null)?.document;
}

function narrowingOf(finding: Finding, context: NarrowingContext): ReturnType<Narrower> {
  const narrower = narrowers[finding.control];
  if (narrower === undefined) throw new Error(`nobody knows how policies are narrowed for ${finding.control}`);
  const answer = narrower(finding, context);
  if ('blocked' in answer) return answer;
  const { details } = context;
  const held = answer.edits.filter(({ place, apply }) => {
    const text = documentAt(details, place);
    return text !== undefined && apply(text) !== text;
  });
  for (const { place, apply, instead } of held) {
    if (place.kind === 'inline' || instead !== undefined) continue;
    const keeper = context.holders.get(place.arn)?.find(({ as, isChangeable }) => as === 'boundary' || !isChangeable);
    if (keeper !== undefined && apply(documentAt(details, place) ?? '') === undefined)
      return {
        blocked: `nothing would be left of ${placeLabel(place)}, which ${keeper.kind} ${keeper.name} must keep`,
      };
  }
  return held.length === 0 ? { blocked: 'no document is found that could be narrowed' } : { edits: held };
}

/** Worked out once for all findings of a plan. */
const contextOf = memoizedByObject((context: ProposeContext<AwsCollections>): NarrowingContext | undefined => {
  const { snapshot, now } = context;
  const details = readable(snapshot, 'authorization-details');
  if (details === undefined) return undefined;
  return {
    snapshot,
    details,
    now,
    holders: holdersByPolicy(details),
    askUse: serviceEvidence(snapshot, details, now),
    parameters: (control) => context.parameters(control),
  };
});

function titleOf(finding: Finding): string {
  const { resource, discriminator } = finding;
  if (resource.type === 'iam-policy' || discriminator !== undefined) return `Narrow ${placeLabel(placeOf(finding))}`;
  return `Narrow what ${resource.type.replace('iam-', '')} ${resource.id} may do`;
}
