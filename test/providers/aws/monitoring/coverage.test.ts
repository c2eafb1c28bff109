import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wantedEvents } from '../../../../src/providers/aws/model/wanted-events.ts';
import { covers, overlaps } from '../../../../src/providers/aws/monitoring/coverage.ts';
import { join, type Pattern } from '../../../../src/providers/aws/monitoring/filter-pattern.ts';
import { arbitraryEvent, arbitraryPattern, eventNames, matches, named, read } from './arbitrary-pattern.ts';
import { cisPatterns } from './cis-patterns.ts';

const judge = (filter: string, wanted: string) => covers(read(filter), read(wanted));
const because = (filter: string, wanted: string) => {
  const judged = judge(filter, wanted);
  return judged.covers ? 'covers' : judged.because;
};

describe('laws', () => {
  const decided = (pattern: Pattern) => {
    const judged = covers(pattern, pattern);
    return judged.covers || judged.because !== 'its pattern is too complex to be judged';
  };

  test('a pattern covers itself', () => {
    fc.assert(
      fc.property(arbitraryPattern, (pattern) => {
        fc.pre(decided(pattern));
        expect(covers(pattern, pattern)).toEqual({ covers: true });
      }),
    );
  });

  test('it covers what is narrower than itself, and is covered by what is wider', () => {
    fc.assert(
      fc.property(arbitraryPattern, arbitraryPattern, (a, b) => {
        fc.pre(decided(join('or', [a, b])));
        expect(covers(a, join('and', [a, b])).covers).toBe(true);
        expect(covers(join('or', [b, a]), a).covers).toBe(true);
      }),
    );
  });

  test('whatever it finds covered is matched, event by event', () => {
    let found = 0;
    fc.assert(
      fc.property(arbitraryPattern, arbitraryPattern, fc.array(arbitraryEvent, { minLength: 5 }), (a, b, events) => {
        const [wide, narrow] = [join('or', [a, b]), join('and', [a, b])];
        for (const [filter, wanted] of [
          [a, b],
          [b, a],
          [a, narrow],
          [wide, b],
        ] as const) {
          if (!covers(filter, wanted).covers) continue;
          for (const event of events.filter((candidate) => matches(wanted, candidate))) {
            found++;
            expect(matches(filter, event)).toBe(true);
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(found).toBeGreaterThan(100);
  });

  test('order and repetition mean nothing', () => {
    const shuffled = eventNames.chain((names) =>
      fc.tuple(fc.constant(names), fc.shuffledSubarray([...names, ...names], { minLength: names.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, ([names, mixed]) => {
        expect(judge(`{ ${named(mixed)} }`, `{ ${named(names)} }`).covers).toBe(true);
      }),
    );
  });

  test('an event less covers no more, and is named', () => {
    fc.assert(
      fc.property(eventNames, fc.nat(), (names, at) => {
        const left = names[at % names.length] ?? '';
        const fewer = names.filter((name) => name !== left);
        expect(because(`{ ${named(fewer)} }`, `{ ${named(names)} }`)).toBe(
          `it misses events where $.eventName = "${left}"`,
        );
        expect(judge(`{ ${named(names)} }`, `{ ${named(fewer)} }`).covers).toBe(true);
      }),
    );
  });

  test('a condition on another field covers no more', () => {
    const conditions = ['= "us-east-1"', '!= "us-east-1"', 'EXISTS', 'NOT EXISTS', '= *', 'IS NULL', '= %^us-%', '> 1'];
    fc.assert(
      fc.property(eventNames, fc.constantFrom(...conditions), (names, condition) => {
        const filter = `{ (${named(names)}) && $.awsRegion ${condition} }`;
        expect(judge(filter, `{ ${named(names)} }`).covers).toBe(false);
      }),
    );
  });
});

test.each(Object.entries(cisPatterns))('CIS %s covers itself and no other of the fifteen', (number, text) => {
  const covering = Object.entries(cisPatterns).filter(([, other]) => judge(other, text).covers);
  expect(covering.map(([name]) => name)).toEqual([number]);
});

test.each(Object.entries(wantedEvents))('a new filter of %s covers what is looked for', (_, wantedBy) => {
  const wanted = wantedBy('111122223333');
  expect(judge(wanted.pattern, wanted.events)).toEqual({ covers: true });
});

describe('spellings in the field', () => {
  const unauthorized = wantedEvents['monitor-unauthorized-calls']().events;
  const withoutMfa = wantedEvents['monitor-sign-in-without-mfa']().events;
  const root = wantedEvents['root-activity-monitored']().events;
  test.each([
    [
      '4.1 of the earlier benchmarks',
      '{ ($.errorCode = "*UnauthorizedOperation") || ($.errorCode = "AccessDenied*") }',
      unauthorized,
    ],
    ['4.1 of today', cisPatterns['4.1'] ?? '', unauthorized],
    ['4.1 without quotes', '{ ($.errorCode = *UnauthorizedOperation) || ($.errorCode = AccessDenied*) }', unauthorized],
    ['4.2', cisPatterns['4.2'] ?? '', withoutMfa],
    [
      '4.2 for single sign-on',
      '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
      withoutMfa,
    ],
    [
      '4.3 without spaces',
      '{$.userIdentity.type="Root"&&$.userIdentity.invokedBy NOT EXISTS&&$.eventType!="AwsServiceEvent"}',
      root,
    ],
    [
      '4.3 of the Landing Zone Accelerator',
      '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
      root,
    ],
    [
      '4.3 without quotes',
      '{ $.userIdentity.type = Root && $.userIdentity.invokedBy NOT EXISTS && $.eventType != AwsServiceEvent }',
      root,
    ],
    ['4.5', cisPatterns['4.5'] ?? '', wantedEvents['monitor-cloudtrail-changes']().events],
    ['4.6', cisPatterns['4.6'] ?? '', wantedEvents['monitor-sign-in-failures']().events],
  ])('%s', (_, filter, wanted) => {
    expect(judge(filter, wanted)).toEqual({ covers: true });
  });
});

test.each([
  // CloudWatch Logs matches != only where the field exists.
  ['{ $.a != "x" }', '{ $.a NOT EXISTS }', 'it misses events where $.a does not exist'],
  ['{ $.a != "x" }', '{ $.b = "y" }', 'it misses events where $.b = "y" and $.a = "x"'],
  ['{ $.a = "x*" }', '{ $.a = "*x" }', 'it misses events where $.a = "…x"'],
  ['{ $.a = "*x*" }', '{ $.a = "*x" }', 'covers'],
  ['{ $.a = * }', '{ $.a = "x" }', 'covers'],
  ['{ $.a = * }', '{ $.a EXISTS }', 'it misses events where $.a is null'],
  // Within a text the asterisk is no wildcard.
  ['{ $.a = "Del*Policy" }', '{ $.a = "DeletePolicy" }', 'it misses events where $.a = "DeletePolicy"'],
  ['{ $.a = %^Delete|^Put% }', '{ $.a = "PutPolicy" }', 'covers'],
  ['{ $.a = %^Delete% }', '{ $.a = "PutPolicy" }', 'it misses events where $.a = "PutPolicy"'],
  ['{ $.a = %^Delete% }', '{ $.a = "Delete*" }', 'it may miss events where $.a = "Delete…"'],
  ['{ $.a >= 5 }', '{ $.a > 7 }', 'covers'],
  ['{ $.a > 5 }', '{ $.a >= 5 }', 'it misses events where $.a = 5'],
  ['{ $.a < 5 || $.a > 3 }', '{ $.a > 0 }', 'covers'],
  ['{ $.a IS TRUE || $.a IS FALSE }', '{ $.a IS TRUE }', 'covers'],
  [
    '{ $.list[*].name = "x" }',
    '{ $.list[0].name = "x" }',
    'it may miss events where $.list[0].name = "x" and $.list[*].name is something else',
  ],
  ['{ $.a > 5 && $.a = "4*" }', '{ $.a = "4x" }', 'its pattern is too complex to be judged'],
  ['{ $.b = "x" }', '', 'it misses events where $.b is something else'],
])('%s against %s', (filter, wanted, reason) => {
  expect(because(filter, wanted)).toBe(reason);
});

test('a pattern that would take for ever is left undecided', () => {
  const pairs = Array.from({ length: 14 }, (_, index) => `($.f${index} = "a" || $.g${index} = "b")`);
  const filter = read(`{ ${pairs.join(' && ')} }`);
  expect(covers(filter, filter)).toEqual({ covers: false, because: 'its pattern is too complex to be judged' });
});

test.each([
  ['{ $.a = "x" }', '{ $.a = "x*" }', true],
  ['{ $.a = "y" }', '{ $.a = "x*" }', false],
])('%s meets %s: %s', (filter, wanted, expected) => {
  expect(overlaps(read(filter), read(wanted))).toBe(expected);
});
