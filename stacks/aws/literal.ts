/**
 * A text as a Terraform template that means exactly that text: `${}` and `%{}` in names, patterns and documents stay
 * as they are. What Terraform reads in two ways, or not at all, is written as a string of its own, such as `${"$$"}`;
 * so is a part of `TfToken[`, by which cdktf finds texts to replace.
 */
export function literal(text: string): string {
  return text.replace(/[$%]+\{|[$%]*\r|TfToken\[/g, (mark) => {
    if (mark.endsWith('\r')) return `\${"${mark.slice(0, -1)}\\r"}`;
    if (mark === 'TfToken[') return `TfToke\${"n"}[`;
    return mark.length === 2 ? `${mark[0]}${mark}` : `\${"${mark.slice(0, -1)}"}{`;
  });
}

/** What `literal` writes for something else than itself. */
export const templateMark = /\$\$\{|%%\{|\$\{"([$%]+|n|[$%]*\\r)"\}/g;

/** The text that a template made by `literal` stands for. */
export function plain(template: string): string {
  return template.replace(templateMark, (mark, inner: string | undefined) =>
    inner === undefined ? mark.slice(1) : inner.replace('\\r', '\r'),
  );
}

/** The value with every text in it turned over, keys left alone. */
export function mapTexts<T>(value: T, turn: (text: string) => string): T {
  if (typeof value === 'string') return turn(value) as T;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, turn)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, turn)])) as T;
}
