/** How a pattern compares the value of a field. */
export type Comparison = '=' | '!=' | '<' | '>' | '<=' | '>=';

/** What a field is compared with: a text whose first and last `*` are wildcards, a number, or a regular expression. */
export type Operand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'regex'; readonly text: string };

/** One condition on one field, such as `$.eventName = "CreateUser"` or `$.userIdentity.invokedBy NOT EXISTS`. */
export type Condition =
  | { readonly op: Comparison; readonly field: string; readonly operand: Operand }
  | { readonly op: 'EXISTS' | 'NOT EXISTS' | 'IS NULL' | 'IS TRUE' | 'IS FALSE'; readonly field: string };

/** A filter pattern of CloudWatch Logs for JSON events, as a tree; `and` of nothing matches every event. */
export type Pattern = Condition | { readonly op: 'and' | 'or'; readonly terms: readonly Pattern[] };

/** Why a text is no JSON pattern, and where: an offset into the text. */
export interface Problem {
  readonly at: number;
  readonly message: string;
}

export type Parsed = { readonly pattern: Pattern } | { readonly problem: Problem };

/** CloudWatch Logs takes patterns of up to 1,024 characters. */
const longest = 1024;

/** Parses a JSON filter pattern; what cannot be parsed is told with its place, never thrown. */
export function parsePattern(text: string): Parsed {
  try {
    return { pattern: new Parser(text).parse() };
  } catch (error) {
    if (error instanceof Unparsable) return { problem: { at: error.at, message: error.message } };
    throw error;
  }
}

/** Joins patterns of which all must match, or of which one must; nested joins of one kind become one. */
export function join(op: 'and' | 'or', patterns: readonly Pattern[]): Pattern {
  const terms = patterns.flatMap((pattern) => (pattern.op === op ? pattern.terms : [pattern]));
  const [only] = terms;
  return terms.length === 1 && only !== undefined ? only : { op, terms };
}

/** Writes a pattern as text that parses to the same pattern. */
export function printPattern(pattern: Pattern): string {
  const everything = pattern.op === 'and' && pattern.terms.length === 0;
  return everything ? '' : `{ ${print(pattern)} }`;
}

function print(pattern: Pattern): string {
  if ('terms' in pattern)
    return pattern.terms.map((term) => `(${print(term)})`).join(pattern.op === 'and' ? ' && ' : ' || ');
  if (!('operand' in pattern)) return `${pattern.field} ${pattern.op}`;
  return `${pattern.field} ${pattern.op} ${printOperand(pattern.operand)}`;
}

function printOperand({ kind, text }: Operand): string {
  if (kind === 'text') return `"${text.replace(/["\\]/g, '\\$&')}"`;
  return kind === 'regex' ? `%${text}%` : text;
}

class Unparsable extends Error {
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

class Parser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): Pattern {
    if (this.#text.length > longest) throw new Unparsable(longest, `it is longer than ${longest} characters`);
    if (this.#text.trim() === '') return { op: 'and', terms: [] };
    this.#expect('{', 'it is not a JSON pattern, which begins with {');
    const pattern = this.#either();
    this.#expect('}', 'a && or || or the closing } is missing');
    this.#space();
    if (this.#at < this.#text.length) this.#fail('nothing may follow the closing }');
    return pattern;
  }

  #either(): Pattern {
    const terms = [this.#both()];
    while (this.#take('||')) terms.push(this.#both());
    return join('or', terms);
  }

  #both(): Pattern {
    const terms = [this.#term()];
    while (this.#take('&&')) terms.push(this.#term());
    return join('and', terms);
  }

  #term(): Pattern {
    if (!this.#take('(')) return this.#condition();
    const pattern = this.#either();
    this.#expect(')', 'a closing ) is missing');
    return pattern;
  }

  #condition(): Condition {
    const field = this.#match(/\$(?:\.[\w-]+|\.\*|\[(?:\d+|\*)\])+/y);
    if (field === undefined) this.#fail('a field such as $.eventName is missing');
    const keyword = this.#match(/(?:NOT\s+EXISTS|EXISTS|IS\s+NULL|IS\s+TRUE|IS\s+FALSE)\b/iy);
    if (keyword !== undefined) {
      const op = keyword.toUpperCase().replace(/\s+/, ' ') as 'EXISTS';
      return { op, field };
    }
    const op = this.#match(/!=|<=|>=|=|<|>/y) as Comparison | undefined;
    if (op === undefined) this.#fail(`${field} is compared with nothing`);
    return { op, field, operand: this.#operand(op) };
  }

  #operand(op: Comparison): Operand {
    this.#space();
    const start = this.#at;
    const operand = this.#quoted() ?? this.#regex() ?? this.#bare();
    if (operand === undefined) this.#fail(`a value is missing after ${op}`);
    const equality = op === '=' || op === '!=';
    if (!equality && operand.kind !== 'number') throw new Unparsable(start, `${op} compares with numbers only`);
    return operand;
  }

  #quoted(): Operand | undefined {
    const quoted = this.#match(/"(?:[^"\\]|\\.)*"/y);
    if (quoted !== undefined) return { kind: 'text', text: quoted.slice(1, -1).replace(/\\(["\\])/g, '$1') };
    if (this.#text[this.#at] === '"') this.#fail('a closing " is missing');
    return undefined;
  }

  #regex(): Operand | undefined {
    const start = this.#at;
    const found = this.#match(/%[^%]+%/y);
    if (found === undefined) {
      if (this.#text[this.#at] === '%') this.#fail('a closing % is missing');
      return undefined;
    }
    const text = found.slice(1, -1);
    if (!isRegex(text)) throw new Unparsable(start, `%${text}% is not a regular expression that CloudWatch Logs knows`);
    return { kind: 'regex', text };
  }

  #bare(): Operand | undefined {
    const text = this.#match(/[^\s(){}|&"%=!<>]+/y);
    if (text === undefined) return undefined;
    return { kind: /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) ? 'number' : 'text', text };
  }

  #space(): void {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at++;
  }

  #match(regex: RegExp): string | undefined {
    this.#space();
    regex.lastIndex = this.#at;
    const found = regex.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #take(token: string): boolean {
    this.#space();
    if (!this.#text.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #expect(token: string, problem: string): void {
    if (!this.#take(token)) this.#fail(problem);
  }

  #fail(message: string): never {
    throw new Unparsable(this.#at, message);
  }
}

/** CloudWatch Logs knows no groups, so JavaScript reads the rest of its expressions the same way. */
function isRegex(text: string): boolean {
  if (/[()]/.test(text)) return false;
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
