import { resourceTypesOf, servicePrefixes } from './action-catalogue.ts';
import { type Narrowed, rewriteAllows, withActions } from './edit.ts';
import { spelledOut } from './narrow.ts';
import type { Patterns } from './statement.ts';
import { patternsMeet } from './wildcard.ts';

/**
 * Spells out what each Allow with NotAction allows by the actions that AWS documents today; what AWS adds to other
 * services later is not allowed any more. Services none of whose resources can meet the statement's are left out, and so
 * are those beside `only`, where it is given.
 */
export function spellOutNotAction(text: string, only?: ReadonlySet<string>): Narrowed {
  return rewriteAllows(text, ({ action, resource }, original) => {
    if (!action.not) return undefined;
    const services = [...servicePrefixes('all')].filter((service) => only?.has(service) !== false);
    const actions = spelledOut(
      action,
      services.filter((service) => reaches(service, resource)),
    );
    return actions.length === 0 ? [] : [withActions(original, actions)];
  });
}

/** False when the resources surely are none of the service's: an action without resources of its own asks for `*`. */
function reaches(service: string, resource: Patterns | undefined): boolean {
  if (resource === undefined || resource.not) return true;
  const kinds = new Set([...resourceTypesOf(service).values()].map(({ arn }) => arn.split(':')[2] ?? '*'));
  return resource.patterns.some((pattern) => {
    const [start = '', , named] = pattern.split(':');
    if (start !== 'arn' || named === undefined) return true;
    return [...kinds].some((kind) => patternsMeet(named, kind.replace(/\$\{[^}]*\}/g, '*')));
  });
}
