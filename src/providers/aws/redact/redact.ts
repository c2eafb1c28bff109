import { type Json, parseJson } from '../../../engine/json.ts';
import type { AwsSnapshot } from '../model/collections.ts';
import { Pseudonyms } from './pseudonyms.ts';
import * as vocabulary from './vocabulary.ts';

/**
 * A result for people who may not know whose account it is of: ids of accounts, names, mails, keys and what else the
 * account or its owner chose are pseudonyms, the same ones for the same name. It is made of the data, before any
 * report is, so that no format can tell more than another.
 *
 * What is not known to be harmless is hidden. The snapshot that the result was made from tells every name; without it
 * the names are learned from the result alone, from its structure and from the sentences in it.
 */
export function redact<T>(value: T, snapshot?: AwsSnapshot): T {
  const names = new Pseudonyms();
  const plain = JSON.parse(JSON.stringify(value)) as Json;
  const learner = new Redactor(names, 'learn', snapshot === undefined);
  if (snapshot !== undefined) learner.visit(JSON.parse(JSON.stringify(snapshot)) as Json);
  learner.visit(plain);
  learner.finish();
  names.settle();
  return new Redactor(names, 'hide', false).visit(plain) as T;
}

/** Where a value stands: under which key, what kind of thing its neighbours say it is, below a closed key. */
interface Place {
  readonly key: string;
  readonly kind?: vocabulary.Kind | undefined;
  readonly closed: boolean;
}

