/**
 * Characters that a screen does not show but obeys or hides: controls and escapes, line and paragraph separators,
 * bidirectional overrides, zero-width and other format characters, halves of surrogate pairs, what Unicode gives no
 * meaning to, and blanks other than the space.
 */
const unsafe = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
/** Letters and signs that only stand for ASCII ones, such as full-width and mathematical letters; marks heaped on one letter. */
const disguised = /[\uff01-\uff5e\ufb00-\ufb06\u2102-\u2134\u{1d400}-\u{1d7ff}]|(?<=\p{M}{3})\p{M}/gu;
/** What AWS would take for one name, where it is not ASCII alone. */
const word = /[\p{L}\p{M}\p{N}_.@+=-]+/gu;
/** Letters of the scripts that are mistaken for Latin. */
const foreign =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
/** A word of nothing but letters that look like Latin ones. */
const lookalike = /^[асԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРЅТХУԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧονυ\d_.@+=-]{2,}$/u;
const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * Text from an account made harmless for any screen: what would be obeyed, hidden or taken for another letter is
 * shown as its code, such as `\u001b`.
 */
export function neutralise(text: string): string {
  if (/^[ -~]*$/.test(text)) return text;
  return undisguise(text.replace(unsafe, (character) => escapes[character] ?? unicodeEscape(character)));
}

/** A value as JSON that no terminal obeys; reading it back gives the value exactly. */
export function neutralJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  if (/^[ -~\n]*$/.test(json)) return json;
  return undisguise(
    json.replace(unsafe, (character) =>
      // The newlines of the indentation itself: JSON leaves no raw one inside a string.
      character === '\n' ? character : unicodeEscape(character),
    ),
  );
}

/** Shows the letters that pass for others: a name in two scripts, or in letters that only look Latin, is no name to trust. */
function undisguise(text: string): string {
  if (/^[ -~\n]*$/.test(text)) return text;
  return text.replace(disguised, unicodeEscape).replace(word, (run) => {
    if (!foreign.test(run) || !(/[a-z]/i.test(run) || lookalike.test(run))) return run;
    return Array.from(run, (letter) => (foreign.test(letter) ? unicodeEscape(letter) : letter)).join('');
  });
}

function unicodeEscape(character: string): string {
  // One escape for each UTF-16 unit, as JSON writes it.
  return Array.from({ length: character.length }, (_, unit) => {
    const code = character.charCodeAt(unit).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}
