/** cdktf finds its tokens by this text and would replace one that stands in a document. */
const tokenMark = /TfToken\[/g;
/** The same text to Terraform, and no token to cdktf. */
export const brokenN = `\${"n"}`;

/** A text as a Terraform template that means exactly that text: `${}` and `%{}` in names, patterns and documents stay as they are. */
export function literal(text: string): string {
  return text.replace(/([$%])\{/g, '$1$1{').replace(tokenMark, `TfToke${brokenN}[`);
}

/** The text that a template made by `literal` stands for. */
export function plain(template: string): string {
  return template.replace(/\$\$\{|%%\{|\$\{"n"\}/g, (mark) => (mark === brokenN ? 'n' : mark.slice(1)));
}

/** The value with every text in it turned over, keys left alone. */
export function mapTexts<T>(value: T, turn: (text: string) => string): T {
  if (typeof value === 'string') return turn(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, turn)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, turn)])) as T;
}
