import type { Resource } from './finding.ts';
import type { Json } from './json.ts';
import type { AccountIdentity } from './snapshot.ts';

/** One fact of a resource that is another now; a side is left out where the resource does not have it. */
export interface FactChange {
  readonly fact: string;
  readonly from?: Json;
  readonly to?: Json;
  /** Set where the difference's sentence says it already. */
  readonly told?: true;
}

/** What a policy document allows now, and what it allows no longer. */
export interface DocumentChange {
  /** Whom the document gives its permissions, in words; left out where the document says itself whom it lets in. */
  readonly holders?: readonly string[];
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** What it forbids now, whatever else allows it, and what it forbids no longer. */
  readonly denies: readonly string[];
  readonly lifts: readonly string[];
  /** The two texts as a unified diff; empty where there is only one. */
  readonly text: string;
}

/** One thing that is not as it was, in words and as data. */
export interface Difference {
  /** The part of the account that it belongs to, such as `users`. */
  readonly area: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly resource: Resource;
  readonly sentence: string;
  readonly facts?: readonly FactChange[];
  readonly document?: DocumentChange;
}

/** Evidence that cannot be compared, because one of the snapshots, or both, does not hold it. */
export interface ComparisonGap {
  readonly evidence: string;
  readonly missingIn: 'old' | 'new' | 'both';
  readonly reason: string;
}

/** What one user or role can do now and could not, or could and cannot, by everything that bears on it. */
export interface AccessShift {
  readonly principal: string;
  readonly gains: readonly string[];
  readonly loses: readonly string[];
  /** True when some of it surely is new; false when that only cannot be ruled out. */
  readonly surelyGains: boolean;
  readonly surelyLoses: boolean;
}

/** Who can do what else: the administrators that came and went, and every user or role that gains or loses anything. */
export interface AccessSummary {
  /** One sentence each. */
  readonly administratorsGained: readonly string[];
  readonly administratorsLost: readonly string[];
  readonly shifts: readonly AccessShift[];
}

/** What tells two snapshots of one account apart. */
export interface Comparison {
  readonly schema: 'remediate.comparison/1';
  readonly account: AccountIdentity;
  readonly old: { readonly collectedAt: string };
  readonly new: { readonly collectedAt: string };
  /** True when the snapshot that was given as the new one was collected before the old one. */
  readonly reversed: boolean;
  /** Left out where the evidence on who can do what is missing. */
  readonly access?: AccessSummary;
  readonly differences: readonly Difference[];
  readonly gaps: readonly ComparisonGap[];
  /** What is not compared on purpose, because it moves while nobody changes anything. */
  readonly leftOut: readonly string[];
}
