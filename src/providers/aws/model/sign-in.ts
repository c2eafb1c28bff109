import type { AccountIdentity } from '../../../engine/snapshot.ts';

const consoles: Readonly<Record<string, string>> = {
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
};

/** Where the IAM users of an account sign in to the console. */
export function userSignInUrl({ id, alias, partition }: AccountIdentity): string {
  return `https://${alias ?? id}.${consoles[partition] ?? 'signin.aws.amazon.com'}/console`;
}

/** Where the root user signs in to the console, or undefined in GovCloud, whose root user cannot. */
export function rootSignInUrl({ partition }: AccountIdentity): string | undefined {
  if (partition === 'aws-us-gov') return undefined;
  return partition === 'aws-cn' ? 'https://console.amazonaws.cn/' : 'https://console.aws.amazon.com/';
}

/** An account as people know it: its id, with its alias where it has one. */
export function accountName({ id, alias }: AccountIdentity): string {
  return alias === undefined ? id : `${id} (${alias})`;
}
