import { actionFacts } from '../../../src/providers/aws/policy/action-catalogue.ts';
import { isScopedByTags } from '../../../src/providers/aws/policy/broad-grants.ts';
import { parseDocument } from '../../../src/providers/aws/policy/document.ts';
import { memoized } from '../../../src/providers/aws/policy/memo.ts';
import { type WildcardUse, wildcardUses } from '../../../src/providers/aws/policy/wildcard-use.ts';

/** The wildcards for which no reason speaks, in words. */
export const unreasonedWildcards = memoized((document: string): readonly string[] => {
  const uses = wildcardUses(document, (reason, readOnly) => reason === undefined && !readOnly);
  if (uses.length === 0) return NONE;
  const { statements } = parseDocument(document).document;
  const scoped = new Set(
    statements.flatMap(({ index, action, conditions }) => (action.not || isScopedByTags(conditions) ? [index] : [])),
  );
  const texts = uses.flatMap((use) => {
    if (use.element === 'Action') return [`${use.pattern} in Action`];
    return scoped.has(use.statement) ? [] : resourceText(use);
  });
  return [...new Set(texts)];
});

const NONE: readonly string[] = [];

/** A `*` matters for what changes something and could name its resource; a wildcard over a whole kind of ARN as it stands. */
function resourceText({ pattern, couldBeScoped }: WildcardUse): string[] {
  const changing = couldBeScoped.filter((name) => {
    const level = actionFacts(name)?.accessLevel;
    return level !== 'List' && level !== 'Read';
  });
  const [first] = changing;
  if (first !== undefined) {
    const others = changing.length === 1 ? '' : ` and ${changing.length - 1} more that could name their resources`;
    return [`${pattern} in Resource for ${first}${others}`];
  }
  return couldBeScoped.length === 0 && pattern.startsWith('arn:') ? [`${pattern} in Resource`] : [];
}
