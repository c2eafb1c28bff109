import type { Finding } from '../../../src/engine/finding.ts';
import type { AuthorizationDetails } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import type { PrincipalRef } from '../../../src/providers/aws/policy/principals.ts';
import type { Holder } from '../policies/policy-holders.ts';
import type { Place } from './places.ts';
import type { AskUse } from './service-evidence.ts';

/** What narrowers judge by. */
export interface NarrowingContext {
  readonly snapshot: AwsSnapshot;
  readonly details: AuthorizationDetails;
  /** Who holds each managed policy. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  readonly askUse: AskUse;
  readonly now: Date;
  parameters(control: string): Readonly<Record<string, unknown>>;
}

/** One narrowing that a finding asks for at one document. */
export interface Edit {
  readonly place: Place;
  /** When it is done among others on the same document: what makes a text plainer comes before what rests on it. */
  readonly rank: number;
  /** The new text, undefined when nothing is left of it. It is asked again after other edits of the same document. */
  apply(text: string): string | undefined;
  /** Why, a sentence for each thing that is taken away. */
  readonly because: readonly string[];
  /**
   * Why the finding stays open once the text was edited for others as well, and `leaving` got copies in its stead, where
   * that could bring back what the finding is about.
   */
  remains?(text: string, leaving: readonly PrincipalRef[]): string | undefined;
  /** Those who get a narrowed copy instead of a managed policy that others, or AWS, keep as it is. */
  readonly instead?: readonly PrincipalRef[];
}

/** The edits that close a finding, or why none can be told. */
export type Narrowing = { readonly edits: readonly Edit[] } | { readonly blocked: string };

/** Works out how a finding of one control is closed by narrowing documents. */
export type Narrower = (finding: Finding, context: NarrowingContext) => Narrowing;

export const ranks = { correct: 0, spellOut: 1, services: 2, takeOut: 3, roles: 4, mfa: 5 } as const;
