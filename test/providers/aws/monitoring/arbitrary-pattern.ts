import fc from 'fast-check';
import {
  type Condition,
  join,
  type Pattern,
  parsePattern,
} from '../../../../src/providers/aws/monitoring/filter-pattern.ts';

/** A pattern that a test wrote, which must parse. */
export function read(text: string): Pattern {
  const parsed = parsePattern(text);
  if ('problem' in parsed) throw new Error(`${parsed.problem.message} at ${parsed.problem.at} in ${text}`);
  return parsed.pattern;
}

const field = fc.constantFrom('$.eventName', '$.userIdentity.type', '$.list[0].name', '$.latency');
const text = fc.oneof(
  fc.constantFrom(
    'Delete',
    'DeletePolicy',
    'Policy',
    '*Policy',
    'Delete*',
    '*ete*',
    '*',
    'a "quote"',
    'back\\slash',
    'é',
  ),
  fc.string({ maxLength: 6 }),
);
const number = fc.constantFrom('400', '+10', '-1.5', '10e3', '.5');
const operand = fc.oneof(
  text.map((value) => ({ kind: 'text' as const, text: value })),
  number.map((value) => ({ kind: 'number' as const, text: value })),
  fc.constantFrom('^Del', 'ete|Put', '[A-Z]\\w+$').map((value) => ({ kind: 'regex' as const, text: value })),
);

const condition: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ op: fc.constantFrom('=' as const, '!=' as const), field, operand }),
  fc.record({
    op: fc.constantFrom('<' as const, '>' as const, '<=' as const, '>=' as const),
    field: fc.constant('$.latency'),
    operand: number.map((value) => ({ kind: 'number' as const, text: value })),
  }),
  fc.record({ op: fc.constantFrom('EXISTS', 'NOT EXISTS', 'IS NULL', 'IS TRUE', 'IS FALSE'), field }),
);

/** Patterns of all shapes, no deeper than people write them. */
export const arbitraryPattern: fc.Arbitrary<Pattern> = fc.letrec<{ pattern: Pattern }>((tie) => ({
  pattern: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    condition,
    fc
      .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('pattern'), { minLength: 2, maxLength: 4 }))
      .map(([op, terms]) => join(op, terms)),
  ),
})).pattern;

/** Names of events, as calls of an API are called. */
export const eventNames: fc.Arbitrary<string[]> = fc.uniqueArray(fc.stringMatching(/^[A-Z][a-zA-Z]{0,8}$/), {
  minLength: 2,
  maxLength: 12,
});

/** A pattern of events by name. */
export function named(names: readonly string[]): string {
  return names.map((name) => `($.eventName = ${name})`).join(' || ');
}

const value = fc.oneof(
  fc.constantFrom('Delete', 'DeletePolicy', 'PutPolicy', 'Policy', 'xetex', 'a "quote"', '', '400', '*Policy', 'é'),
  fc.constantFrom(400, 10, -1.5, 10_000, 0.5, 0),
  fc.constantFrom(null, true, false, {}, undefined),
);

/** An event of CloudTrail as far as the patterns look at it: the value of each field, undefined where it is missing. */
export const arbitraryEvent = fc.dictionary(
  fc.constantFrom('$.eventName', '$.userIdentity.type', '$.list[0].name', '$.latency'),
  value,
);

/** Whether a pattern matches one event, told apart from the product's own reasoning. */
export function matches(pattern: Pattern, event: Readonly<Record<string, unknown>>): boolean {
  if ('terms' in pattern)
    return pattern.op === 'and'
      ? pattern.terms.every((term) => matches(term, event))
      : pattern.terms.some((term) => matches(term, event));
  const held = event[pattern.field];
  if (pattern.op === 'EXISTS') return held !== undefined;
  if (pattern.op === 'NOT EXISTS') return held === undefined;
  if (pattern.op === 'IS NULL') return held === null;
  if (pattern.op === 'IS TRUE' || pattern.op === 'IS FALSE') return held === (pattern.op === 'IS TRUE');
  if (!('operand' in pattern) || (typeof held !== 'string' && typeof held !== 'number')) return false;
  const { kind, text } = pattern.operand;
  const equal = kind === 'regex' ? new RegExp(text).test(`${held}`) : looksLike(text, held, kind);
  if (pattern.op === '=' || pattern.op === '!=') return equal === (pattern.op === '=');
  if (typeof held === 'string') return false;
  const apart = held - Number(text);
  return { '<': apart < 0, '>': apart > 0, '<=': apart <= 0, '>=': apart >= 0 }[pattern.op];
}

function looksLike(text: string, held: string | number, kind: 'text' | 'number'): boolean {
  if (kind === 'number' && typeof held === 'number') return held === Number(text);
  if (text === '*') return true;
  const [, open, core = '', close] = /^(\*?)(.*?)(\*?)$/s.exec(text) ?? [];
  const escaped = core.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${open ? '.*' : ''}${escaped}${close ? '.*' : ''}$`, 's').test(`${held}`);
}
