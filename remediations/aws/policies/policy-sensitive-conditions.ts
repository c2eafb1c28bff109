import { z } from 'zod';
import {
  type AuthorizationDetails,
  isAwsRole,
  type Role,
} from '../../../src/providers/aws/model/authorization-details.ts';
import { defineControl } from '../../../src/providers/aws/model/control.ts';
import { lookout } from '../../../src/providers/aws/policy/bearing.ts';
import { permissionSet } from '../../../src/providers/aws/policy/permissions.ts';
import {
  type PolicyOrigin,
  type PrincipalEntity,
  type PrincipalRef,
  policiesOfEntity,
} from '../../../src/providers/aws/policy/principals.ts';
import { readTrust } from '../../../src/providers/aws/policy/trust.ts';
import { staysUnguarded, unguardedActions } from '../../../src/providers/aws/policy/unguarded-actions.ts';
import { narrowPolicies, reviewNarrowing } from '../narrowing/narrow-policies.ts';
import { leastPrivilege } from './frameworks.ts';
import { gapMessage, type WrittenPolicy, writtenPolicies } from './written-policies.ts';

/**
 * Sensitive are the actions that AWS classes as permissions management. People are the IAM users, and the roles that an
 * identity provider's users sign in to by SAML; roles of programs are left out, for no MFA and no address holds for them.
 * A Deny elsewhere that names the action, as the usual one without MFA, guards it as a condition does.
 */
export default defineControl({
  id: 'policy-sensitive-conditions',
  area: 'policies',
  severity: 'low',
  title: 'Sensitive permissions carry conditions',
  rationale:
    'To change who may do what is the strongest of permissions. A condition (MFA, a known address, a tag) keeps it out of the hands of whoever has only the password or only the key.',
  risk: 'A stolen access key is enough to open a bucket, a key or a role to the world, from anywhere and without a second factor.',
  whenNotToFix:
    'The user is a program that must call from changing addresses: give it a role instead, or record an exception until it has one.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#use-policy-conditions',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html',
  ],
  frameworks: leastPrivilege,
  reads: ['authorization-details'],
  parameters: z.object({}),
  messages: {
    guarded: 'The {policy} gives no person a sensitive permission without a condition',
    unguarded:
      'The {policy} allows {count} sensitive action(s), such as {example}, without any condition to {people} person(s), such as {person}',
    ...gapMessage,
  },
  *evaluate({ evidence, pass, fail, unknown }) {
    const details = evidence['authorization-details'];
    const people = unguardedPeople(details);
    for (const policy of writtenPolicies(details)) {
      const { label, resource, options, document, gap } = policy;
      const facts = { policy: label };
      const actions = unguardedActions(document);
      const holders = people.get(keyOf(policy)) ?? [];
      const [example] = actions;
      const [person] = example === undefined ? [] : holders.toSorted();
      if (example !== undefined && person !== undefined)
        yield fail(
          'unguarded',
          resource,
          { ...facts, count: actions.length, example, people: holders.length, person },
          options,
        );
      else if (gap !== undefined) yield unknown('unread', resource, { ...facts, gap }, options);
      else yield pass('guarded', resource, facts, options);
    }
  },
  remedies: [reviewNarrowing, narrowPolicies],
});

/** The people to whom each policy gives a sensitive action that nothing else guards. */
function unguardedPeople(details: AuthorizationDetails): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const { atPrincipal: hasSensitive } = lookout(details, {
    lookAt: (document) => unguardedActions(document).length > 0,
    nothing: false,
    notHeld: false,
    join: (a, b) => a || b,
  });
  for (const { person, entity } of peopleIn(details)) {
    if (!hasSensitive(entity)) continue;
    const { policies, boundary } = policiesOfEntity(details, entity);
    const sensitive = policies.filter(({ document }) => unguardedActions(document).length > 0);
    const texts = policies.map(({ document }) => document);
    const set = permissionSet({ policies: texts, boundary: boundary?.document });
    const free = new Set(
      sensitive
        .filter(({ document }) => unguardedActions(document).some((a) => staysUnguarded(set, a)))
        .map(({ origin }) => originKey(origin, person)),
    );
    for (const key of free) {
      const known = found.get(key);
      const name = `${person.type} ${person.name}`;
      if (known === undefined) found.set(key, [name]);
      else known.push(name);
    }
  }
  return found;
}

function* peopleIn(details: AuthorizationDetails): Iterable<{ person: PrincipalRef; entity: PrincipalEntity }> {
  for (const entity of details.users) yield { person: { type: 'user', name: entity.name }, entity };
  for (const entity of details.roles)
    if (!isAwsRole(entity) && isForPeople(entity)) yield { person: { type: 'role', name: entity.name }, entity };
}

/** True for a role that a SAML provider's users sign in to; most trust policies do not even hold the word. */
function isForPeople({ arn, trust }: Role): boolean {
  if (!trust.includes('saml-provider')) return false;
  return readTrust(trust, arn.split(':')[4] ?? '').grants.some(
    ({ from, principal }) => from === 'identity-provider' && principal.value.includes(':saml-provider/'),
  );
}

function originKey(origin: PolicyOrigin, { type, name }: PrincipalRef): string {
  if (origin.how === 'attached') return origin.arn;
  return origin.group === undefined ? `${type} ${name} ${origin.name}` : `group ${origin.group} ${origin.name}`;
}

function keyOf({ name, resource }: WrittenPolicy): string {
  if (resource.type === 'iam-policy') return resource.arn;
  return `${resource.type.replace('iam-', '')} ${resource.id} ${name}`;
}
