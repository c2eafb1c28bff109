/**
 * Characters that a screen does not show but obeys or hides: controls and escapes, line and paragraph separators,
 * bidirectional overrides, zero-width and other format characters, halves of surrogate pairs.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;
const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Text from an account made harmless for any screen: what would be obeyed or hidden is shown, such as `\u001b`. */
export function neutralise(text: string): string {
  return text.replace(unsafe, (character) => escapes[character] ?? unicodeEscape(character));
}

/** A value as JSON that no terminal obeys; reading it back gives the value exactly. */
export function neutralJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(unsafe, (character) =>
    // The newlines of the indentation itself: JSON leaves no raw one inside a string.
    character === '\n' ? character : unicodeEscape(character),
  );
}

function unicodeEscape(character: string): string {
  // One escape for each UTF-16 unit, as JSON writes it.
  return Array.from({ length: character.length }, (_, unit) => {
    const code = character.charCodeAt(unit).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}
