import type { ResourceRef } from '../../../src/engine/change.ts';
import { compareText, type Finding } from '../../../src/engine/finding.ts';
import { type Proposal, Steps } from '../../../src/engine/remedy.ts';
import { isAwsManaged } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { documentValue } from '../../../src/providers/aws/policy/document.ts';
import { covers, permissionSet } from '../../../src/providers/aws/policy/permissions.ts';
import { type PrincipalRef, policyName } from '../../../src/providers/aws/policy/principals.ts';
import { documentSize, renderWithin } from '../../../src/providers/aws/policy/render.ts';
import { freeName } from '../users/user-policies-to-groups-design.ts';
import type { Edit, NarrowingContext } from './edits.ts';
import { documentAt, type Place, placeKey, placeLabel } from './places.ts';
import { roomAt } from './room.ts';
import { attach, detach, emptyPlace, rewritePlace } from './writes.ts';

/** A finding with the edits that close it. */
export interface Wish {
  readonly finding: Finding;
  readonly edits: readonly Edit[];
}

/** What becomes of one document: a new text in its place, or copies in its stead for some who have it. */
interface Outcome {
  readonly place: Place;
  /** The same text where it stays as it is; undefined where nothing is left. */
  readonly text: string | undefined;
  readonly copies: readonly { readonly owner: PrincipalRef; readonly text: string | undefined }[];
}

