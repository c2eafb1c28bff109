/**
 * A second evaluator, written from the user guide and from nothing of the program: raw JSON, regular expressions, two values.
 * A key that the context lacks is absent. Identity policies, a boundary, session policies and service control policies.
 */

type Values = string | readonly string[];
type Raw = {
  readonly Effect: string;
  readonly Action?: Values;
  readonly NotAction?: Values;
  readonly Resource?: Values;
  readonly NotResource?: Values;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Values>>>>;
};

/** What the naive evaluator is asked. */
export interface NaiveRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, Values>>;
}

/** Decides a request over layers of documents; a layer of undefined does not exist. */
export function naivelyAllows(request: NaiveRequest, layers: readonly (readonly string[] | undefined)[]): boolean {
  const present = layers.filter((layer) => layer !== undefined).map((layer) => layer.flatMap(statementsOf));
  if (present.some((layer) => layer.some((one) => one.Effect === 'Deny' && applies(one, request)))) return false;
  return present.every((layer) => layer.some((one) => one.Effect === 'Allow' && applies(one, request)));
}

function statementsOf(document: string): readonly Raw[] {
  const { Statement } = JSON.parse(document) as { Statement: Raw | readonly Raw[] };
  return Array.isArray(Statement) ? (Statement as readonly Raw[]) : [Statement as Raw];
}

function applies(statement: Raw, { action, resource, context }: NaiveRequest): boolean {
  const actionFits = (pattern: string) => glob(pattern, context).test(action.toLowerCase());
  const named =
    statement.NotAction === undefined
      ? list(statement.Action).some((pattern) => actionFits(pattern.toLowerCase()))
      : !list(statement.NotAction).some((pattern) => actionFits(pattern.toLowerCase()));
  const resourceFits = (pattern: string) => glob(pattern, context).test(resource);
  const placed =
    statement.NotResource === undefined
      ? list(statement.Resource).some(resourceFits)
      : !list(statement.NotResource).some(resourceFits);
  return named && placed && conditionsHold(statement.Condition ?? {}, context);
}

function conditionsHold(block: NonNullable<Raw['Condition']>, context: NaiveRequest['context']): boolean {
  return Object.entries(block).every(([operator, tests]) =>
    Object.entries(tests).every(([key, values]) => holds(operator, list(values), list(lookup(context, key)), context)),
  );
}

function holds(
  operator: string,
  wanted: readonly string[],
  given: readonly string[],
  context: NaiveRequest['context'],
): boolean {
  const [, quantifier, name = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(operator) ?? [];
  const absent = given.length === 0;
  if (name === 'Null') return wanted.some((value) => (value === 'true') === absent);
  const negative = name.includes('Not');
  if (absent && (ifExists !== undefined || quantifier === 'ForAllValues')) return true;
  if (absent) return negative && quantifier === undefined;
  const one = (value: string) => {
    const fits = wanted.some((pattern) => equal(name.replace('Not', ''), pattern, value, context));
    return negative ? !fits : fits;
  };
  if (quantifier === 'ForAnyValue') return given.some(one);
  if (quantifier === 'ForAllValues') return given.every(one);
  return negative ? given.every(one) : given.some(one);
}

function equal(name: string, wanted: string, value: string, context: NaiveRequest['context']): boolean {
  if (name === 'StringLike') return glob(wanted, context).test(value);
  if (name === 'NumericLessThan') return Number(value) < Number(wanted);
  const literal = wanted.replace(/[*?]/g, (wildcard) => `\${${wildcard}}`);
  const ignoresCase = name === 'Bool' || name === 'StringEqualsIgnoreCase';
  return glob(literal, context, ignoresCase ? 'i' : '').test(value);
}

/** A pattern as a regular expression; a variable without a value makes it fit nothing. */
function glob(pattern: string, context: NaiveRequest['context'], flags = ''): RegExp {
  const source = pattern.replace(/\$\{([^}]*)\}|[\s\S]/g, (symbol, name: string | undefined) => {
    if (name === undefined) return symbol === '*' ? '[\\s\\S]*' : symbol === '?' ? '[\\s\\S]' : escaped(symbol);
    if (['*', '?', '$'].includes(name)) return escaped(name);
    const value = list(lookup(context, name));
    return value.length === 1 ? escaped(value[0] ?? '') : '(?!)';
  });
  return new RegExp(`^${source}$`, flags);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function lookup(context: NaiveRequest['context'], key: string): Values | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

function list(values: Values | undefined): readonly string[] {
  if (values === undefined) return [];
  return typeof values === 'string' ? [values] : values;
}
