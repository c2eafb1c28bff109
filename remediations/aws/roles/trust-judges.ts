import type { AccountIdentity } from '../../../src/engine/snapshot.ts';
import type { Organization } from '../../../src/providers/aws/model/organization.ts';
import { partOf } from '../../../src/providers/aws/model/part.ts';
import {
  fromOutside,
  mayBeAssumed,
  notFromService,
  onBehalfOfStranger,
  outsidersOf,
  stranger,
} from '../../../src/providers/aws/policy/admission.ts';
import type { ContextValues } from '../../../src/providers/aws/policy/context.ts';
import { onceEach } from '../../../src/providers/aws/policy/memo.ts';
import { readTrust, sendsSource } from '../../../src/providers/aws/policy/trust.ts';

/** What decides whether an account is trusted. */
interface Trusting {
  readonly account: AccountIdentity;
  readonly organization: Organization | null;
  readonly trustedAccounts: readonly string[];
}

/**
 * Says of a trust policy which accounts it lets in that are neither listed nor of the organization; `surely` leaves out
 * those that may be of it while its members are not known. Roles share their trust policies, so each is asked once.
 */
export function untrustedReader({ account, organization, trustedAccounts }: Trusting) {
  const members = organization === null ? [] : partOf(organization.accounts);
  const management = organization === null ? [] : [organization.managementAccountId];
  const trusted = new Set([...trustedAccounts, ...(members ?? []), ...management]);
  return onceEach((trust: string) => {
    const outsiders = outsidersOf(trust, account).filter((outsider) => !trusted.has(outsider.account));
    const contexts = outsiders.length === 0 ? [] : fromOutside(organization?.id, trust, account);
    const letIn = outsiders
      .filter(({ arns }) =>
        arns.some((requester) => contexts.some((context) => mayBeAssumed(trust, account, requester, context))),
      )
      .map((outsider) => outsider.account);
    // A stranger is of no organization of ours; an account by its id may be, while its members are not known.
    return { letIn, surely: members === undefined ? letIn.filter((id) => id === stranger) : letIn };
  });
}

/** Requests without MFA, with no external ID and with one that was guessed; `IfExists` and `*` let such through. */
const unguarded: readonly ContextValues[] = [null, 'a-guess'].flatMap((externalId) =>
  [null, 'false'].map((mfa) => ({
    ...notFromService,
    'sts:ExternalId': externalId,
    'aws:MultiFactorAuthPresent': mfa,
    'aws:MultiFactorAuthAge': null,
  })),
);

/** Says of a trust policy which other accounts get in with neither an external ID nor MFA, and whether any gets in. */
export function unguardedReader(account: AccountIdentity) {
  return onceEach((trust: string) => {
    const getIn = (contexts: readonly ContextValues[]) =>
      outsidersOf(trust, account).filter(({ arns }) =>
        arns.some((requester) => contexts.some((context) => mayBeAssumed(trust, account, requester, context))),
      );
    return { bare: getIn(unguarded).map((outsider) => outsider.account), isOpen: getIn([notFromService]).length > 0 };
  });
}

/** Says of a trust policy which services it names, which of them tell their source, and which may act for a stranger. */
export function deputyReader(account: AccountIdentity) {
  return onceEach((trust: string) => {
    const { grants, complete } = readTrust(trust, account.id);
    const named = grants.flatMap(({ from, principal }) => (from === 'service' ? principal.value : []));
    const services = [...new Set(named)].filter(sendsSource).sort();
    const contexts = services.length === 0 ? [] : onBehalfOfStranger(trust, account);
    const open = services.filter((service) =>
      contexts.some((context) => mayBeAssumed(trust, account, service, context)),
    );
    return { complete, named, services, open };
  });
}
