import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import type { AwsRemedy } from '../../../src/providers/aws/model/control.ts';
import { partOf } from '../../../src/providers/aws/model/part.ts';
import { byHand } from '../by-hand.ts';

/** A kind of credential of the root user, with the commands that list and delete one. */
interface Credential {
  /** Such as `access keys`. */
  readonly kind: string;
  readonly list: string;
  readonly remove: string;
  readonly expect: string;
}

const regions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/**
 * The way of a member account whose organization centralizes root access. The session is asked for by a principal of
 * another account, whose credentials this program does not have, and its policy lets it list and delete, not deactivate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export function deleteCentrally({ kind, list, remove, expect }: Credential): AwsRemedy {
  return byHand({
    id: 'delete-centrally',
    title: `Delete the root user's ${kind} by a root session of the organization`,
    reversibility: 'irreversible',
    suits: (_, snapshot) => managementAccount(snapshot) !== undefined,
    guide(_, { snapshot }) {
      const { id, partition } = snapshot.account;
      const management = managementAccount(snapshot) ?? 'the organization';
      const task = `arn:${partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`;
      return {
        title: `Delete the root user's ${kind} by a root session of the organization`,
        steps: [
          `Find out what still signs with them. A root session deletes and cannot deactivate, and nothing brings back what is deleted: where something may still need one, sign in as the root user and deactivate it first.`,
          `As a user or role of account ${management}, or of the delegated administrator for IAM, that is allowed sts:AssumeRoot, run: aws sts assume-root --region ${regions[partition] ?? 'us-east-1'} --target-principal ${id} --task-policy-arn arn=${task}`,
          'In a shell of its own, put the three values of the answer into AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; they last 15 minutes.',
          `There, run \`${list}\`, then \`${remove}\` for each, and close the shell.`,
        ],
        expect,
      };
    },
  });
}

/** The account that can open root sessions in this one, where the evidence says that the organization has them. */
function managementAccount(snapshot: AwsSnapshot): string | undefined {
  const organization = readable(snapshot, 'organization');
  if (organization == null || organization.managementAccountId === snapshot.account.id) return undefined;
  const isCentral = partOf(organization.rootFeatures)?.credentialsManagement === true;
  return isCentral ? organization.managementAccountId : undefined;
}
