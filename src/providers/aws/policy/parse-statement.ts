import { remembered } from './memo.ts';
import { parseConditions } from './parse-conditions.ts';
import { elementName, kindOf, missing, type Parsing, shown, wrongType } from './parse-problems.ts';
import type { Patterns, PrincipalEntry, Principals, Statement } from './statement.ts';
import { literalText } from './wildcard.ts';

const ELEMENTS = [
  'Sid',
  'Effect',
  'Action',
  'Resource',
  'Condition',
  'Principal',
  'NotAction',
  'NotResource',
  'NotPrincipal',
] as const;

const KINDS = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;

/** Reads one statement; undefined when so much is missing that it means nothing. */
export function parseStatement(raw: unknown, index: number, path: string, parsing: Parsing): Statement | undefined {
  const { problems } = parsing;
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    problems.push(wrongType(path, raw, 'a statement object'));
    return undefined;
  }
  const found = elementsOf(raw, path, parsing);
  const effect = parseEffect(found.Effect, path, parsing);
  const action = parsePair(found.Action, found.NotAction, 'Action', path, parsing);
  const resource = parsePair(found.Resource, found.NotResource, 'Resource', path, parsing);
  const principal = parsePrincipals(found.Principal, found.NotPrincipal, path, parsing);
  const conditions = parseConditions(found.Condition, path, parsing);
  if (action === undefined && found.Action === undefined && found.NotAction === undefined)
    problems.push(missing(path, 'Action', 'Action or NotAction'));
  if (effect === undefined || action === undefined || conditions === undefined) return undefined;
  if (resource === undefined && (found.Resource !== undefined || found.NotResource !== undefined)) return undefined;
  const sid = parseSid(found.Sid, path, parsing);
  return { index, sid, effect, principal, action, resource, conditions };
}

type Elements = Partial<Record<(typeof ELEMENTS)[number], unknown>>;

const KNOWN: ReadonlySet<string> = new Set(ELEMENTS);

/** The elements by their names; nearly every statement is spelt well and needs no second object. */
function elementsOf(raw: object, path: string, { problems }: Parsing): Elements {
  if (isWellSpelt(raw)) return raw;
  const found: Elements = {};
  for (const [written, value] of Object.entries(raw)) {
    const name = elementName(written, ELEMENTS, path, problems);
    if (name !== undefined) found[name] = value;
  }
  return found;
}

function isWellSpelt(raw: object): raw is Elements {
  for (const written in raw) if (!KNOWN.has(written)) return false;
  return true;
}

function parseSid(value: unknown, path: string, { problems }: Parsing): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  problems.push({ ...wrongType(`${path}.Sid`, value, 'a string'), code: 'invalid-sid' });
  return undefined;
}

function parseEffect(value: unknown, path: string, { problems }: Parsing): 'Allow' | 'Deny' | undefined {
  if (value === 'Allow' || value === 'Deny') return value;
  if (value === undefined) problems.push(missing(path, 'Effect', 'Allow or Deny'));
  else
    problems.push({
      path: `${path}.Effect`,
      code: 'unknown-effect',
      severity: 'error',
      message: `the effect is ${shown(value)}`,
      expected: 'Allow or Deny, in this case',
    });
  return undefined;
}

function parsePair(
  positive: unknown,
  negative: unknown,
  name: 'Action' | 'Resource',
  path: string,
  parsing: Parsing,
): Patterns | undefined {
  if (positive === undefined && negative === undefined) return undefined;
  if (positive !== undefined && negative !== undefined) {
    parsing.problems.push({
      path,
      code: 'conflicting-elements',
      severity: 'error',
      message: `${name} and Not${name} stand together`,
      expected: 'one of the two',
    });
    return undefined;
  }
  const not = positive === undefined;
  const element = name === 'Action' ? (not ? 'NotAction' : 'Action') : not ? 'NotResource' : 'Resource';
  const written = textList(not ? negative : positive, path, element, parsing);
  if (written === undefined) return undefined;
  if (name === 'Action') return actionElement(not, written);
  const isPlain = !parsing.legacy && !written.some((text) => text.includes('**'));
  return { not, written, patterns: isPlain ? written : written.map((text) => resourcePattern(text, parsing)) };
}

