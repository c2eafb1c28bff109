/** Words by which a policy's name says that it only reads. */
const READING = new Set(['readonly', 'view', 'viewer', 'viewonly', 'audit', 'auditor', 'list', 'lister']);
/** Words by which it says, beside, that it changes something, as in `ListAndUpdate` or `AuditLogWriter`. */
const CHANGING =
  /^(write|writer|edit|editor|update|updater|create|creator|delete|manage|manager|management|admin|administrator|full|put|modify|change|power|operator|deploy|publish|configure|setup|enable|disable|deny|block)s?$/;

/**
 * True when a policy's name claims that it only reads. Names are read word by word, so that `Review`, `Specialist` or
 * `Listener` claim nothing.
 */
export function claimsReadOnly(name: string): boolean {
  const words = (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []).map((word) => word.toLowerCase());
  const pairs = words.map((word, at) => `${word}${words[at + 1] ?? ''}`);
  return [...words, ...pairs].some((word) => READING.has(word)) && !words.some((word) => CHANGING.test(word));
}