/** Brings wishes together that meet in a document, so that each document is changed once, for all of them. */
export function meeting(wishes: readonly Wish[]): Wish[][] {
  const groups: { places: Set<string>; wishes: Wish[] }[] = [];
  for (const wish of wishes) {
    const places = new Set(wish.edits.map(({ place }) => placeKey(place)));
    const met = groups.filter((group) => [...places].some((place) => group.places.has(place)));
    for (const group of met) {
      for (const place of group.places) places.add(place);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push({ places, wishes: [...met.flatMap((group) => group.wishes), wish] });
  }
  return groups.map((group) => group.wishes);
}

/** Wishes that are granted, and those that are not. */
interface Fitting {
  readonly kept: readonly Wish[];
  readonly left: readonly { readonly wish: Wish; readonly why: string }[];
}

/** The wishes that can be granted together, each closed by what comes of all; for each of the others, why it cannot. */
export function fitting(wishes: readonly Wish[], context: NarrowingContext): Fitting {
  const { kept, left } = withRoom(wishes, context);
  const outcomes = outcomesOf(
    kept.flatMap((wish) => wish.edits),
    context,
  );
  const open = kept.flatMap((wish) => {
    const why = wish.edits.map((edit) => remainsAt(outcomes, edit)).find((reason) => reason !== undefined);
    return why === undefined ? [] : [{ wish, why }];
  });
  if (open.length === 0) return { kept, left };
  const rest = fitting(
    kept.filter((wish) => open.every((one) => one.wish !== wish)),
    context,
  );
  return { kept: rest.kept, left: [...left, ...open, ...rest.left] };
}

/** Why an edit's finding stays open on what comes of its document: spelling a statement out may name what it is about. */
function remainsAt(outcomes: readonly Outcome[], { place, instead, remains }: Edit): string | undefined {
  if (remains === undefined) return undefined;
  const outcome = outcomes.find((one) => placeKey(one.place) === placeKey(place));
  const copies = outcome?.copies.filter(({ owner }) => instead?.some((one) => isSame(one, owner)));
  const texts = instead === undefined ? [outcome?.text] : (copies ?? []).map(({ text }) => text);
  const leaving = (outcome?.copies ?? []).map(({ owner }) => owner);
  return texts
    .map((text) => (text === undefined ? undefined : remains(text, leaving)))
    .find((reason) => reason !== undefined);
}

/**
 * The wishes that have room together, those that only take away first. What names actions or roles one by one makes a
 * document longer, and IAM takes only so much.
 */
function withRoom(wishes: readonly Wish[], context: NarrowingContext): Fitting {
  if (overfull(wishes, context) === undefined) return { kept: wishes, left: [] };
  const kept: Wish[] = [];
  const left: { wish: Wish; why: string }[] = [];
  const last = (wish: Wish) => Math.max(...wish.edits.map(({ rank }) => rank));
  for (const wish of wishes.toSorted((a, b) => last(a) - last(b))) {
    const why = overfull([...kept, wish], context);
    if (why === undefined) kept.push(wish);
    else left.push({ wish, why });
  }
  return { kept, left };
}

function overfull(wishes: readonly Wish[], context: NarrowingContext): string | undefined {
  const outcomes = outcomesOf(
    wishes.flatMap((wish) => wish.edits),
    context,
  );
  for (const { place, text, copies } of outcomes) {
    const room = roomAt(place, context);
    const large = text !== documentAt(context.details, place) && text !== undefined && documentSize(text) > room;
    if (large) return `${placeLabel(place)} would have ${documentSize(text)} characters, and IAM has room for ${room}`;
    if (copies.some((copy) => copy.text !== undefined && renderWithin(copy.text, room) === undefined))
      return `${placeLabel(place)} cannot be copied: a statement of it alone is larger than the ${room} characters of a policy`;
  }
  return undefined;
}

/**
 * One proposal for wishes that meet. The edits of a document are made one after the other, each on what those before it
 * left, and what comes of them is proved to allow nothing that the document did not allow.
 */
export function propose(wishes: readonly Wish[], context: NarrowingContext, taken: Set<string>): Proposal {
  const { snapshot, details } = context;
  const closes = wishes.map(({ finding }) => finding.fingerprint);
  const edits = wishes.flatMap((wish) => wish.edits);
  const outcomes = outcomesOf(edits, context);
  const title = `Narrow ${[...new Set(outcomes.map(({ place }) => placeLabel(place)))].sort().join(', ')}`;
  const doubtful = outcomes.find(({ place, text, copies }) =>
    [text, ...copies.map((copy) => copy.text)].some((one) => !isNarrower(documentAt(details, place) ?? '', one)),
  );
  if (doubtful !== undefined)
    return { title, closes, blocked: `it cannot be proved that ${placeLabel(doubtful.place)} would allow nothing new` };

  const steps = new Steps<AwsCollections>(snapshot, closes);
  for (const { place, copies } of outcomes)
    if (place.kind === 'managed')
      for (const [text, owners] of byText(copies)) {
        // AWS's own policies may be longer than those of an account: their copy is several that together say the same.
        for (const piece of renderWithin(text, roomAt(place, context)) ?? []) {
          const name = freeName(`${policyName(place.arn)}-narrowed`, piece, taken);
          const arn = iamArn(snapshot.account, 'policy', '/', name);
          steps.add(createPolicy, { arn }, { name, path: '/', document: onOneLine(piece) });
          for (const owner of owners) attach(steps, owner, arn);
        }
      }
  steps.nextStage();
  for (const { place, text, copies } of outcomes) {
    if (place.kind === 'managed') for (const { owner } of copies) detach(steps, owner, place.arn);
    if (text !== undefined) rewritePlace(steps, place, text);
  }
  for (const { place, text } of outcomes) if (text === undefined) emptyPlace(steps, place, context.holders);
  const because = [...new Set(edits.flatMap((edit) => edit.because))];
  return { title, closes, changes: steps.changes, because, rests: copiedFrom(outcomes) };
}

function outcomesOf(edits: readonly Edit[], { details }: NarrowingContext): Outcome[] {
  const byPlace = new Map<string, Edit[]>();
  for (const edit of edits) byPlace.set(placeKey(edit.place), [...(byPlace.get(placeKey(edit.place)) ?? []), edit]);
  return [...byPlace.values()].flatMap((here) => {
    const [first] = here;
    if (first === undefined) return [];
    const { place } = first;
    const ordered = here.toSorted((a, b) => a.rank - b.rank);
    const text = documentAt(details, place) ?? '';
    const owners = new Map(
      ordered.flatMap((edit) => edit.instead ?? []).map((owner) => [`${owner.type} ${owner.name}`, owner]),
    );
    const copies = [...owners.values()].map((owner) => ({
      owner,
      text: applied(
        text,
        ordered.filter(({ instead }) => instead === undefined || instead.some((one) => isSame(one, owner))),
      ),
    }));
    const inPlace = ordered.filter(({ instead }) => instead === undefined);
    return [{ place, text: applied(text, inPlace), copies }];
  });
}

function applied(text: string, edits: readonly Edit[]): string | undefined {
  const left = edits.reduce<string | undefined>((one, edit) => (one === undefined ? undefined : edit.apply(one)), text);
  return left === undefined || left === text ? left : onOneLine(left);
}

/** So that the command that a plan shows can be pasted. */
function onOneLine(text: string): string {
  return JSON.stringify(documentValue(text));
}

function isNarrower(old: string, text: string | undefined): boolean {
  if (text === old) return true;
  const was = permissionSet({ policies: [old] });
  // With a Deny something would go that holds other policies back.
  return text === undefined ? was.denies.length === 0 : covers(was, permissionSet({ policies: [text] }));
}

/** Those who get equal copies share one. */
function byText(copies: Outcome['copies']): [string, PrincipalRef[]][] {
  const found = new Map<string, PrincipalRef[]>();
  for (const { owner, text } of copies) if (text !== undefined) found.set(text, [...(found.get(text) ?? []), owner]);
  return [...found].sort(([a], [b]) => compareText(a, b));
}

/** A copy says what the policy said when it was made. */
function copiedFrom(outcomes: readonly Outcome[]): ResourceRef[] {
  return outcomes.flatMap(({ place, copies }) =>
    place.kind === 'managed' && copies.length > 0 && isAwsManaged(place.arn)
      ? [{ type: 'iam-policy', address: { arn: place.arn } }]
      : [],
  );
}

function isSame(a: PrincipalRef, b: PrincipalRef): boolean {
  return a.type === b.type && a.name === b.name;
}
