import type { Finding } from '../../../src/engine/finding.ts';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import { broadGrants } from '../../../src/providers/aws/policy/broad-grants.ts';
import { servicesGranted } from '../../../src/providers/aws/policy/classify.ts';
import { narrowDocument } from '../../../src/providers/aws/policy/narrow.ts';
import type { PrincipalRef } from '../../../src/providers/aws/policy/principals.ts';
import { takeOutServices } from '../../../src/providers/aws/policy/take-out.ts';
import { unreasonedWildcards } from '../policies/unreasoned-wildcards.ts';
import { isSupportAccess } from '../roles/support-access.ts';
import { type Edit, type Narrower, type Narrowing, type NarrowingContext, ranks } from './edits.ts';
import {
  type Bearing,
  bearersOf,
  bearingsOf,
  documentAt,
  type Place,
  placeLabel,
  placeOf,
  principalOf,
} from './places.ts';

/** How long a service must be unused where a control has no parameter of its own for it. */
const unusedDays = 90;

/** Takes the services that a user or role does not use out of all that it has. */
export const unusedByPrincipal: Narrower = (finding, context) => {
  const principal = principalOf(finding.resource);
  const { services, days } = toldBy(finding);
  const edits: Edit[] = [];
  for (const bearing of bearingsOf(context.details, principal)) {
    const wanted = servicesGranted(bearing.document).filter((service) => services.has(service));
    if (wanted.length === 0) continue;
    if (isForSupport(bearing.place)) return keptForSupport;
    const edit = withoutServices(bearing, wanted, days, context);
    if ('blocked' in edit) return edit;
    edits.push(edit);
  }
  return { edits };
};

/** Takes the services that nobody uses who has a managed policy out of it, or out of a copy of what AWS manages. */
export const unusedByHolders: Narrower = (finding, context) => {
  const place = placeOf(finding);
  const { services, days } = toldBy(finding);
  const document = documentAt(context.details, place) ?? '';
  const arn = finding.resource.arn ?? '';
  if (isForSupport(place)) return keptForSupport;
  if (!isAwsManaged(arn)) {
    const edit = removal(place, document, [...services], days, context);
    return 'blocked' in edit ? edit : { edits: [{ ...edit, remains: idleForKeepers(place, days, context) }] };
  }
  const holders = context.holders.get(arn) ?? [];
  const fixed = holders.find(({ as, isChangeable }) => as === 'boundary' || !isChangeable);
  if (fixed !== undefined)
    return {
      blocked: `${fixed.kind} ${fixed.name} keeps ${placeLabel(place)}, which AWS manages: only AWS changes it`,
    };
  const instead = holders.map(({ kind, name }): PrincipalRef => ({ type: kind, name }));
  return listed(removal(place, document, [...services], days, context, instead));
};

/** What nobody uses who would still have a policy: those who used it may get copies, for other findings. */
function idleForKeepers(
  place: Place,
  days: number,
  { details, askUse }: NarrowingContext,
): NonNullable<Edit['remains']> {
  return (text, leaving) => {
    const evidence = askUse(bearersOf(details, place, leaving), days);
    const idle = 'gap' in evidence ? undefined : servicesGranted(text).find((service) => evidence.unused.has(service));
    return idle === undefined
      ? undefined
      : `${placeLabel(place)} allows ${idle}, which nobody uses who would still have it: close the other findings first`;
  };
}

/** Takes the services of wildcards out that nobody uses; what is used IAM tells by service only, which narrows nothing. */
export const wildcardsByUse: Narrower = (finding, context) => {
  const place = placeOf(finding);
  const document = documentAt(context.details, place) ?? '';
  return listed(unusedOf(place, document, context, (text) => unreasonedWildcards(text)));
};

/** Leaves of a policy that allows everything the services that are used; whatever IAM keeps no time of goes too. */
export const onlyInUse: Narrower = (finding, context) => {
  const place = placeOf(finding);
  const evidence = context.askUse(bearersOf(context.details, place), unusedDays);
  if ('gap' in evidence) return { blocked: evidence.gap };
  const label = placeLabel(place);
  if (evidence.used.size === 0)
    return { blocked: `nobody used any service within ${unusedDays} days that ${label} allows: retire it` };
  const services = [...evidence.used].sort();
  const because = [`${label}: only the services stay that were used within ${unusedDays} days: ${services.join(', ')}`];
  const apply = (text: string) => narrowDocument(text, { services }).document;
  return { edits: [{ place, rank: ranks.services, apply, because }] };
};

