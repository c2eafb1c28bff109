import { fillers, type Kind } from './vocabulary.ts';

/** Kinds that say little: a better one takes their place. */
const vague: ReadonlySet<Kind> = new Set(['name', 'text', 'path']);

interface Known {
  kind: Kind;
  /** Whether it is hidden in sentences too, and not only where it stands as a name. */
  spoken: boolean;
  pseudonym?: string;
}

/** The names of one output with what is shown instead: the same name is always hidden behind the same pseudonym. */
export class Pseudonyms {
  readonly #known = new Map<string, Known>();
  readonly #allowed = new Set<string>();
  readonly #counts = new Map<Kind, number>();
  /** What is hidden in sentences, by what it is without the signs at its ends. */
  readonly #spoken = new Map<string, string[]>();
  /** What is nothing but signs, or endless, and is looked for as it is. */
  readonly #odd: string[] = [];
  /** The runs of letters and digits in the longest of the others. */
  #longest = 0;

  /** Takes note of a name, before any pseudonym is given. */
  learn(name: string, kind: Kind, spoken = true): void {
    const known = this.#known.get(name);
    if (known === undefined) this.#known.set(name, { kind, spoken });
    else {
      if (vague.has(known.kind)) known.kind = kind;
      known.spoken ||= spoken;
    }
  }

  /** Takes note of a name that is the same in every account, and so tells nothing. */
  allow(name: string): void {
    this.#allowed.add(name);
  }

  knows(name: string): boolean {
    return this.#known.has(name);
  }

  /** Gives every name its pseudonym, in the order in which they came; none that somebody is called already. */
  settle(): void {
    for (const [name, known] of this.#known) {
      if (this.#allowed.has(name)) {
        known.pseudonym = name;
        continue;
      }
      known.pseudonym = this.#next(known.kind, name);
      const parts = atoms(name);
      const [first, last] = [parts[0], parts.at(-1)];
      if (!known.spoken || name.length < 3 || fillers.has(name)) continue;
      if (first === undefined || last === undefined || parts.length > 24) {
        this.#odd.push(name);
        continue;
      }
      this.#longest = Math.max(this.#longest, parts.length);
      const core = name.slice(first.start, last.end);
      this.#spoken.set(
        core,
        [...(this.#spoken.get(core) ?? []), name].sort((a, b) => b.length - a.length),
      );
    }
  }

  /** What is shown instead of a name. */
  of(name: string): string {
    const pseudonym = this.#known.get(name)?.pseudonym;
    if (pseudonym === undefined) throw new Error('a name was not learned before it was to be hidden');
    return pseudonym;
  }

  /** A text with every name in it hidden that stands there as a word, or as several, of its own; the longest first. */
  within(text: string): string {
    const odd = this.#odd.filter((name) => text.includes(name));
    const between = odd.length === 0 ? [text] : text.split(new RegExp(`(${odd.map(escaped).join('|')})`));
    return between.map((part, at) => (at % 2 === 1 ? this.of(part) : this.#words(part))).join('');
  }

  #words(text: string): string {
    let shown = '';
    let done = 0;
    const found = atoms(text);
    for (const [index, { start }] of found.entries()) {
      if (start < done) continue;
      for (let last = Math.min(index + this.#longest, found.length) - 1; last >= index; last -= 1) {
        const end = found[last]?.end ?? start;
        const name = this.#spoken.get(text.slice(start, end))?.find((one) => standsAt(text, one, start, done));
        if (name === undefined) continue;
        const from = start - leadOf(name);
        shown += text.slice(done, from) + this.of(name);
        done = from + name.length;
        break;
      }
    }
    return shown + text.slice(done);
  }

  #next(kind: Kind, name: string): string {
    for (;;) {
      const count = (this.#counts.get(kind) ?? 0) + 1;
      this.#counts.set(kind, count);
      const made = make(kind, count, name);
      if (!this.#known.has(made)) return made;
    }
  }
}

/** A pseudonym that can stand where the name stood: an account keeps its digits, a mail its form, a key its prefix. */
function make(kind: Kind, count: number, name: string): string {
  switch (kind) {
    case 'account':
      return String(count).padStart(12, '0');
    case 'mail':
      return `mail-${count}@example.com`;
    case 'sid':
      return `Sid${count}`;
    case 'unique':
      return name.slice(0, 4) + String(count).padStart(name.length - 4, 'X');
    default:
      return `${kind}-${count}`;
  }
}

/** The runs of letters and digits in a text. */
function atoms(text: string): { readonly start: number; readonly end: number }[] {
  return Array.from(text.matchAll(/[\p{L}\p{N}]+/gu), ({ 0: atom, index }) => ({
    start: index,
    end: index + atom.length,
  }));
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** The signs before a name's first letter or digit. */
function leadOf(name: string): number {
  return Math.max(0, name.search(/[\p{L}\p{N}]/u));
}

/** True where a name stands in a text, its first letter at a place, after what is done. */
function standsAt(text: string, name: string, at: number, done: number): boolean {
  const start = at - leadOf(name);
  return start >= done && text.startsWith(name, start);
}
