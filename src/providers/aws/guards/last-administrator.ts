import { administrators } from '../policy/administrators.ts';
import { accessGuard, idsOf } from './access-guard.ts';
import { changesAffecting } from './affected.ts';
import { canEnter } from './entry.ts';

/** Refuses a plan after which nobody could surely act as an administrator any more. */
export const lastAdministrator = accessGuard({
  id: 'last-administrator',
  title: 'Somebody can still act as an administrator afterwards',
  question: 'who would still be an administrator',
  *refusals({ before, after, was, is, changes }) {
    const remaining = administrators(is).filter(({ certain, principal }) => certain && canEnter(after, is, principal));
    if (remaining.length > 0) return;
    const present = administrators(was);
    const touching = changes.filter((change) =>
      present.some(({ principal }) => changesAffecting(principal, [change], was, is).length > 0),
    );
    const entering = present.filter(({ principal }) => canEnter(before, was, principal));
    // An administrator is lost as well by what stands on the way to it: another role's trust policy, or the only key.
    const wasSure = entering.some(({ certain }) => certain);
    if (touching.length === 0 && !wasSure) return;
    const names = (entering.length > 0 ? entering : present).map(
      ({ principal }) => `${principal.type} ${principal.name}`,
    );
    yield {
      reason: `afterwards nobody could surely act as an administrator: it ${touching.length > 0 ? 'touches' : 'closes the way to'} ${names.join(', ')} and leaves no other with full permissions and a password, an active key or a way to assume it`,
      changes: idsOf(touching.length > 0 ? touching : changes),
    };
  },
});