/** Takes whole services out of the policies of a group or role that nobody uses who has them. */
export const broadGrantsByUse: Narrower = (finding, context) => {
  const edits: Edit[] = [];
  const grants = (text: string) => broadGrants(text).flatMap(({ actions }) => actions);
  for (const { place, document, owner } of bearingsOf(context.details, principalOf(finding.resource))) {
    if (isForSupport(place) || grants(document).length === 0) continue;
    const instead = place.kind === 'managed' && isAwsManaged(place.arn) ? [owner] : undefined;
    const edit = unusedOf(place, document, context, grants, instead);
    if ('blocked' in edit) return edit;
    edits.push(edit);
  }
  return { edits };
};

/** Support is needed when it is needed: that nobody asked for it lately is good news. */
const keptForSupport = { blocked: 'role-support asks that somebody can ask AWS Support, used or not' };

function isForSupport(place: Place): boolean {
  return place.kind === 'managed' && isSupportAccess(place.arn);
}

function listed(edit: Edit | { readonly blocked: string }): Narrowing {
  return 'blocked' in edit ? edit : { edits: [edit] };
}

function toldBy({ evidence }: Finding): { readonly services: ReadonlySet<string>; readonly days: number } {
  return { services: new Set(evidence['all'] as readonly string[]), days: evidence['unusedDays'] as number };
}

/** At a document of one principal: in place where nobody else uses the services, else by a copy of its own. */
function withoutServices(
  { place, document, owner }: Bearing,
  services: readonly string[],
  days: number,
  context: NarrowingContext,
): Edit | { readonly blocked: string } {
  const isAws = place.kind === 'managed' && isAwsManaged(place.arn);
  const shared = isAws ? undefined : removal(place, document, services, days, context);
  if (shared !== undefined && !('blocked' in shared)) return shared;
  if (place.kind === 'inline') return shared ?? { blocked: `${placeLabel(place)} cannot be narrowed` };
  const own = removal(place, document, services, days, context, [owner]);
  return 'blocked' in own && shared !== undefined ? shared : own;
}

/** Takes services out whose use is told of everybody concerned, and who uses none of them. */
function removal(
  place: Place,
  document: string,
  services: readonly string[],
  days: number,
  context: NarrowingContext,
  instead?: readonly PrincipalRef[],
): Edit | { readonly blocked: string } {
  const bearers = bearersConcerned(place, context, instead);
  const evidence = context.askUse(bearers, days);
  if ('gap' in evidence) return { blocked: evidence.gap };
  const kept = services.find((service) => !evidence.unused.has(service));
  if (kept !== undefined) return { blocked: `others who have ${placeLabel(place)} use ${kept}` };
  const apply = (text: string) => takeOutServices(text, new Set(services)).document;
  const text = apply(document);
  const left = text === undefined ? [] : servicesGranted(text).filter((service) => services.includes(service));
  if (left.length > 0)
    return { blocked: `${placeLabel(place)} names many services at once, ${left[0]} among them: spell them out first` };
  const because = services.map((service) => `${placeLabel(place)}: ${evidence.unused.get(service) ?? service}`);
  return { place, rank: ranks.services, apply, because, ...(instead === undefined ? {} : { instead }) };
}

/** Takes out whatever services are not used, as far as that leaves nothing that `open` finds. */
function unusedOf(
  place: Place,
  document: string,
  context: NarrowingContext,
  open: (text: string) => readonly string[],
  instead?: readonly PrincipalRef[],
): Edit | { readonly blocked: string } {
  const evidence = context.askUse(bearersConcerned(place, context, instead), unusedDays);
  if ('gap' in evidence) return { blocked: evidence.gap };
  const services = servicesGranted(document).filter((service) => evidence.unused.has(service));
  const edit = removal(place, document, services, unusedDays, context, instead);
  if ('blocked' in edit) return edit;
  const remains = (text: string) => {
    const [first] = open(text);
    return first === undefined
      ? undefined
      : `${placeLabel(place)} has ${first} for services in use, and IAM tells the services that were used, not the actions`;
  };
  const text = edit.apply(document);
  const blocked = text === undefined ? undefined : remains(text);
  return blocked === undefined ? { ...edit, remains } : { blocked };
}

function bearersConcerned(place: Place, { details }: NarrowingContext, instead: readonly PrincipalRef[] | undefined) {
  const all = bearersOf(details, place);
  if (instead === undefined) return all;
  return all.filter((bearer) => {
    const isUser = 'groups' in bearer;
    return instead.some(({ type, name }) =>
      type === 'group' ? isUser && bearer.groups.includes(name) : (type === 'user') === isUser && bearer.name === name,
    );
  });
}
