import {
  type Address,
  type Change,
  changeId,
  type Gate,
  type Operation,
  type ResourceRef,
  type Reversibility,
  refKey,
  type Value,
  type Via,
} from './change.ts';
import type { Finding } from './finding.ts';
import { toJson } from './json.ts';
import type { Snapshot } from './snapshot.ts';

/** What a person must do by hand, and how its success is seen. */
export interface Guide {
  /** Numbered instructions for this very resource. */
  readonly steps: readonly string[];
  /** What the evidence shows once it is done. */
  readonly expect: string;
}

/** The answer of a remedy for the findings that it closes together: changes, a guide, or why it can do nothing. */
export type Proposal = { readonly title: string; readonly closes: readonly string[] } & (
  | {
      readonly changes: readonly Change[];
      /** What the changes leave alone and rely on, besides what their resources require: it must not move before they run. */
      readonly rests?: readonly ResourceRef[];
      /** Why these changes and no others: the evidence behind each of them, for whoever reviews the plan. */
      readonly because?: readonly string[];
    }
  | { readonly guide: Guide }
  | { readonly blocked: string }
);

/** What the baseline settles for remedies: names to give, people to tell, and whom to leave alone. */
export interface Settings {
  readonly alarmEmails: readonly string[];
  /** ARNs or patterns of principals that no plan may touch. */
  readonly protectedPrincipals: readonly string[];
  /** The profile of a principal that may act as the root user of the organization's member accounts. */
  readonly rootSessionProfile?: string;
}

/** What a remedy works from. `findings` are all the chosen ones of the controls that share the remedy. */
export interface ProposeContext<C> {
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot<C>;
  readonly settings: Settings;
  /** The parameters of a control, by its id. */
  parameters(control: string): Readonly<Record<string, unknown>>;
  readonly now: Date;
}

/** How failing findings are mended: a pure function giving changes. Controls may share one. */
export interface Remedy<C> {
  readonly id: string;
  /** The ways it can be carried out, the preferred one first. */
  readonly via: readonly (Via | 'manual' | 'attest')[];
  readonly title: string;
  /** The worst reversibility of its steps. */
  readonly reversibility: Reversibility;
  /** Collections that it and the guards look at besides those that its control reads; a plan has them read too. */
  readonly looksAt?: readonly (keyof C & string)[];
  /** Whether it suits a finding; the first remedy of a control that suits is the recommended one. */
  suits?(finding: Finding, snapshot: Snapshot<C>): boolean;
  propose(context: ProposeContext<C>): Iterable<Proposal>;
}

/** Collects a remedy's changes in stages: what is added, then, once that is verified, what is taken away. */
export class Steps<C> {
  readonly #snapshot: Snapshot<C>;
  readonly #closes: readonly string[];
  readonly #changes: Change[] = [];
  readonly #values = new Map<string, Value | null>();
  #earlier: readonly string[] = [];
  #stageStart = 0;
  #askedBy: string | undefined;

  constructor(snapshot: Snapshot<C>, closes: readonly string[]) {
    this.#snapshot = snapshot;
    this.#closes = closes;
  }

  /** The value of a resource after the steps so far. */
  value<A extends Address, V extends Value>(operation: Operation<C, A, V>, address: A): V | null {
    const key = refKey({ type: operation.resource.type, address });
    if (this.#values.has(key)) return (this.#values.get(key) ?? null) as V | null;
    return operation.resource.read(this.#snapshot, address);
  }

  /** Adds one operation; where the resource is already as wanted nothing is added and undefined is returned. */
  add<A extends Address, V extends Value>(
    operation: Operation<C, A, V>,
    address: A,
    to: V | null,
    gate?: Gate,
  ): string | undefined {
    const ref: ResourceRef = { type: operation.resource.type, address: { ...address } };
    const from = this.value(operation, address);
    const [before, after] = [toJson(from), toJson(to)];
    if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
    const id = changeId(operation.name, ref, before, after);
    this.#values.set(refKey(ref), to);
    this.#changes.push({
      id,
      operation: operation.name,
      resource: ref,
      from: before,
      to: after,
      via: 'api',
      reversibility: operation.reversibility,
      title: operation.title(address, from, to),
      command: [...operation.command(address, from, to)],
      dependsOn: [...this.#earlier],
      facts: [...operation.resource.volatile],
      closes: [...this.#closes],
      ...(gate === undefined ? {} : { gate }),
      ...(this.#askedBy === undefined ? {} : { askedBy: this.#askedBy }),
    });
    return id;
  }

  /** Says by which setting the baseline itself asks for the access that the steps from here on give. */
  askedBy(setting: string): this {
    this.#askedBy = setting;
    return this;
  }

  /** Begins the next stage: what follows waits until all changes so far are done and seen. */
  nextStage(): this {
    const stage = this.#changes.slice(this.#stageStart).map((change) => change.id);
    if (stage.length > 0) this.#earlier = stage;
    this.#stageStart = this.#changes.length;
    return this;
  }

  get changes(): readonly Change[] {
    return this.#changes;
  }
}

/** What a remedy says of one finding; without a guide or a reason for doing nothing, its steps are the answer. */
export type Answer = { readonly title: string; readonly guide?: Guide; readonly blocked?: string };

/** A remedy's proposals made one finding at a time. */
export function* eachFinding<C>(
  context: ProposeContext<C>,
  answer: (finding: Finding, steps: Steps<C>) => Answer,
): Iterable<Proposal> {
  for (const finding of context.findings) {
    const closes = [finding.fingerprint];
    const steps = new Steps(context.snapshot, closes);
    const { title, guide, blocked } = answer(finding, steps);
    if (guide !== undefined) yield { title, closes, guide };
    else if (blocked !== undefined) yield { title, closes, blocked };
    else yield { title, closes, changes: steps.changes };
  }
}
