import { lookUntil } from '../live-pace.ts';
import type { PolicyVersion } from '../model/authorization-details.ts';
import { policyName } from '../policy/principals.ts';
import { defineOperation } from './define.ts';
import { absent } from './live-answers.ts';
import { listVersions, oldestSpare, policyResource } from './policies.ts';

/** IAM's limit; the account's own quota is never lower. */
const mostVersions = 5;

/**
 * Changes what a managed policy says, by a version that comes into force at once. Undoing it puts the earlier version in
 * force again and takes the one away that was made. The version that made room comes back as well, under a new number:
 * numbers are never given twice.
 */
export const createPolicyVersion = defineOperation({
  name: 'iam:CreatePolicyVersion',
  resource: policyResource,
  inverse: 'iam:CreatePolicyVersion',
  reversibility: 'reversible',
  completes: true,
  permissions: [
    'iam:CreatePolicyVersion',
    'iam:SetDefaultPolicyVersion',
    'iam:DeletePolicyVersion',
    'iam:GetPolicy',
    'iam:ListPolicyVersions',
    'iam:GetPolicyVersion',
  ],
  title: ({ arn }, from, to) => {
    const name = policyName(arn);
    if (to?.versions !== undefined) return `Put the earlier version of policy ${name} in force again`;
    const isKnown = from?.versions?.some(({ document }) => document === to?.document) === true;
    const spare = isKnown ? undefined : oldestSpare(from?.versions ?? [], mostVersions);
    return `Change policy ${name}${spare === undefined ? '' : `; its oldest version, ${spare.id}, makes room`}`;
  },
  command: ({ arn }, _, to) => {
    const earlier = to?.versions?.find(({ isDefault }) => isDefault)?.id;
    if (earlier !== undefined)
      return ['iam', 'set-default-policy-version', '--policy-arn', arn, '--version-id', earlier];
    const document = to?.document ?? '';
    return ['iam', 'create-policy-version', '--policy-arn', arn, '--policy-document', document, '--set-as-default'];
  },
  async perform(live, { address: { arn: PolicyArn }, from, to }) {
    if (to === null) throw new Error('a policy is removed by iam:DeletePolicy');
    const iam = await live.iam();
    const put = async (PolicyDocument: string, SetAsDefault: boolean) => {
      const spare = oldestSpare(await listVersions(iam, PolicyArn), mostVersions);
      if (spare !== undefined) await absent(() => iam.deletePolicyVersion({ PolicyArn, VersionId: spare.id }));
      await iam.createPolicyVersion({ PolicyArn, PolicyDocument, SetAsDefault });
    };
    // What was made before an answer was lost is there already.
    const known = (await listVersions(iam, PolicyArn)).find(({ document }) => document === to.document);
    if (known === undefined) await put(to.document, true);
    else if (!known.isDefault) await iam.setDefaultPolicyVersion({ PolicyArn, VersionId: known.id });
    if (to.versions === undefined) return undefined;

    const earlier = to.versions.map(({ document }) => document);
    // A list may be late: in it the version to be taken away would be in force still, or not be there yet.
    const isCurrent = (versions: readonly PolicyVersion[]) =>
      versions.some(({ document, isDefault }) => isDefault && document === to.document) &&
      (from?.versions ?? []).every(({ id }) => versions.some((version) => version.id === id));
    const standing = await lookUntil(() => listVersions(iam, PolicyArn), isCurrent, live.pace.doubtMs);
    for (const { id, document, isDefault } of standing)
      if (!isDefault && !earlier.includes(document))
        await absent(() => iam.deletePolicyVersion({ PolicyArn, VersionId: id }));
    for (const document of earlier)
      if (!standing.some((version) => version.document === document)) await put(document, false);
    return undefined;
  },
});

export const policyVersionOperations = [createPolicyVersion];
