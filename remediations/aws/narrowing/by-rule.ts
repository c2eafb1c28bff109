import type { Finding } from '../../../src/engine/finding.ts';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import { isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { broadPassRole } from '../../../src/providers/aws/policy/broad-pass-role.ts';
import { correctDocument } from '../../../src/providers/aws/policy/correct.ts';
import { demandMfa } from '../../../src/providers/aws/policy/demand-mfa.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { fullAccess } from '../../../src/providers/aws/policy/full-access.ts';
import { namePassedRoles } from '../../../src/providers/aws/policy/name-passed-roles.ts';
import { names } from '../../../src/providers/aws/policy/reach.ts';
import { documentSize } from '../../../src/providers/aws/policy/render.ts';
import { spellOutNotAction } from '../../../src/providers/aws/policy/spell-out.ts';
import { takeOutActions } from '../../../src/providers/aws/policy/take-out.ts';
import { readTrust } from '../../../src/providers/aws/policy/trust.ts';
import { unguardedActions } from '../../../src/providers/aws/policy/unguarded-actions.ts';
import { isGrave, problemsOf } from '../policies/grave-problems.ts';
import { changeableRoles, isOnList } from '../roles/roles.ts';
import { type Edit, type Narrower, type NarrowingContext, ranks } from './edits.ts';
import { bearerLabel, bearersOf, bearingsOf, documentAt, placeLabel, placeOf, principalOf } from './places.ts';
import { roomAt } from './room.ts';

/** Corrects what is certain, as long as nothing grave is left. */
export const corrected: Narrower = (finding, { details }) => {
  const place = placeOf(finding);
  const document = documentAt(details, place) ?? '';
  const { document: text, corrections } = correctDocument(document);
  const [left] = text === undefined ? [] : problemsOf(text).filter(isGrave);
  if (left !== undefined)
    return { blocked: `what was meant is not certain: ${left.message} (expected ${left.expected})` };
  const because = corrections.map((correction) => `${placeLabel(place)}, ${correction}`);
  return { edits: [{ place, rank: ranks.correct, apply: (one) => correctDocument(one).document, because }] };
};

/** Spells NotAction out: the same that is allowed today where that has room, else what the bearers use of it. */
export const spelledByName: Narrower = (finding, context) => {
  const place = placeOf(finding);
  const document = documentAt(context.details, place) ?? '';
  const label = placeLabel(place);
  if (!parseDocument(document).document.complete) return { blocked: `there is no understanding ${label} as a whole` };
  const edit =
    (only?: ReadonlySet<string>): Edit['apply'] =>
    (text) =>
      spellOutNotAction(text, only).document;
  const whole = edit()(document);
  const room = roomAt(place, context);
  if (whole === undefined || documentSize(whole) <= room) {
    const because = [
      `${label}: what NotAction allows is spelled out as AWS documents it today, and what AWS adds to other services later is not allowed`,
    ];
    return { edits: [{ place, rank: ranks.spellOut, apply: edit(), because }] };
  }
  const evidence = context.askUse(bearersOf(context.details, place), 90);
  const long = `spelled out, ${label} has ${documentSize(whole)} characters and IAM takes ${room}`;
  if ('gap' in evidence) return { blocked: `${long}; which services are used cannot be told: ${evidence.gap}` };
  if (evidence.used.size === 0) return { blocked: `${long}, and nobody was seen using anything of it` };
  const used = [...evidence.used].sort().join(', ');
  const because = [`${label}: ${long}, so that only the services stay that were used within 90 days: ${used}`];
  return { edits: [{ place, rank: ranks.spellOut, apply: edit(evidence.used), because }] };
};

/** Takes the smallest set of actions away that closes a principal's ways to more privileges. */
export const escalationClosed: Narrower = (finding, context) => {
  const actions = finding.evidence['closedBy'] as readonly string[];
  return takenFrom(finding, context, actions, 'without them it has no known way to more privileges left');
};

/** Takes ECS Exec away from a principal, unless somebody who is approved has it by the same policy. */
export const execTaken: Narrower = (finding, context) => {
  const list = context.parameters(finding.control)['approvedExecPrincipals'] as readonly string[] | undefined;
  const narrowing = takenFrom(finding, context, ['ecs:ExecuteCommand'], 'it is not on the list of those who may');
  if ('blocked' in narrowing || list === undefined) return narrowing;
  for (const { place, instead } of narrowing.edits) {
    const approved = bearersOf(context.details, place).find((bearer) => isOnList(list, bearer));
    if (approved !== undefined && instead === undefined)
      return { blocked: `${bearerLabel(approved)}, who is approved, may by the same ${placeLabel(place)}` };
  }
  return narrowing;
};

function takenFrom(
  { resource }: Finding,
  { details }: NarrowingContext,
  actions: readonly string[],
  why: string,
): ReturnType<Narrower> {
  const principal = principalOf(resource);
  const edits: Edit[] = [];
  for (const { place, document, owner } of bearingsOf(details, principal)) {
    const allows = parseDocument(document).document.statements.filter(({ effect }) => effect === 'Allow');
    const taken = actions.filter((one) => allows.some(({ action }) => names(action, one.toLowerCase())));
    if (taken.length === 0) continue;
    const label = placeLabel(place);
    if (fullAccess(document, resource.arn ?? '') !== 'no')
      return { blocked: `${label} allows everything: what an administrator may is not narrowed action by action` };
    const instead = place.kind === 'managed' && isAwsManaged(place.arn) ? [owner] : undefined;
    const others = instead === undefined ? bearersOf(details, place).filter(({ arn }) => arn !== resource.arn) : [];
    const also = others.length === 0 ? '' : ` and ${others.map(bearerLabel).join(', ')}`;
    edits.push({
      place,
      rank: ranks.takeOut,
      apply: (text) => takeOutActions(text, taken).document,
      because: [`${label}: ${taken.join(', ')} taken from ${principal.type} ${principal.name}${also}: ${why}`],
      ...(instead === undefined ? {} : { instead }),
    });
  }
  return { edits };
}

/** Lists the roles that may be passed: those that exist and that some service may take on, administrators left out. */
export const rolesListed: Narrower = (finding, { details }) => {
  const place = placeOf(finding);
  const arn = finding.resource.arn ?? '';
  const account = arn.split(':')[4] ?? '';
  const passable = changeableRoles(details).filter(({ trust }) =>
    readTrust(trust, account).grants.some(({ principal }) => principal.kind === 'Service'),
  );
  const roles = passable.filter(({ name }) => isAdministrator(details, { type: 'role', name }) === 'no');
  const label = placeLabel(place);
  const arns = roles.map((role) => role.arn);
  const apply = (text: string) => namePassedRoles(text, arn, arns).document;
  const text = apply(documentAt(details, place) ?? '');
  if (text !== undefined && broadPassRole(text, arn).length > 0)
    return { blocked: `there is no understanding ${label} as a whole` };
  const stronger = passable.filter((role) => !roles.includes(role));
  const because = [
    roles.length === 0
      ? `${label}: no role exists that a service may take on and that is no administrator, so none is passed`
      : `${label}: of the roles that exist, services may take on ${namesOf(roles)}; no other is passed any more`,
    ...(stronger.length === 0 ? [] : [`${label}: administrators’ roles are not passed: ${namesOf(stronger)}`]),
  ];
  return { edits: [{ place, rank: ranks.roles, apply, because }] };
};

function namesOf(roles: readonly { readonly name: string }[]): string {
  return roles.map(({ name }) => name).join(', ');
}

/** Demands MFA for what changes permissions, where only users have it. */
export const mfaDemanded: Narrower = (finding, { details }) => {
  const place = placeOf(finding);
  // A role's session knows of MFA only when a user with MFA assumed it: programs and SAML users would lose the actions.
  const role = bearersOf(details, place).find((bearer) => 'trust' in bearer);
  if (role !== undefined)
    return {
      blocked: `${bearerLabel(role)} has ${placeLabel(place)}, and its sessions may know of no MFA: give people a policy of their own`,
    };
  const document = documentAt(details, place) ?? '';
  const label = placeLabel(place);
  const apply = (text: string) => demandMfa(text).document;
  const left = unguardedActions(apply(document) ?? '');
  if (left.length > 0)
    return { blocked: `${label} names many services at once, ${left[0]} among them: spell them out first` };
  const actions = unguardedActions(document);
  const because = [
    `${label}: ${actions.join(', ')} only for who signed in with MFA; an access key alone does not do for them any more`,
  ];
  return { edits: [{ place, rank: ranks.mfa, apply, because }] };
};
