/** The forms in which a text may stand in a file or a stream without being seen as it is. */
export function encodingsOf(text: string): string[] {
  const bytes = Buffer.from(text, 'utf8');
  const json = JSON.stringify(text).slice(1, -1);
  const html = text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const named = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
  return [
    ...new Set([
      ...[text, json, JSON.stringify(json).slice(1, -1), html, named, encodeURIComponent(text), encodeURI(text)],
      ...[encodeURIComponent(text).toLowerCase(), bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
      ...[0, 1, 2].flatMap((skipped) => base64At(bytes, skipped)),
      ...[[...text].reverse().join(''), Buffer.from(text, 'utf16le').toString('latin1')],
      ...[text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)],
    ]),
  ].filter((form) => form.length > 3);
}

/** The middle of a text's base64, whatever stands before it and after it. */
function base64At(bytes: Buffer, before: number): string[] {
  const whole = Buffer.concat([Buffer.alloc(before), bytes]);
  const inner = whole.subarray(0, whole.length - (whole.length % 3)).toString('base64');
  const middle = inner.slice(before === 0 ? 0 : 4);
  return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
}
