import { type Change, writeChange } from '../../../engine/change.ts';
import type { Json } from '../../../engine/json.ts';
import { readable } from '../../../engine/snapshot.ts';
import type { AuthorizationDetails } from '../model/authorization-details.ts';
import type { AwsDraft, AwsSnapshot } from '../model/collections.ts';
import { operations } from '../operations/index.ts';
import { type AccessChange, accessChange } from '../policy/access-change.ts';
import { findPrincipal, type PrincipalRef } from '../policy/principals.ts';
import { accessGuard, idsOf } from './access-guard.ts';
import { changesAffecting } from './affected.ts';
import { canEnter, principalOf } from './entry.ts';
import { listed } from './wording.ts';

/** Refuses to take away from the caller what it may do, its password or key, or the last way to become its role. */
export const callerAccess = accessGuard({
  id: 'caller-access',
  title: 'The caller keeps its access and its way back',
  question: 'whether the caller keeps its access',
  *refusals({ before, after, was, is, changes }) {
    const { caller, account } = before;
    if (caller === undefined) {
      yield {
        reason: 'the evidence does not tell who would apply the plan: collect it with the credentials that will',
        changes: idsOf(changes),
      };
      return;
    }
    if (caller === `arn:${account.partition}:iam::${account.id}:root`) return;
    const who = principalOf(caller);
    if (who === undefined || findPrincipal(was, who) === undefined) {
      yield {
        reason: `the caller ${caller} is not among the users and roles of account ${account.id}, so nobody can tell whether it keeps its access`,
        changes: idsOf(changes),
      };
      return;
    }
    const loss = accessChange(was, is, who);
    const touching = changesAffecting(who, changes, was, is);
    if (loss.loses.length > 0) yield { reason: lossText(caller, loss), changes: idsOf(touching) };
    else if (touching.length > 0) yield* onTheWay(before, caller, was, who, changes);
    const credentials = changes.filter((change) => takesCredential(change, who));
    if (credentials.length > 0)
      yield {
        reason: `it takes a password or an access key from ${caller}, who would apply it: let another administrator apply it`,
        changes: idsOf(credentials),
      };
    else if (canEnter(before, was, who) && !canEnter(after, is, who))
      yield { reason: `nobody could become ${caller} again`, changes: idsOf(changes) };
  },
});

/** The first of the changes, in their order, after which the caller lacks something that it has in the end. */
function* onTheWay(
  before: AwsSnapshot,
  caller: string,
  was: AuthorizationDetails,
  who: PrincipalRef,
  changes: readonly Change[],
) {
  const draft = structuredClone(before) as AwsDraft;
  for (const change of changes) {
    writeChange(operations, draft, change);
    const now = readable(draft as AwsSnapshot, 'authorization-details');
    const loss = now && accessChange(was, now, who);
    if (loss === undefined || loss.loses.length === 0) continue;
    yield { reason: `on the way, by "${change.title}", ${lossText(caller, loss)}`, changes: [change.id] };
    return;
  }
}

function lossText(caller: string, { loses, gains, certain }: AccessChange): string {
  // Where something is gained as well, `certain` is about that alone.
  const takes = certain && gains.length === 0 ? 'takes' : 'may take';
  return `it ${takes} access from ${caller}, who would apply it: ${listed(loses)}`;
}

const credentialTypes = ['iam-access-key', 'iam-login-profile'];

/** True when a change ends the use of the user's password or of a key that is active until then. */
function takesCredential({ resource, from, to }: Change, who: PrincipalRef): boolean {
  if (who.type !== 'user' || resource.address['user'] !== who.name) return false;
  return (
    credentialTypes.includes(resource.type) && from !== null && !isInactive(from) && (to === null || isInactive(to))
  );
}

function isInactive(value: Json): boolean {
  return value !== null && typeof value === 'object' && 'active' in value && value['active'] === false;
}
