/** A source of numbers from 0 to below 1. */
export type Random = () => number;

/** The same numbers for the same seed (mulberry32). */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Principal',
  'NotPrincipal',
  'Condition',
  'effect',
  'Actions',
  '__proto__',
  'constructor',
  '',
];
const OPERATORS = [
  'StringEquals',
  'ForAnyValue:StringLike',
  'ForAllValues:ArnLikeIfExists',
  'Null',
  'NullIfExists',
  'Bool',
  'IpAddress',
  'DateLessThan',
  'NumericEquals',
  'stringlike',
  'ForSome:Bool',
  '__proto__',
];
const TEXTS = [
  'Allow',
  'Deny',
  'allow',
  '*',
  '**',
  '*:*',
  's3:GetObject',
  's3:*',
  'S3:get*',
  'iam:Pass?ole',
  'nothing',
  ':',
  '::',
  'a:b:c',
  '',
  'arn:aws:s3:::x',
  'arn:aws:iam::111122223333:root',
  '111122223333',
  'arn:aws-cn:s3:::@{aws:username}/*',
  '@{',
  '@{}',
  '@{*}@{?}@{$}',
  "@{aws:x, 'd'}",
  '10.0.0.0/8',
  '2001:db8::/32',
  '::',
  '1.2.3/4',
  'true',
  'False',
  '2020-01-01T00:00:00Z',
  '1e999',
  'NaN',
  '\u0000',
  '\uE000',
  '\u{1F600}',
  'é*?',
  '%7B',
  '*'.repeat(60),
  `${'*?'.repeat(25)}x`,
].map((text) => text.replaceAll('@', '$'));

/** A random document: often nearly right, sometimes anything. */
export function arbitraryDocument(random: Random): string {
  const dice = random();
  if (dice < 0.02) return one(TEXTS, random);
  const statement =
    random() < 0.5
      ? statementOf(random)
      : Array.from({ length: Math.floor(random() * 4) }, () =>
          random() < 0.95 ? statementOf(random) : anything(random, 2),
        );
  const document = {
    ...(random() < 0.9
      ? { Version: random() < 0.9 ? one(['2012-10-17', '2008-10-17'], random) : anything(random, 1) }
      : {}),
    ...(random() < 0.1 ? { Id: anything(random, 1) } : {}),
    ...(random() < 0.97 ? { Statement: statement } : {}),
    ...(random() < 0.03 ? { [one(ELEMENTS, random)]: anything(random, 1) } : {}),
  };
  const text = JSON.stringify(random() < 0.02 ? anything(random, 3) : document) ?? 'undefined';
  return random() < 0.05 ? encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '')) : text;
}

function statementOf(random: Random): unknown {
  const not = () => (random() < 0.15 ? 'Not' : '');
  const list = () =>
    random() < 0.5
      ? one(TEXTS, random)
      : Array.from({ length: Math.floor(random() * 4) }, () =>
          random() < 0.97 ? one(TEXTS, random) : anything(random, 1),
        );
  return {
    ...(random() < 0.95 ? { Effect: random() < 0.9 ? one(['Allow', 'Deny'], random) : anything(random, 1) } : {}),
    ...(random() < 0.95 ? { [`${not()}Action`]: list() } : {}),
    ...(random() < 0.85 ? { [`${not()}Resource`]: list() } : {}),
    ...(random() < 0.2
      ? {
          [`${not()}Principal`]:
            random() < 0.7 ? { [one(['AWS', 'Service', 'Federated', 'aws'], random)]: list() } : anything(random, 2),
        }
      : {}),
    ...(random() < 0.4
      ? {
          Condition:
            random() < 0.9 ? { [one(OPERATORS, random)]: { [one(TEXTS, random)]: list() } } : anything(random, 3),
        }
      : {}),
    ...(random() < 0.05 ? { [one(ELEMENTS, random)]: anything(random, 2) } : {}),
  };
}

function anything(random: Random, depth: number): unknown {
  const dice = Math.floor(random() * (depth > 0 ? 7 : 5));
  if (dice === 0) return null;
  if (dice === 1) return random() < 0.5;
  if (dice === 2) return random() * 1e6 - 5e5;
  if (dice === 5) return Array.from({ length: Math.floor(random() * 3) }, () => anything(random, depth - 1));
  if (dice === 6)
    return Object.fromEntries(
      Array.from({ length: Math.floor(random() * 3) }, () => [
        one([...ELEMENTS, ...OPERATORS], random),
        anything(random, depth - 1),
      ]),
    );
  return one(TEXTS, random);
}

/** A real document with something done to it: bytes, or elements of its JSON. */
export function mutate(text: string, random: Random): string {
  if (random() < 0.4) return mutateText(text, random);
  return JSON.stringify(mutateValue(JSON.parse(text), random)) ?? '';
}

function mutateText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  const length = Math.floor(random() * 8);
  const dice = random();
  if (dice < 0.3) return text.slice(0, at) + text.slice(at + length);
  if (dice < 0.6) return text.slice(0, at) + one(TEXTS, random) + text.slice(at);
  if (dice < 0.8) return text.slice(0, at);
  return text.slice(0, at) + text.slice(at, at + length).repeat(3) + text.slice(at + length);
}

/** Walks down to one place at random and puts something else there. */
function mutateValue(value: unknown, random: Random): unknown {
  if (random() < 0.15 || typeof value !== 'object' || value === null)
    return random() < 0.5 ? one(TEXTS, random) : anything(random, 2);
  if (Array.isArray(value)) {
    const at = Math.floor(random() * value.length);
    if (random() < 0.1) return value.toSpliced(at, 1);
    return value.map((item: unknown, place) => (place === at ? mutateValue(item, random) : item));
  }
  const entries = Object.entries(value);
  const at = Math.floor(random() * entries.length);
  if (random() < 0.1)
    return Object.fromEntries(entries.map(([key, item], place) => [place === at ? one(ELEMENTS, random) : key, item]));
  return Object.fromEntries(
    entries.map(([key, item], place) => [key, place === at ? mutateValue(item, random) : item]),
  );
}

function one(list: readonly string[], random: Random): string {
  return list[Math.floor(random() * list.length)] ?? '';
}
