import { accessChanges } from '../policy/access-change.ts';
import { accessGuard, idsOf } from './access-guard.ts';
import { changesAffecting } from './affected.ts';
import { listed } from './wording.ts';

/** Refuses a plan by which anybody gains, or for all that can be told may gain, any access. */
export const noNewAccess = accessGuard({
  id: 'no-new-access',
  title: 'Nobody gains access',
  question: 'whether anybody gains access',
  *refusals({ was, is, changes }) {
    for (const { principal, gains, certain } of accessChanges(was, is))
      if (gains.length > 0)
        yield {
          reason: `${principal.type} ${principal.name} ${certain ? 'gains' : 'may gain'} access: ${listed(gains)}`,
          changes: idsOf(changesAffecting(principal, changes, was, is)),
        };
  },
});
