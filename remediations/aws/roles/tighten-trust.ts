import type { Finding } from '../../../src/engine/finding.ts';
import { digest, type Json } from '../../../src/engine/json.ts';
import { eachFinding, type ProposeContext, Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { Role } from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections, AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { partOf } from '../../../src/providers/aws/model/part.ts';
import { updateAssumeRolePolicy } from '../../../src/providers/aws/operations/role-trust.ts';
import { stranger } from '../../../src/providers/aws/policy/admission.ts';
import { byHand } from '../by-hand.ts';
import { accountIn, withCondition, withoutAccounts } from './trust-edits.ts';
import { deputyReader, unguardedReader, untrustedReader } from './trust-judges.ts';

type Context = ProposeContext<AwsCollections>;
/** A trust policy that closes a finding, with what was done in words, or why there is none. */
type Edited = { readonly trust: string; readonly words?: string } | { readonly blocked: string };
type Edit = (trust: string, role: Role, context: Context) => Edited;

/** The edits by control, in the order in which they are made: who is out needs no condition. */
const edits: ReadonlyMap<string, Edit> = new Map([
  ['role-untrusted-cross-account', shutOut],
  ['role-cross-account-guard', askForExternalId],
  ['role-service-confused-deputy', nameSource],
]);

/** All that the controls of trust policies ask of a role, in one new trust policy: apart, their changes would contradict. */
export const tightenTrust = defineRemedy({
  id: 'tighten-trust',
  via: ['api'],
  title: 'Write the trust policy anew, so that only those get in who are meant',
  reversibility: 'reversible',
  *propose(context) {
    const { snapshot } = context;
    const order = [...edits.keys()];
    const findings = context.findings.toSorted((a, b) => order.indexOf(a.control) - order.indexOf(b.control));
    for (const name of new Set(findings.map(({ resource }) => resource.id))) {
      const role = roleOf(snapshot, name);
      if (role === undefined) continue;
      let { trust } = role;
      const words: string[] = [];
      const closes: string[] = [];
      for (const finding of findings.filter(({ resource }) => resource.id === name)) {
        const edited = edits.get(finding.control)?.(trust, role, context);
        if (edited === undefined) continue;
        if ('blocked' in edited) {
          yield { title: `Tighten the trust policy of role ${name}`, closes: [finding.fingerprint], ...edited };
          continue;
        }
        trust = edited.trust;
        if (edited.words !== undefined) words.push(edited.words);
        closes.push(finding.fingerprint);
      }
      if (closes.length === 0) continue;
      const steps = new Steps(snapshot, closes);
      steps.add(updateAssumeRolePolicy, { role: name }, { document: trust });
      yield { title: `Tighten the trust policy of role ${name}: ${words.join(', ')}`, closes, changes: steps.changes };
    }
  },
});

/** What would become of those whom a trust policy lets in is for a person to weigh, who has read the new document. */
export const reviewTrust = byHand({
  id: 'review-trust',
  title: 'Find out who comes in from other accounts, then choose tighten-trust',
  reversibility: 'reversible',
  guide(finding, context) {
    const { resource, fingerprint, control } = finding;
    const [proposal] = tightenTrust.propose({ ...context, findings: [finding] });
    const choose = (remedy: string) => `remediate plan --remedy ${fingerprint}=${remedy}`;
    const written =
      proposal === undefined || 'blocked' in proposal
        ? `Nothing can be written that is certain: ${proposal?.blocked}`
        : `Where nobody is missed by it, choose it; the plan shows the new trust policy as a diff: ${choose('tighten-trust')} (${proposal.title})`;
    return {
      title: `Review who may assume role ${resource.id}`,
      steps: [
        `See who assumed the role: aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=${resource.arn}`,
        'Ask the owner of the role which of the accounts are meant to come in, and for what',
        written,
        ...(control === 'role-cross-account-guard'
          ? [`Where people come in, ask them for MFA instead: ${choose('trust-with-mfa')}`]
          : []),
      ],
      expect: 'once the trust policy is tightened, the finding passes',
    };
  },
});

/** For people of another account: they prove themselves by MFA. */
export const trustWithMfa = defineRemedy({
  id: 'trust-with-mfa',
  via: ['api'],
  title: 'Let people of other accounts in with MFA only',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { id: name } }: Finding, steps) => {
      const title = `Let people of other accounts assume role ${name} with MFA only`;
      const { account } = context.snapshot;
      const role = roleOf(context.snapshot, name);
      const read = unguardedReader(account);
      const edited =
        role &&
        withCondition(role.trust, {
          operator: 'Bool',
          key: 'aws:MultiFactorAuthPresent',
          valueFor: (named, alone) => (isBare(read(alone).bare, accountIn(named)) ? 'true' : undefined),
        });
      if (edited === undefined || read(edited).bare.length > 0) return { title, blocked: anyone(name) };
      steps.add(updateAssumeRolePolicy, { role: name }, { document: edited });
      return { title };
    });
  },
});

