import { fullReach } from './administrators.ts';
import { parseDocument } from './document.ts';
import { namesManyServices } from './first-look.ts';
import { permissionSet } from './permissions.ts';
import { holderOf } from './reach.ts';
import type { Statement } from './statement.ts';
import { isWhole } from './wildcard-use.ts';

/**
 * Whether a document allows every action on every resource, in whatever spelling or parts: `conditional` when only while
 * a condition holds. A plain Allow of all on all counts even where a Deny beside it takes something back.
 */
export function fullAccess(document: string, ownerArn: string): 'always' | 'conditional' | 'no' {
  const allows = parseDocument(document).document.statements.filter((statement) => statement.effect === 'Allow');
  if (!allows.some(namesManyServices)) return 'no';
  const reach = fullReach(permissionSet({ policies: [document] }), holderOf(ownerArn));
  const plain = allows.filter(allowsAllOnAll);
  if (reach === 'yes' || plain.some(({ conditions }) => conditions.length === 0)) return 'always';
  return reach === 'maybe' || plain.length > 0 ? 'conditional' : 'no';
}

function allowsAllOnAll({ action, resource }: Statement): boolean {
  return !action.not && action.patterns.includes('*') && resource?.not === false && resource.patterns.some(isWhole);
}
