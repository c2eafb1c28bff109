import type { STS } from '@aws-sdk/client-sts';
import { RemediateError } from '../../engine/errors.ts';
import { type CredentialSource, findCredentials } from './live-credentials.ts';
import { explainAccess } from './live-errors.ts';

/** The keys of a root session. */
interface SessionKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** As long as AWS lets a root session last. */
const sessionSeconds = 900;

/** Whose credentials open root sessions; without a profile there are none, for no principal of the account itself can. */
export function rootSessionSource(profile: string | undefined): CredentialSource {
  const source = profile === undefined ? undefined : findCredentials({ profile, namedBy: 'rootSessionProfile' });
  if (source !== undefined) return source;
  throw new RemediateError('Configuration', 'no AWS profile is named that could open a root session', {
    hint: "set rootSessionProfile in the baseline to a profile of the organization's management account",
  });
}

/** Which root session is wanted: of whom by its ARN, held to which of AWS's policies for root tasks, and by whom. */
interface RootSession {
  readonly root: string;
  readonly task: string;
  readonly opener: CredentialSource;
}

/**
 * Opens a session as the root user of a member account. STS's global endpoint does not know the call; the client asks
 * that of its region.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoot.html
 */
export async function openRootSession(sts: STS, { root, task, opener }: RootSession): Promise<SessionKeys> {
  try {
    const { Credentials } = await sts.assumeRoot({
      TargetPrincipal: root.split(':')[4],
      TaskPolicyArn: { arn: task },
      DurationSeconds: sessionSeconds,
    });
    const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
    return { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  } catch (error) {
    throw explainAccess(error, opener) ?? error;
  }
}
