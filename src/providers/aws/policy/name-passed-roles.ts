import { broadPassRole } from './broad-pass-role.ts';
import { type Narrowed, rewriteAllows, withActions } from './edit.ts';
import type { RawStatement } from './raw-document.ts';
import { partActions, withExceptions } from './take-out.ts';

const passRole = 'iam:PassRole';

/**
 * Lets only the given roles be passed where a document lets every role of the account: in a statement of its own under
 * the same conditions, or, where a statement names every action, by a Deny of passing any other.
 */
export function namePassedRoles(text: string, ownerArn: string, roles: readonly string[]): Narrowed {
  const broad = new Set(broadPassRole(text, ownerArn));
  let needsDeny = false;
  return rewriteAllows(
    text,
    ({ index, action }, original) => {
      if (!broad.has(index)) return undefined;
      const parted = partActions(action, (name) => name.toLowerCase() === passRole.toLowerCase());
      if (parted === undefined && !action.not) {
        needsDeny = true;
        return undefined;
      }
      const rest =
        parted === undefined
          ? [withExceptions(original, [...action.written, passRole])]
          : parted.kept.length === 0
            ? []
            : [withActions(original, parted.kept)];
      return roles.length === 0 ? rest : [...rest, passing(original, roles, rest.length > 0)];
    },
    () => (needsDeny ? [{ Effect: 'Deny', Action: passRole, ...elsewhere(roles) }] : []),
  );
}

/** The statement for passing alone; its Sid stays with the rest where there is one. */
function passing(original: RawStatement, roles: readonly string[], hasRest: boolean): RawStatement {
  const kept = Object.entries(withActions(original, [passRole])).flatMap(([element, value]) => {
    if (/^(not)?resource$/i.test(element)) return [];
    return hasRest && /^sid$/i.test(element) ? [] : [[element, value] as const];
  });
  return { ...Object.fromEntries(kept), Resource: roles };
}

function elsewhere(roles: readonly string[]): RawStatement {
  return roles.length === 0 ? { Resource: '*' } : { NotResource: roles };
}
