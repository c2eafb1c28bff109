import type { Host } from '../host.ts';
import type { PickGroup } from './pick-list.ts';

/** One answer that may be chosen, with what it comes to. */
export interface Choice<T> {
  readonly name: string;
  readonly value: T;
  readonly about?: string;
}

/** A line of text that is asked for. */
export interface TextQuestion {
  /** What Enter alone answers. */
  readonly first?: string;
  /** Why what was typed will not do. */
  check(typed: string): string | undefined;
}

/** Several things to be chosen among many. */
export interface PickQuestion {
  readonly groups: readonly PickGroup[];
  readonly chosen: ReadonlySet<string>;
  /** Told of every change, so that leaving in the middle loses nothing. */
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Asks a person; each question ends with an answer, or with `Left`. */
export interface Asker {
  select<T>(message: string, choices: readonly Choice<T>[], first?: T): Promise<T>;
  text(message: string, question: TextQuestion): Promise<string>;
  pick(message: string, question: PickQuestion): Promise<ReadonlySet<string>>;
  /** Gives the keyboard back. */
  close(): void;
}

/** A person left at a question: no failure, and nothing of what was answered is lost. */
export class Left extends Error {
  override readonly name = 'Left';
}

/** Asks with menus on a terminal, or, in plain mode, with numbered lines that are never drawn again. */
export async function openAsker(host: Host, plain: boolean): Promise<Asker> {
  if (plain) return (await import('./plain-asker.ts')).plainAsker(host);
  return (await import('./menu-asker.ts')).menuAsker(host);
}