function shutOut(trust: string, { name }: Role, { snapshot, parameters }: Context): Edited {
  const { account } = snapshot;
  const { trustedAccounts } = parameters('role-untrusted-cross-account') as { trustedAccounts: readonly string[] };
  const organization = readable(snapshot, 'organization') ?? null;
  const read = untrustedReader({ account, organization, trustedAccounts });
  const out = read(trust).surely;
  const edited = withoutAccounts(trust, account, (alone) => read(alone).surely.filter((id) => out.includes(id)));
  if (edited === undefined || read(edited).surely.length > 0)
    return {
      blocked: `the trust policy of role ${name} does not name whom it lets in: write it with the principals that are meant`,
    };
  const who = out.includes(stranger) ? 'anyone but those who are meant' : out.map((id) => `account ${id}`).join(', ');
  return { trust: edited, words: `shut out ${who}` };
}

/**
 * Asks each account for the external ID that the baseline tells, or else for one of its own. AWS does not treat it as a
 * secret, and the other side must learn it before the change is made, so it stands in the plan. It comes from the whole
 * evidence: the same for the same plan, and to be guessed by nobody who does not hold that.
 */
function askForExternalId(trust: string, { name, arn }: Role, { snapshot, parameters }: Context): Edited {
  const { account } = snapshot;
  const { externalIds } = parameters('role-cross-account-guard') as { externalIds: Readonly<Record<string, string>> };
  const read = unguardedReader(account);
  const { bare } = read(trust);
  if (bare.length === 0) return { trust };
  const ours = bare.filter((id) => ownOrganization(snapshot).has(id));
  if (ours.length > 0)
    return {
      blocked: `account ${ours.join(', ')} is of the same organization, where an external ID proves nothing: choose trust-with-mfa if people come from there, or except role ${name}`,
    };
  const ids = new Map(
    bare.map((id) => [id, externalIds[id] ?? digest([arn, id, snapshot as unknown as Json]).slice(0, 32)]),
  );
  const edited = withCondition(trust, {
    operator: 'StringEquals',
    key: 'sts:ExternalId',
    valueFor: (named, alone) => {
      const from = accountIn(named);
      return isBare(read(alone).bare, from) ? ids.get(from) : undefined;
    },
  });
  if (edited === undefined || read(edited).bare.length > 0) return { blocked: anyone(name) };
  const told = [...ids].map(
    ([id, externalId]) => `account ${id} must give the external ID ${externalId}, so tell it first`,
  );
  return { trust: edited, words: told.join(', ') };
}

function nameSource(trust: string, { name }: Role, { snapshot }: Context): Edited {
  const { account } = snapshot;
  const read = deputyReader(account);
  const { open } = read(trust);
  if (open.length === 0) return { trust };
  const edited = withCondition(trust, {
    operator: 'StringEquals',
    key: 'aws:SourceAccount',
    valueFor: ({ kind, value }, alone) =>
      kind === 'Service' && read(alone).open.includes(value) ? account.id : undefined,
  });
  if (edited === undefined || read(edited).open.length > 0)
    return { blocked: `whom ${open.join(', ')} may act for cannot be written into the trust policy of role ${name}` };
  return { trust: edited, words: `let ${open.join(', ')} act for this account only` };
}

function anyone(role: string): string {
  return `the trust policy of role ${role} means anyone: name the accounts that are meant first`;
}

function isBare(bare: readonly string[], account: string | undefined): account is string {
  return account !== undefined && bare.includes(account);
}

function ownOrganization(snapshot: AwsSnapshot): ReadonlySet<string> {
  const organization = readable(snapshot, 'organization') ?? null;
  if (organization === null) return new Set();
  return new Set([organization.managementAccountId, ...(partOf(organization.accounts) ?? [])]);
}

function roleOf(snapshot: AwsSnapshot, name: string): Role | undefined {
  return readable(snapshot, 'authorization-details')?.roles.find((role) => role.name === name);
}
