import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { type AwsRemedy, daysBetween, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { isTime, type Moment, type ReportRow, rootRow } from '../../../src/providers/aws/model/credential-report.ts';
import { partOf } from '../../../src/providers/aws/model/part.ts';
import {
  deleteRootCredentials,
  deletionTask,
  type RootCredentialKind,
} from '../../../src/providers/aws/operations/root-credentials.ts';
import { byHand } from '../by-hand.ts';
import { rootUserResource } from './root-user.ts';

/** A kind of credential of the root user, with the commands that list and delete one. */
interface Credential {
  readonly kind: RootCredentialKind;
  /** Such as `access keys`. */
  readonly words: string;
  readonly list: string;
  readonly remove: string;
  readonly expect: string;
  /** When those that work were last used, where AWS tells it of the kind. */
  lastUses?(row: ReportRow): readonly Moment[];
}

const regions: Readonly<Record<string, string>> = { 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

/** How long a credential must lie unused before it is deleted unwatched: a root session cannot deactivate it first. */
const quietDays = 14;

/**
 * The ways of a member account whose organization centralizes root access, the first of which leaves the work to a
 * person. A session is asked for by a principal of another account, whose profile the baseline may name, and its policy
 * lets it list and delete, not deactivate.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html
 */
export function centralDeletion(credential: Credential): readonly AwsRemedy[] {
  return [guideOf(credential), sessionOf(credential)];
}

function guideOf({ words, list, remove, expect }: Credential): AwsRemedy {
  return byHand({
    id: 'delete-centrally',
    title: `Delete the root user's ${words} by a root session of the organization`,
    reversibility: 'irreversible',
    looksAt: ['organization'],
    suits: (_, snapshot) => managementAccount(snapshot) !== undefined,
    guide({ fingerprint }, { snapshot }) {
      const { id, partition } = snapshot.account;
      const management = managementAccount(snapshot) ?? 'the organization';
      const task = deletionTask(`arn:${partition}:iam::${id}:root`);
      return {
        title: `Delete the root user's ${words} by a root session of the organization`,
        steps: [
          `Find out what still needs the ${words}. A root session deletes and cannot deactivate, and nothing brings back what is deleted: where something may still need one, sign in as the root user and deactivate it first.`,
          `Have it done: name an AWS profile of account ${management}, or of the delegated administrator for IAM, that is allowed sts:AssumeRoot as rootSessionProfile in remediate.yaml, and choose remediate plan --remedy ${fingerprint}=delete-by-root-session. Or go on by hand.`,
          `As that user or role, run: aws sts assume-root --region ${regions[partition] ?? 'us-east-1'} --target-principal ${id} --task-policy-arn arn=${task}`,
          'In a shell of its own, put the three values of the answer into AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN; they last 15 minutes.',
          `There, run \`${list}\`, then \`${remove}\` for each, and close the shell.`,
        ],
        expect,
      };
    },
  });
}

/** Deletes only what lay unused for long, and never unless it is chosen and then allowed by name. */
function sessionOf(credential: Credential): AwsRemedy {
  const { kind, words } = credential;
  return defineRemedy({
    id: 'delete-by-root-session',
    via: ['api'],
    title: `Delete the root user's ${words} in a root session that rootSessionProfile opens`,
    reversibility: 'irreversible',
    looksAt: ['organization'],
    suits: (_, snapshot) => managementAccount(snapshot) !== undefined,
    *propose(context) {
      const { snapshot, settings, now } = context;
      const profile = settings.rootSessionProfile;
      const { arn: root = '' } = rootUserResource(snapshot.account);
      const blocked = whyNot(snapshot, profile) ?? stillUsed(snapshot, now, credential);
      yield* eachFinding(context, (_, steps) => {
        if (blocked !== undefined) return { title: `Delete the root user's ${words}`, blocked };
        steps.add(deleteRootCredentials, { root, kind }, null);
        return { title: `Delete the root user's ${words}, in a root session that profile ${profile} opens` };
      });
    },
  });
}

function whyNot(snapshot: AwsSnapshot, profile: string | undefined): string | undefined {
  const management = managementAccount(snapshot);
  if (management === undefined) return 'the account belongs to no organization that is known to centralize root access';
  if (profile !== undefined) return undefined;
  return `no profile is named that can open a root session: set rootSessionProfile in the baseline to one of account ${management}`;
}

/** What a used credential would break is not known, and nothing would bring it back. */
function stillUsed(snapshot: AwsSnapshot, now: Date, { words, lastUses }: Credential): string | undefined {
  if (lastUses === undefined) return undefined;
  const report = readable(snapshot, 'credential-report');
  const row = report && rootRow(report);
  if (row === undefined) return 'the credential report does not tell when the root user was last seen';
  const uses = lastUses(row);
  if (uses.includes('unknown')) return `AWS does not tell the last use of the ${words}`;
  const [last] = uses.filter(isTime).sort().reverse();
  const days = last === undefined ? quietDays : daysBetween(last, now);
  if (last === undefined || days >= quietDays) return undefined;
  return `somebody used the ${words} ${days} days ago, on ${last.slice(0, 10)}: find out who, and wait for ${quietDays} days without a use`;
}

/** The account that can open root sessions in this one, where the evidence says that the organization has them. */
function managementAccount(snapshot: AwsSnapshot): string | undefined {
  const organization = readable(snapshot, 'organization');
  if (organization == null || organization.managementAccountId === snapshot.account.id) return undefined;
  const isCentral = partOf(organization.rootFeatures)?.credentialsManagement === true;
  return isCentral ? organization.managementAccountId : undefined;
}
