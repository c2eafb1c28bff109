import { eachFinding, type Steps } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import {
  type AuthorizationDetails,
  type InlinePolicy,
  isAwsManaged,
} from '../../../src/providers/aws/model/authorization-details.ts';
import type { AwsCollections } from '../../../src/providers/aws/model/collections.ts';
import { type AwsRemedy, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { iamArn } from '../../../src/providers/aws/model/edit.ts';
import { documentSize, type Quota, quotaOf } from '../../../src/providers/aws/operations/limits.ts';
import { createPolicy } from '../../../src/providers/aws/operations/policies.ts';
import { freeName, tidyDocument } from '../users/user-policies-to-groups-design.ts';
import { type Grant, grantReader } from '../users/user-policies-to-groups-sets.ts';

/** What differs between groups and roles. */
interface Kind {
  readonly kind: 'group' | 'role';
  readonly quota: Quota;
  among(details: AuthorizationDetails): readonly {
    readonly name: string;
    readonly attached: readonly string[];
    readonly inline: readonly InlinePolicy[];
  }[];
  attach(steps: Steps<AwsCollections>, owner: string, policyArn: string): void;
  remove(steps: Steps<AwsCollections>, owner: string, name: string): void;
}

/**
 * Gives a group or role managed policies that say the same as its inline ones, and deletes those once the others are
 * attached. A customer-managed policy that means the same already is used; owners of equal documents share a new one.
 */
export function inlineToManaged({ kind, quota, among, attach, remove }: Kind): AwsRemedy {
  return defineRemedy({
    id: 'inline-to-managed',
    via: ['terraform', 'api'],
    title: 'Keep the inline policies as managed ones, permissions unchanged',
    reversibility: 'reversible',
    *propose(context) {
      const { snapshot } = context;
      const details = readable(snapshot, 'authorization-details');
      if (details === undefined) return;
      const grantsOf = grantReader(details);
      const taken = new Set(
        details.policies.filter(({ arn }) => !isAwsManaged(arn)).map(({ name }) => name.toLowerCase()),
      );
      const made = new Map<string, string>();
      const newName = (owner: string, { key, name }: Grant): string => {
        const known = made.get(key) ?? freeName(`${owner}-${name}`, key, taken);
        made.set(key, known);
        return known;
      };
      const sizeQuota = quotaOf(snapshot, 'PolicySizeQuota');
      const [perOwner, perAccount] = [quotaOf(snapshot, quota), quotaOf(snapshot, 'PoliciesQuota')];

      yield* eachFinding(context, (finding, steps) => {
        const owner = finding.resource.id;
        const title = `Keep the inline policies of ${kind} ${owner} as managed ones`;
        const held = among(details).find(({ name }) => name === owner);
        if (held === undefined) return { title, blocked: `${kind} ${owner} is not in the evidence` };
        const grants = grantsOf({ attached: [], inline: held.inline });
        const large = grants.find((grant) => 'document' in grant && documentSize(grant.document) > sizeQuota);
        if (large !== undefined)
          return {
            title,
            blocked: `inline policy ${large.name} is larger than the account's PolicySizeQuota of ${sizeQuota}`,
          };
        const attached = new Set(held.attached);
        for (const grant of grants) {
          const name = 'arn' in grant ? grant.name : newName(owner, grant);
          const policyArn = 'arn' in grant ? grant.arn : iamArn(snapshot.account, 'policy', '/', name);
          if ('document' in grant)
            steps.add(createPolicy, { arn: policyArn }, { name, path: '/', document: tidyDocument(grant.document) });
          if (!attached.has(policyArn)) attach(steps, owner, policyArn);
          attached.add(policyArn);
        }
        if (attached.size > perOwner)
          return { title, blocked: `${kind} ${owner} would have ${attached.size} policies: ${quota} is ${perOwner}` };
        if (taken.size > perAccount)
          return {
            title,
            blocked: `there would be ${taken.size} policies: the account's PoliciesQuota is ${perAccount}`,
          };
        steps.nextStage();
        for (const { name } of held.inline) remove(steps, owner, name);
        return { title };
      });
    },
  });
}