const arnPattern = /arn:[\w-]+:[\w.-]*:[\w*-]*:[\w*-]*:[^\s"'`,;<>()|]*[^\s"'`,;<>()|.:]/;
const mailPattern = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/;
const uniquePattern = /\bA[A-Z0-9]{3}[A-Z0-9]{12,28}\b/;
const accountPattern = /(?<!\d)\d{12}(?!\d)/;
const hashPattern = /\b(?=[0-9a-f]*[a-f])(?:[0-9a-f]{64}|[0-9a-f]{16}|[0-9a-f]{12})\b/;
const word = `[^\\s,;:()"“”]+`;
const namedAfterNoun = new RegExp(
  `\\b(${Object.keys(vocabulary.nouns).join('|')}) (${word}(?:, ${word})*(?: and ${word})?)`,
  'gi',
);
const whole = (pattern: RegExp) => new RegExp(`^(?:${pattern.source})$`);
const [isMail, isUnique, isAccount, isHash] = [mailPattern, uniquePattern, accountPattern, hashPattern].map(whole) as [
  RegExp,
  RegExp,
  RegExp,
  RegExp,
];
const anywhere = new RegExp(
  [arnPattern, mailPattern, uniquePattern, accountPattern, hashPattern].map(({ source }) => `(${source})`).join('|'),
  'g',
);

/** Goes over data twice: first to learn the names, then to hide them. */
class Redactor {
  readonly #names: Pseudonyms;
  readonly #learns: boolean;
  readonly #listens: boolean;
  /** Learned last, when it is known which of their parts are names. */
  #arns: Set<string> | undefined = new Set();

  constructor(names: Pseudonyms, mode: 'learn' | 'hide', listens: boolean) {
    this.#names = names;
    this.#learns = mode === 'learn';
    this.#listens = listens;
  }

  visit(value: Json): Json {
    return this.#value(value, { key: '', closed: false });
  }

  finish(): void {
    const arns = this.#arns ?? [];
    this.#arns = undefined;
    for (const arn of arns) this.#arn(arn);
  }

  #value(value: Json, place: Place): Json {
    if (typeof value === 'string') return this.#text(value, place);
    if (value === null || typeof value !== 'object') return value;
    if (Array.isArray(value)) return value.map((item: Json) => this.#value(item, place));
    return this.#object(value as { readonly [key: string]: Json }, place);
  }

  #object(value: { readonly [key: string]: Json }, place: Place): Json {
    const arn = value['arn'];
    const type = value['type'];
    const typed = typeof type === 'string' ? vocabulary.kindOfType(type) : kindOfArn(arn);
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (vocabulary.ours.has(key) && !place.closed && !isParameters(item)) return [key, item];
        const kind = key === 'id' || key === 'name' ? (typed ?? vocabulary.kindOfKey.get(place.key)) : undefined;
        // A tag may be called as a key of ours is, whose values would be kept.
        if (vocabulary.keyed.has(place.key))
          return [this.#hide(key, 'tag'), this.#value(item, { key: '', closed: true })];
        return [key, this.#value(item, { key, kind, closed: place.closed || vocabulary.closed.has(key) })];
      }),
    );
  }

  #text(text: string, { key, kind, closed }: Place): string {
    if (vocabulary.common.has(text)) return text;
    if (text.startsWith('arn:')) return this.#arn(text);
    const document = toDocument(text);
    if (document !== undefined) return JSON.stringify(this.#document(document, ''));
    if (isHash.test(text)) return this.#hide(text, 'hash');
    if (isAccount.test(text)) return this.#hide(text, 'account');
    if (isUnique.test(text)) return this.#hide(text, 'unique');
    if (key === 'path') return this.#pieces(text, 'path');
    if (vocabulary.kept.has(key)) return this.#patterns(text, (rest) => rest);
    const named = kind ?? vocabulary.kindOfKey.get(key);
    const spaced = /\s/.test(text);
    if (named !== undefined && (closed || !spaced)) return this.#named(text, named);
    if (vocabulary.isPlain(text)) return text;
    if (closed && !vocabulary.sentences.has(key)) return this.#named(text, spaced ? 'text' : 'name');
    return spaced || vocabulary.sentences.has(key) ? this.#sentence(text, key) : this.#named(text, 'name');
  }

  #named(text: string, kind: vocabulary.Kind): string {
    if (isMail.test(text)) return this.#hide(text, 'mail');
    return this.#hide(text, kind === 'account' || kind === 'mail' ? 'name' : kind);
  }

  #sentence(text: string, key: string): string {
    if (this.#learns && this.#listens && !vocabulary.scripted.has(key)) this.#listen(text);
    return this.#patterns(text, (rest) => this.#names.within(rest));
  }

  /** Learns what a sentence names after a noun, one or several: `user ada`, `groups a, b and c`. */
  #listen(text: string): void {
    for (const [, noun = '', said = ''] of text.matchAll(namedAfterNoun))
      for (const name of said.split(/, | and /)) {
        const plain = name.replace(/[.'’]+$/, '');
        if (vocabulary.fillers.has(plain.toLowerCase()) || vocabulary.isPlain(plain) || plain.startsWith('arn:'))
          continue;
        this.#names.learn(plain, vocabulary.nouns[noun.toLowerCase()] ?? 'name');
      }
  }

  /** Hides what its own form gives away, and does the rest with what stands between. */
  #patterns(text: string, rest: (between: string) => string): string {
    let shown = '';
    let done = 0;
    for (const match of text.matchAll(anywhere)) {
      const [found, arn, mail, unique, account] = match;
      shown += rest(text.slice(done, match.index));
      if (arn !== undefined) shown += this.#arn(arn);
      else if (mail !== undefined) shown += this.#hide(mail, 'mail');
      else if (unique !== undefined) shown += this.#hide(unique, 'unique');
      else shown += this.#hide(found, account === undefined ? 'hash' : 'account');
      done = match.index + found.length;
    }
    return shown + rest(text.slice(done));
  }

  /** An ARN keeps its partition, service, region and the type of its resource. */
  #arn(arn: string): string {
    const [, partition = '', service = '', region = '', account = '', ...parts] = arn.split(':');
    const resource = parts.join(':');
    if (parts.length === 0) return this.#hide(arn, 'name');
    if (account === 'aws') {
      // What belongs to AWS has the same name in every account.
      this.#names.allow(resource.split('/').at(-1) ?? '');
      return arn;
    }
    if (this.#learns && this.#arns !== undefined) {
      this.#arns.add(arn);
      return arn;
    }
    const owner = vocabulary.common.has(account) ? account : this.#hide(account, 'account');
    return `arn:${partition}:${service}:${region}:${owner}:${this.#resource(service, resource)}`;
  }

  #resource(service: string, resource: string): string {
    if (resource.startsWith('role/aws-service-role/')) return resource;
    const [, type = '', mark = '', rest = ''] = /^([a-z][\w-]*)([:/])(.*)$/s.exec(resource) ?? [];
    const typed = type !== '' && vocabulary.common.has(type);
    const kind = typed ? vocabulary.kindOfType(type) : (vocabulary.kindOfService[service] ?? 'name');
    return typed ? `${type}${mark}${this.#pieces(rest, kind)}` : this.#pieces(resource, kind);
  }

  /** What has parts of its own: each is hidden, its separators, wildcards and policy variables are kept. */
  #pieces(text: string, kind: vocabulary.Kind): string {
    const whole = text.replace(/:\*$/, '');
    if (this.#names.knows(whole) && !vocabulary.common.has(whole))
      return this.#hide(whole, kind) + text.slice(whole.length);
    const parts = text.split(/([:/*?]|\$\{[^}]*\})/);
    const last = parts.findLastIndex((part, at) => at % 2 === 0 && part !== '');
    return parts
      .map((part, at) => {
        if (at % 2 === 1 || vocabulary.isPlain(part)) return part;
        if (/^\d{12}$/.test(part)) return this.#hide(part, 'account');
        // A name is spoken of; the folders before it and the beginnings of patterns are not.
        const isName = kind === 'bucket' || kind === 'topic' ? at === 0 : at === last && kind !== 'path';
        return this.#hide(part, isName ? kind : 'path', isName && !/[*?]/.test(text));
      })
      .join('');
  }

  /** A policy document, or any other: its elements, effects and actions are kept. */
  #document(value: Json, key: string): Json {
    if (Array.isArray(value)) return value.map((item: Json) => this.#document(item, key));
    if (typeof value === 'string') return this.#element(value, key);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value as { readonly [key: string]: Json }).map(([name, item]) => [
        this.#conditionKey(name),
        this.#document(item, name),
      ]),
    );
  }

  #element(text: string, key: string): string {
    if (['Effect', 'Version', 'Action', 'NotAction'].includes(key)) return this.#patterns(text, (rest) => rest);
    if (text.startsWith('arn:')) return this.#arn(text);
    if (vocabulary.isPlain(text) || /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|aws)$/.test(text)) return text;
    if (key === 'Sid' || key === 'Id') return this.#hide(text, 'sid', false);
    if (isMail.test(text)) return this.#hide(text, 'mail');
    return this.#pieces(text, 'name');
  }

  /** The name of a tag in `aws:ResourceTag/team`, and elements that nobody knows. */
  #conditionKey(name: string): string {
    const [, start, tag] = /^([\w-]+:\w*Tag\/)(.+)$/i.exec(name) ?? [];
    if (start !== undefined && tag !== undefined) return start + this.#hide(tag, 'tag', false);
    return /^[A-Za-z][\w:.-]*$/.test(name) ? this.#patterns(name, (rest) => rest) : this.#hide(name, 'name', false);
  }

  #hide(name: string, kind: vocabulary.Kind, spoken = true): string {
    if (!this.#learns) return this.#names.of(name);
    this.#names.learn(name, kind, spoken);
    return name;
  }
}

/** Parameters of a control go by the same key as the notes on controls. */
function isParameters(value: Json): boolean {
  return value === null || typeof value !== 'object';
}

function kindOfArn(arn: Json | undefined): vocabulary.Kind | undefined {
  if (typeof arn !== 'string') return undefined;
  const [, , service = '', , , resource = ''] = arn.split(':');
  const kind = vocabulary.kindOfType(resource.split('/')[0] ?? '');
  return kind === 'name' ? vocabulary.kindOfService[service] : kind;
}

function toDocument(text: string): Json | undefined {
  if (!/^\s*(?:[[{]|%7B)/i.test(text)) return undefined;
  try {
    const value = parseJson(/^\s*%/.test(text) ? decodeURIComponent(text) : text) as Json;
    return value !== null && typeof value === 'object' ? value : undefined;
  } catch {
    return undefined;
  }
}
