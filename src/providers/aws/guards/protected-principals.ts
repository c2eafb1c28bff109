import { matchesPattern } from '../../../engine/baseline.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import { findPrincipal, type PrincipalRef } from '../policy/principals.ts';
import { accessGuard } from './access-guard.ts';
import { affectedBy } from './affected.ts';

const guard = accessGuard({
  id: 'protected-principals',
  title: 'No protected principal is touched',
  question: 'whether a protected principal is touched',
  *refusals({ was, is, changes, settings }) {
    const touched = new Map<string, string[]>();
    for (const change of changes)
      for (const who of new Set([...affectedBy(change, was), ...affectedBy(change, is)].filter(isProtected).map(label)))
        touched.set(who, [...(touched.get(who) ?? []), change.id]);
    for (const [who, ids] of touched)
      yield { reason: `${who} is protected by the baseline (protectedPrincipals)`, changes: ids };

    function isProtected(who: PrincipalRef): boolean {
      const texts = [who.name, ...arnsOf(who, was, is)];
      return settings.protectedPrincipals.some((pattern) => texts.some((text) => matchesPattern(pattern, text)));
    }
  },
});

/** Refuses every change that bears on a principal which the baseline protects, through its groups and policies as well. */
export const protectedPrincipals: typeof guard = {
  ...guard,
  *refusals(context) {
    if (context.settings.protectedPrincipals.length > 0) yield* guard.refusals(context);
  },
};

function label({ type, name }: PrincipalRef): string {
  return `${type} ${name}`;
}

function arnsOf(who: PrincipalRef, ...states: readonly AuthorizationDetails[]): string[] {
  return states.flatMap((details) => findPrincipal(details, who)?.arn ?? []);
}
