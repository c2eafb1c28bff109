import type { Baseline } from './baseline.ts';
import {
  type Change,
  held,
  type Operations,
  Refusal,
  type ResourceRef,
  refKey,
  simulate,
  type Value,
} from './change.ts';
import { removedThoughNeeded } from './contradictions.ts';
import type { Control } from './control.ts';
import { evaluate, parametersOf } from './evaluate.ts';
import { compareText, type Finding } from './finding.ts';
import { judgeGuards } from './guard.ts';
import { digest, type Json } from './json.ts';
import { type Elsewhere, type Managed, setApart } from './managed.ts';
import { mergeChanges } from './merge.ts';
import { inOrder, settleVias, toWaves, withDependencies } from './order.ts';
import { type Part, type Plan, planDigest, type Wave } from './plan.ts';
import type { Provider } from './provider.ts';
import type { Proposal, Remedy, Settings } from './remedy.ts';
import type { Snapshot } from './snapshot.ts';

/** How changes are to be carried out: each remedy's preferred way, or one way wherever it serves. */
export type ViaChoice = 'recommended' | 'terraform' | 'api';

/** What a plan is made from. Everything is data: the same input always gives the same plan. */
export interface AssembleInput<C> {
  readonly provider: Provider<C>;
  readonly controls: readonly Control<C>[];
  /** Controls that are not judged here, whose parameters remedies may ask for. */
  readonly catalogue?: readonly Control<C>[];
  readonly snapshot: Snapshot<C>;
  readonly baseline: Baseline;
  readonly now: Date;
  /** The findings to close. */
  readonly chosen: readonly Finding[];
  /** The remedy chosen for a finding, by fingerprint, where it is not the recommended one. */
  readonly remedies?: Readonly<Record<string, string>>;
  readonly via: ViaChoice;
  /** Whether Terraform can state the wanted end of a change. */
  readonly declarative: (change: Change) => boolean;
  /** What other Terraform states manage, where states were named. */
  readonly managed?: Managed | undefined;
}

type Chosen<C> = { readonly remedy: Remedy<C>; readonly findings: Finding[] };
type Draft = { readonly remedy: string; readonly viaTerraform: boolean; readonly proposal: Proposal };

/** Makes the plan that closes the chosen findings: merged, ordered, predicted, guarded and sealed with its digest. */
export function assemblePlan<C>(input: AssembleInput<C>): Plan {
  const { snapshot, provider, baseline, now } = input;
  const { alarmEmails, protectedPrincipals, rootSessionProfile } = baseline;
  const settings: Settings = {
    ...{ alarmEmails, protectedPrincipals },
    ...(rootSessionProfile === undefined ? {} : { rootSessionProfile }),
  };
  const unplanned: Plan['unplanned'] = [];
  const leave = (fingerprints: readonly string[], reason: string) =>
    unplanned.push(...fingerprints.map((fingerprint) => ({ fingerprint, reason })));

  const drafts: Draft[] = [];
  for (const { remedy, findings } of chooseRemedies(input, leave))
    for (const proposal of propose(input, settings, remedy, findings)) {
      if ('blocked' in proposal) leave(proposal.closes, proposal.blocked);
      else drafts.push({ remedy: remedy.id, viaTerraform: wantsTerraform(input.via, remedy), proposal });
    }

  const { kept, changes, waves, after, elsewhere } = settle(input, drafts, leave);
  const failing = (snap: Snapshot<C>) =>
    evaluate(input.controls, snap, baseline, now).filter((finding) => finding.status === 'fail');
  const before = new Set(failing(snapshot).map((finding) => finding.fingerprint));
  const remaining = failing(after);
  const stillFailing = new Set(remaining.map((finding) => finding.fingerprint));
  const addressed = kept.flatMap(({ proposal }) => ('changes' in proposal ? proposal.closes : []));

  const plan: Omit<Plan, 'digest'> = {
    schema: 'remediate.plan/2',
    id: planName(now, snapshot.account.id, changes),
    createdAt: now.toISOString(),
    account: snapshot.account,
    snapshot: { collectedAt: snapshot.collectedAt, digest: digest(snapshot as unknown as Json) },
    findings: [...input.chosen],
    parts: kept.map(({ remedy, proposal }) => toPart(remedy, proposal, changes)),
    changes,
    waves,
    rests: restsOf(
      provider.operations,
      snapshot,
      changes,
      kept.flatMap(({ proposal }) => ('changes' in proposal ? (proposal.rests ?? []) : [])),
    ),
    predicted: {
      closes: addressed.filter((fingerprint) => !stillFailing.has(fingerprint)).sort(),
      opens: remaining.filter((finding) => !before.has(finding.fingerprint)),
      leaves: input.chosen.map((finding) => finding.fingerprint).filter((id) => stillFailing.has(id)),
    },
    access: [...provider.accessChanges(snapshot, after)],
    guards: judgeGuards(provider.guards, { before: snapshot, after, changes, settings }),
    elsewhere: [...elsewhere],
    unplanned: unplanned.sort((a, b) => compareText(a.fingerprint, b.fingerprint)),
  };
  // Through JSON once, so that the digest is over exactly what a file holds.
  const data = JSON.parse(JSON.stringify(plan)) as Omit<Plan, 'digest'>;
  return { ...data, digest: planDigest(data) };
}

/** The remedy that a control recommends for a finding, or undefined where it has none that suits. */
export function recommendedRemedy<C>(
  control: Control<C>,
  finding: Finding,
  snapshot: Snapshot<C>,
): Remedy<C> | undefined {
  return control.remedies.find((remedy) => remedy.suits?.(finding, snapshot) ?? true);
}

