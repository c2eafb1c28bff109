import { IAM } from '@aws-sdk/client-iam';
import type { PermissionPolicy } from '../../src/providers/aws/permissions.ts';
import type { Moto } from './moto.ts';

/** Makes a user of the endpoint who has a policy and nothing else; returns the environment of a process of theirs. */
export async function keysOfHolder(moto: Moto, policy: PermissionPolicy): Promise<Record<string, string>> {
  const iam = new IAM({ endpoint: moto.endpoint, region: 'us-east-1' });
  await iam.createUser({ UserName: 'deployer' });
  const { Policy } = await iam.createPolicy({ PolicyName: 'deploying', PolicyDocument: JSON.stringify(policy) });
  await iam.attachUserPolicy({ UserName: 'deployer', PolicyArn: Policy?.Arn });
  const { AccessKey } = await iam.createAccessKey({ UserName: 'deployer' });
  return { AWS_ACCESS_KEY_ID: AccessKey?.AccessKeyId ?? '', AWS_SECRET_ACCESS_KEY: AccessKey?.SecretAccessKey ?? '' };
}