/** Policies share most of their lists of actions, so one of each is kept for all: what is known of it is known once. */
function actionElement(not: boolean, texts: readonly string[]): Patterns {
  const key = texts.length === 1 ? (texts[0] ?? '') : texts.join(' ');
  const known = actionLists.get(key);
  if (known !== undefined && sameTexts(known.written, texts)) return not ? { ...known, not } : known;
  const list = { not: false, written: texts, patterns: texts.map(actionPattern) };
  actionLists.set(key, list);
  return not ? { ...list, not } : list;
}

const actionLists = remembered<string, Patterns>();

/** Texts may hold the blank that joins them, so equal keys alone do not tell equal lists. */
function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, at) => text === b[at]);
}

/** A text or a list of texts as a list; anything else is a problem. */
function textList(value: unknown, path: string, element: string, { problems }: Parsing): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) {
    problems.push(wrongType(`${path}.${element}`, value, 'a string or a list of strings'));
    return undefined;
  }
  const list = value as readonly unknown[];
  if (list.length === 0)
    problems.push({
      path: `${path}.${element}`,
      code: 'empty-element',
      severity: 'warning',
      message: 'the list is empty',
      expected: 'at least one value',
    });
  const wrong = list.findIndex((item) => typeof item !== 'string');
  if (wrong < 0) return list as readonly string[];
  problems.push(wrongType(`${path}.${element}[${wrong}]`, list[wrong], 'a string'));
  return undefined;
}

/** An action as it is compared: in lower case, with every spelling of "all" as `*`. */
function actionPattern(written: string): string {
  const pattern = written.toLowerCase();
  if (!pattern.includes('*')) return pattern;
  const plain = pattern.includes('**') ? pattern.replace(/\*{2,}/g, '*') : pattern;
  return plain === '*:*' ? '*' : plain;
}

function resourcePattern(written: string, { legacy }: Parsing): string {
  const text = legacy ? literalText(written) : written;
  return text.includes('**') ? text.replace(/\*{2,}/g, '*') : text;
}

function parsePrincipals(positive: unknown, negative: unknown, path: string, parsing: Parsing): Principals | undefined {
  const not = positive === undefined;
  const value = not ? negative : positive;
  if (value === undefined) return undefined;
  const at = `${path}.${not ? 'NotPrincipal' : 'Principal'}`;
  if (!not && negative !== undefined)
    parsing.problems.push({
      path,
      code: 'conflicting-elements',
      severity: 'error',
      message: 'Principal and NotPrincipal stand together',
      expected: 'one of the two',
    });
  if (value === '*') return { not, entries: [{ kind: 'AWS', value: '*' }] };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const expected = '"*" or an object of AWS, Service, Federated or CanonicalUser';
    parsing.problems.push({ ...wrongType(at, value, expected), message: `the principal is ${kindOf(value)}` });
    return { not, entries: [] };
  }
  const entries: PrincipalEntry[] = [];
  for (const [kind, listed] of Object.entries(value)) {
    const known = KINDS.find((name) => name === kind);
    if (known === undefined)
      parsing.problems.push({
        path: `${at}.${kind}`,
        code: 'unknown-principal-kind',
        severity: 'error',
        message: `${kind} is no kind of principal`,
        expected: KINDS.join(', '),
      });
    else
      for (const text of textList(listed, at, kind, parsing) ?? [])
        entries.push({ kind: known, value: known === 'AWS' ? accountOrArn(text) : text });
  }
  return { not, entries };
}

/** An account's root ARN means the account, as its id does. */
function accountOrArn(text: string): string {
  const root = /^arn:[^:]+:iam::(\d{12}):root$/.exec(text);
  return root?.[1] ?? text;
}
