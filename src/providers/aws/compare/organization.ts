import type { Collection } from '../../../engine/snapshot.ts';
import { type AttachedScp, type Organization, type OwnScp, scpKey } from '../model/organization.ts';
import { gapOf } from './gap.ts';
import { compareFacts, compareLists, type Kind, type Told } from './kind.ts';

const scps: Kind<AttachedScp> = {
  area: 'organization',
  type: 'service-control-policy',
  noun: 'service control policy',
  key: scpKey,
  label: ({ name, target, targetType }) => `${name} on ${targetType} ${target}`,
  fields: { id: 'key', target: 'key', targetType: 'passing', name: 'fact', awsManaged: 'passing' },
  verbs: ['was attached', 'was detached'],
};

const ownScps: Kind<OwnScp> = {
  area: 'organization',
  type: 'organizations-policy',
  noun: 'service control policy of the organization',
  key: ({ name }) => name,
  label: ({ name }) => name,
  fields: { name: 'key', id: 'fact', arn: 'passing', description: 'fact', document: 'fact', targets: 'fact' },
};

const members: Kind<{ readonly id: string }> = {
  area: 'organization',
  type: 'account',
  noun: 'account',
  key: ({ id }) => id,
  label: ({ id }) => id,
  fields: { id: 'key' },
  verbs: ['joined the organization', 'left the organization'],
};

/** Tells whether the account joined or left an organization, and what became of the one that it is in. */
export function* compareOrganizations(was: Organization | null, is: Organization | null): Generator<Told> {
  const one = is ?? was;
  if (one === null) return;
  const common = { area: 'organization', resource: { type: 'organization', id: one.id, arn: one.arn } };
  if (was === null) yield { ...common, kind: 'added', sentence: `The account joined organization ${one.id}` };
  else if (is === null) yield { ...common, kind: 'removed', sentence: `The account left organization ${one.id}` };
  else if (was.id !== is.id)
    yield { ...common, kind: 'changed', sentence: `The account left organization ${was.id} for ${is.id}` };
  else {
    const standing = ({ managementAccountId, featureSet }: Organization) => ({ managementAccountId, featureSet });
    const facts = compareFacts(standing(was), standing(is));
    if (facts.length > 0) yield { ...common, kind: 'changed', sentence: `Organization ${is.id} was changed`, facts };
    yield* bothParts(
      'the organization’s service control policies',
      was.serviceControlPolicies,
      is.serviceControlPolicies,
      (from, to) => compareLists(scps, from, to),
    );
    if (was.ownPolicies !== undefined && is.ownPolicies !== undefined)
      yield* bothParts(
        'the service control policies that the organization wrote',
        was.ownPolicies,
        is.ownPolicies,
        (from, to) => compareLists(ownScps, from, to),
      );
    yield* bothParts(
      'the organization’s features for root users',
      was.rootFeatures,
      is.rootFeatures,
      function* (from, to) {
        const changed = compareFacts(from, to);
        if (changed.length > 0)
          yield {
            ...common,
            kind: 'changed',
            sentence: 'How the organization manages the root users of its accounts was changed',
            facts: changed,
          };
      },
    );
    yield* bothParts('the organization’s accounts', was.accounts, is.accounts, (from, to) =>
      compareLists(
        members,
        from.map((id) => ({ id })),
        to.map((id) => ({ id })),
      ),
    );
  }
}

function* bothParts<T>(
  evidence: string,
  was: Collection<T>,
  is: Collection<T>,
  compare: (was: T, is: T) => Iterable<Told>,
): Generator<Told> {
  if (was.status === 'read' && is.status === 'read') yield* compare(was.data, is.data);
  else yield gapOf(evidence, was, is);
}
