import { actionsMatching } from './action-catalogue.ts';
import type { PermissionSet } from './permissions.ts';
import type { Region } from './region.ts';
import type { Patterns, Statement } from './statement.ts';
import { isPattern, matchesPattern, patternsMeet } from './wildcard.ts';

/** A verdict where conditions may decide: `maybe` when some context gives yes and another no. */
export type Chance = 'yes' | 'no' | 'maybe';

/** Actions that stand for a wildcard over all services: some of each kind of power. */
const SAMPLES = ['iam:createuser', 's3:getobject', 'ec2:runinstances', 'kms:decrypt', 'sts:assumerole', 'iam:passrole'];
const RESOURCES = ['any-resource', 'arn:aws:s3:::any-bucket/any-key', 'arn:aws:iam::000000000000:user/any-user'];
/** Enough to find a difference where there is one; more would cost time at every wide pattern. */
const MOST_ACTIONS = 200;

/** Whether the set allows one action on one resource, when nothing is known of the request's context. */
export function chanceIn(set: PermissionSet, action: string, resource: string): Chance {
  const denied = anyApplies(set.denies, action, resource);
  if (denied === 'yes') return 'no';
  const chances = set.layers.map((layer) => anyApplies(layer, action, resource));
  if (chances.includes('no')) return 'no';
  return denied === 'maybe' || chances.includes('maybe') ? 'maybe' : 'yes';
}

/** True when some concrete request of the region surely is allowed by `after` and surely is not by `before`. */
export function hasWitness(region: Region, after: PermissionSet, before: PermissionSet): boolean {
  const resources = textsOf(region.resource, RESOURCES);
  return witnessActions(region.action).some((action) =>
    resources.some(
      (resource) => chanceIn(after, action, resource) === 'yes' && chanceIn(before, action, resource) === 'no',
    ),
  );
}

function anyApplies(statements: readonly Statement[], action: string, resource: string): Chance {
  let best: Chance = 'no';
  for (const statement of statements) {
    if (!names(statement.action, action)) continue;
    const chance = statement.resource === undefined ? 'yes' : resourceChance(statement.resource, resource);
    if (chance === 'no') continue;
    if (chance === 'yes' && statement.conditions.length === 0) return 'yes';
    best = 'maybe';
  }
  return best;
}

function names({ not, patterns }: Patterns, action: string): boolean {
  return patterns.some((pattern) => matchesPattern(pattern, action)) !== not;
}

/** A pattern with a policy variable fits for some requester, so it may fit. */
function resourceChance({ not, patterns }: Patterns, resource: string): Chance {
  if (patterns.some((pattern) => matchesPattern(pattern, resource))) return not ? 'no' : 'yes';
  const may = patterns.some((pattern) => pattern.includes('${') && patternsMeet(pattern, resource));
  if (may) return 'maybe';
  return not ? 'yes' : 'no';
}

function witnessActions(element: Patterns): string[] {
  if (element.not || element.patterns.includes('*')) return textsOf(element, SAMPLES);
  return element.patterns.flatMap((pattern) =>
    isPattern(pattern)
      ? actionsMatching(pattern)
          .slice(0, MOST_ACTIONS)
          .map((facts) => facts.name.toLowerCase())
      : [pattern],
  );
}

/** Concrete texts that an element names. */
function textsOf(element: Patterns, samples: readonly string[]): string[] {
  if (element.not) return samples.filter((text) => names(element, text));
  return element.patterns.flatMap((pattern) =>
    pattern === '*' ? samples : [pattern.replace(/\$\{[^}]*\}|[*?]/g, 'x')],
  );
}
