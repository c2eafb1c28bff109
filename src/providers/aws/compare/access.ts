import type { AccessSummary } from '../../../engine/comparison.ts';
import { readable } from '../../../engine/snapshot.ts';
import { accessChange, accessChanges } from '../policy/access-change.ts';
import { type Administrator, administrators } from '../policy/administrators.ts';
import type { Sides } from './sides.ts';

/** Who can do what else, by everything that bears on each user and role; undefined where the evidence on that is missing. */
export function summariseAccess({ before, after }: Sides): AccessSummary | undefined {
  const was = readable(before, 'authorization-details');
  const is = readable(after, 'authorization-details');
  if (was === undefined || is === undefined) return undefined;
  const [old, now] = [byName(administrators(was)), byName(administrators(is))];
  return {
    administratorsGained: [...now].flatMap(([name, { how, certain }]) => {
      const known = old.get(name);
      if (known !== undefined && (known.certain || !certain)) return [];
      const verb =
        known !== undefined
          ? 'surely is an administrator now'
          : certain
            ? 'becomes an administrator'
            : 'may become an administrator';
      return [`${name} ${verb} by ${how}`];
    }),
    administratorsLost: [...old].flatMap(([name, { certain }]) => {
      const known = now.get(name);
      if (known !== undefined) return certain && !known.certain ? [`${name} may be an administrator no more`] : [];
      return [`${name} ${certain ? 'is' : 'can be'} an administrator no more`];
    }),
    shifts: accessChanges(was, is).map(({ principal, gains, loses, certain }) => ({
      principal: `${principal.type} ${principal.name}`,
      gains,
      loses,
      surelyGains: gains.length > 0 && certain,
      // Where something is gained, `certain` is about that alone: looked at the other way round, the losses are the gains.
      surelyLoses: loses.length > 0 && (gains.length > 0 ? accessChange(is, was, principal).certain : certain),
    })),
  };
}

function byName(found: readonly Administrator[]): Map<string, Administrator> {
  return new Map(found.map((one) => [`${one.principal.type} ${one.principal.name}`, one]));
}
