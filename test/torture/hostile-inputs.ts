import type { Random } from '../../scripts/fuzz-documents.ts';
import { hostileNames } from '../report/hostile.ts';

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** Names that lie: to screens, pages, spreadsheets, shells, Terraform, file systems and JavaScript itself. */
export const lies: readonly string[] = [
  ...hostileNames,
  ...['\u001b]52;c;ZXZpbA==\u0007', '\u001b[31;1mCOMPLIANT\u001b[0m', '\u0000nul', '\u0085next', '\u2028\u2029'],
  ...['$', '$$', '%', '%%'].flatMap((mark) => [
    `${mark}{file("/etc/passwd")}`,
    `${mark}{"$$"}{`,
    `${mark}{for x in y}`,
  ]),
  'TfToken[TOKEN.0]',
  ...['../../../etc/passwd', '..\\..\\windows', '/etc/shadow', 'CON', 'a/b/../c', '.', '..', '~root'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype', 'valueOf', 'then'],
  ...[
    '\u0430dmin',
    'adm\u0456n',
    '\uff41\uff44\uff4d\uff49\uff4e',
    'a\u0301\u0301\u0301\u0301\u0301',
    '\ud83d',
    '\udc00x',
  ],
  ...[
    '\u202e\u2066admin\u2069',
    '\u{e0001}tag',
    '\ufffe',
    '\u3164',
    '-rf',
    '--help',
    '-',
    "' OR 1=1 --",
    '$(id)',
    '`id`',
  ],
  ...['arn:aws:iam::111122223333:user/x', 'arn:aws:iam::aws:policy/x', 'arn:', '*', '{"Statement":[]}', '%7B%22', '[['],
  ...["=cmd|' /C calc'!A0", '@SUM(1+1)*cmd', '+1+1', '-2+3', '\uff1d1+1', ';=1', ',=1', '"=1"', '\n=1', ' =1', "'=1"],
  ...[
    'javascript:alert(1)',
    'data:text/html,<script>',
    '<!--',
    '-->',
    ']]>',
    '<![CDATA[',
    '&#x3c;img&#x3e;',
    '<svg/onload=1>',
  ],
  ...['9'.repeat(400), 'a'.repeat(20_000), '{"a":'.repeat(3000), '['.repeat(20_000), '<'.repeat(5000), '|'.repeat(300)],
  ...['', ' ', '0', 'null', 'true', 'NaN', '1e999', '2026-13-45T99:99:99Z', '-0'],
];

type Node = unknown[] | Record<string, unknown>;

interface Spot {
  readonly holder: Node;
  readonly key: string | number;
  readonly value: unknown;
}

/** Every place of a value, in order. */
function spotsOf(value: unknown, found: Spot[] = []): Spot[] {
  if (value === null || typeof value !== 'object') return found;
  for (const [key, item] of Object.entries(value)) {
    found.push({ holder: value as Node, key, value: item });
    spotsOf(item, found);
  }
  return found;
}

function put({ holder, key }: Spot, value: unknown): void {
  // An assignment to __proto__ would be one to the prototype.
  Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

type Mutation = (random: Random, value: unknown) => void;

/** Keys whose values an account chooses freely, so that a lie there is no broken file. */
const free = new Set([
  'name',
  'arn',
  'id',
  'user',
  'document',
  'trust',
  'description',
  'endpoint',
  'alias',
  'label',
  'title',
  'message',
  'reason',
  'path',
  'group',
  'policyArn',
  'caller',
]);

const wrongs = [null, 0, -1, 1e308, true, '', [], {}, [[]], [null], { toString: 1 }, 'x'] as const;

/** Somebody or something is called so everywhere, so that the name goes all the way through. */
function call(random: Random, value: unknown): void {
  const texts = spotsOf(value).filter(
    (spot) => typeof spot.value === 'string' && (free.has(String(spot.key)) || Array.isArray(spot.holder)),
  );
  if (texts.length === 0) return;
  const known = String(pick(random, texts).value);
  const name = pick(random, lies);
  for (const spot of texts)
    if (String(spot.value).includes(known))
      put(
        spot,
        String(spot.value).replaceAll(known, () => name),
      );
}

/** Ways to spoil data that was read already, each of which leaves JSON. */
const mutations: readonly Mutation[] = [
  function lie(random, value) {
    const texts = spotsOf(value).filter((spot) => typeof spot.value === 'string');
    if (texts.length > 0) put(pick(random, texts), pick(random, lies));
  },
  call,
  function mistype(random, value) {
    const spots = spotsOf(value);
    if (spots.length > 0) put(pick(random, spots), structuredClone(pick(random, wrongs)));
  },
  function drop(random, value) {
    const spots = spotsOf(value);
    if (spots.length === 0) return;
    const { holder, key } = pick(random, spots);
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
  },
  function repeat(random, value) {
    const lists = spotsOf(value).filter((spot) => Array.isArray(spot.value) && spot.value.length > 0);
    if (lists.length === 0) return;
    const list = pick(random, lists).value as unknown[];
    const item = pick(random, list);
    for (let count = pick(random, [1, 2, 50]); count > 0; count -= 1) list.push(structuredClone(item));
  },
  function swap(random, value) {
    const spots = spotsOf(value);
    if (spots.length > 1) put(pick(random, spots), structuredClone(pick(random, spots).value));
  },
  function name(random, value) {
    const maps = spotsOf(value).filter(
      ({ value: held }) => held !== null && typeof held === 'object' && !Array.isArray(held),
    );
    if (maps.length === 0) return;
    const holder = pick(random, maps).value as Record<string, unknown>;
    put({ holder, key: pick(random, lies), value: undefined }, pick<unknown>(random, [...wrongs, 'lie', { a: 1 }]));
  },
];

/** Ways to spoil the text of a file. */
const damages: readonly ((random: Random, text: string) => string)[] = [
  (random, text) => text.slice(0, Math.floor(random() * text.length)),
  (_, text) => `\ufeff${text}`,
  (_, text) => `${text}\n${text}`,
  (random, text) => `${text}${pick(random, lies)}`,
  (random, text) => {
    const at = Math.floor(random() * text.length);
    return `${text.slice(0, at)}${pick(random, lies)}${text.slice(at + 1)}`;
  },
  (random, text) => text.replace(/"(?:[^"\\]|\\.)*"(?!:)/, () => '['.repeat(pick(random, [99, 101, 5000, 100_000]))),
  (random, text) => {
    const levels = pick(random, [50, 99, 150, 5000, 100_000]);
    const deep = `${'['.repeat(levels)}${']'.repeat(levels)}`;
    const values = [...text.matchAll(/:\s*("(?:[^"\\]|\\.)*"|\d+|true|null)/g)];
    const { 0: whole, 1: value = '', index } = pick(random, values);
    const at = index + whole.length - value.length;
    return text.slice(0, at) + deep + text.slice(at + value.length);
  },
  (random, text) => text.replaceAll('"name"', `"${pick(random, ['__proto__', 'constructor', 'Name'])}"`),
  (random, text) =>
    text.replace(/remediate\.(\w+)\/\d+/, (_, kind) => `remediate.${kind}/${pick(random, ['0', '9', 'x', '1e1'])}`),
  () => '',
  () => 'null',
  () => '[]',
  () => '{"schema":null}',
  () => '['.repeat(100_000),
  () => `${'[{"a":'.repeat(50_000)}1`,
];

/** A spoilt file made from sound data; `mend` puts right what would otherwise give every change away, such as a digest. */
export function spoil(random: Random, sound: unknown, mend: (value: unknown) => unknown = (value) => value): string {
  const value = structuredClone(sound);
  const count = 1 + Math.floor(random() * 3);
  for (let done = 0; done < count; done += 1) {
    const mutate = random() < 0.7 ? call : pick(random, mutations);
    mutate(random, value);
  }
  const text = JSON.stringify(random() < 0.7 ? mend(value) : value, null, random() < 0.5 ? 2 : undefined);
  return random() < 0.25 ? pick(random, damages)(random, text) : text;
}
