import { type Change, changeId, type ResourceRef } from '../../src/engine/change.ts';
import type { Json } from '../../src/engine/json.ts';

/** A change of one resource by Terraform, as a plan holds it. */
export function change(
  type: string,
  address: ResourceRef['address'],
  from: Json,
  to: Json,
  dependsOn: readonly Change[] = [],
): Change {
  const resource = { type, address };
  return {
    id: changeId('test', resource, from, to),
    operation: 'test',
    resource,
    from,
    to,
    via: 'terraform',
    reversibility: 'reversible',
    title: type,
    command: [],
    dependsOn: dependsOn.map(({ id }) => id),
    facts: [],
    closes: [],
  };
}