function chooseRemedies<C>(
  input: AssembleInput<C>,
  leave: (fingerprints: readonly string[], reason: string) => void,
): Chosen<C>[] {
  const byRemedy = new Map<Remedy<C>, Finding[]>();
  const controls = new Map(input.controls.map((control) => [control.id, control]));
  for (const finding of input.chosen) {
    const control = controls.get(finding.control);
    const wanted = input.remedies?.[finding.fingerprint];
    const remedy =
      control &&
      (wanted === undefined
        ? recommendedRemedy(control, finding, input.snapshot)
        : control.remedies.find((candidate) => candidate.id === wanted));
    if (remedy === undefined)
      leave([finding.fingerprint], wanted === undefined ? 'no remedy suits it' : `it has no remedy ${wanted}`);
    else byRemedy.set(remedy, [...(byRemedy.get(remedy) ?? []), finding]);
  }
  return Array.from(byRemedy, ([remedy, findings]) => ({ remedy, findings }));
}

function propose<C>(
  input: AssembleInput<C>,
  settings: Settings,
  remedy: Remedy<C>,
  findings: readonly Finding[],
): Iterable<Proposal> {
  const controls = new Map([...(input.catalogue ?? []), ...input.controls].map((control) => [control.id, control]));
  return remedy.propose({
    findings,
    snapshot: input.snapshot,
    settings,
    now: input.now,
    parameters(id) {
      const control = controls.get(id);
      if (control === undefined) throw new Error(`remedy ${remedy.id} asks for the parameters of ${id}`);
      return parametersOf(control, input.baseline);
    },
  });
}

function wantsTerraform<C>(via: ViaChoice, remedy: Remedy<C>): boolean {
  if (!remedy.via.includes('terraform')) return false;
  return via === 'terraform' || (via === 'recommended' && remedy.via[0] === 'terraform');
}

/** Merges, orders and simulates the drafts, leaving out those that contradict others or that the provider would refuse. */
function settle<C>(
  input: AssembleInput<C>,
  drafts: readonly Draft[],
  leave: (fingerprints: readonly string[], reason: string) => void,
): { kept: readonly Draft[]; changes: Change[]; waves: Wave[]; after: Snapshot<C>; elsewhere: readonly Elsewhere[] } {
  const { operations } = input.provider;
  const changesOf = ({ proposal, viaTerraform }: Draft) =>
    'changes' in proposal
      ? proposal.changes.map(
          (change): Change => ({
            ...change,
            via: viaTerraform && input.declarative(change) ? 'terraform' : 'api',
          }),
        )
      : [];
  const without = (draft: Draft | undefined, reason: string) => {
    if (draft === undefined) throw new Error(`a plan could not be settled: ${reason}`);
    leave(draft.proposal.closes, reason);
    return settle(
      input,
      drafts.filter((other) => other !== draft),
      leave,
    );
  };
  const owner = (change: Change) =>
    [...drafts].reverse().find((draft) => change.closes.some((closed) => draft.proposal.closes.includes(closed)));

  const { changes: merged, conflicts } = mergeChanges(operations, drafts.flatMap(changesOf));
  const [conflict] = conflicts;
  if (conflict !== undefined)
    return without(owner(conflict.dropped), `"${conflict.dropped.title}" contradicts "${conflict.kept.title}"`);
  const contradiction = removedThoughNeeded(operations, merged, input.snapshot.account);
  if (contradiction !== undefined) {
    const { removal, needs } = contradiction;
    return without(owner(removal), `"${removal.title}" would take away what "${needs.title}" needs`);
  }
  const linked = withDependencies(operations, merged, input.snapshot.account);
  const { changes: ours, elsewhere } = setApart(linked, input.managed);
  const changes = settleVias(ours);
  const order = toWaves(changes);
  if ('circular' in order) return without(owner(order.circular), 'its steps wait for one another');
  const { waves } = order;
  const ordered = inOrder(changes, waves);
  let after = input.snapshot;
  try {
    after = simulate(operations, input.snapshot, ordered);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return without(error.change && owner(error.change), error.message);
  }
  return { kept: drafts, changes: ordered, waves, after, elsewhere };
}

function toPart(remedy: string, proposal: Proposal, changes: readonly Change[]): Part {
  const closes = [...proposal.closes];
  const mine = changes.filter((change) => change.closes.some((closed) => closes.includes(closed)));
  return {
    remedy,
    title: proposal.title,
    closes,
    changes: 'changes' in proposal ? mine.map((change) => change.id) : [],
    ...('changes' in proposal && proposal.because !== undefined ? { because: [...proposal.because] } : {}),
    ...('guide' in proposal ? { guide: { steps: [...proposal.guide.steps], expect: proposal.guide.expect } } : {}),
  };
}

function restsOf<C>(
  operations: Operations<C>,
  snapshot: Snapshot<C>,
  changes: readonly Change[],
  told: readonly ResourceRef[],
): Plan['rests'] {
  const changed = new Set(changes.map((change) => refKey(change.resource)));
  const rests = new Map<string, Plan['rests'][number]>();
  const required = changes.flatMap((change) => {
    const { resource } = operations.get(change.operation);
    return resource.requires(change.resource.address, (change.to ?? change.from) as Value, snapshot.account);
  });
  for (const ref of [...required, ...told]) {
    const key = refKey(ref);
    const lens = operations.resource(ref.type);
    const now = lens.read(snapshot, ref.address);
    if (changed.has(key) || now === null) continue;
    rests.set(key, { resource: ref, label: lens.label(ref.address), value: held(lens, now) });
  }
  return Array.from(rests.values());
}

function planName(now: Date, account: string, changes: readonly Change[]): string {
  const mark = digest([now.toISOString(), account, changes.map((change) => change.id)]).slice(0, 6);
  return `${now.toISOString().slice(0, 10)}-${mark}`;
}
