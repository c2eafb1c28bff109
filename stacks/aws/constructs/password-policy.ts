import type { TerraformMetaArguments } from 'cdktf';
import { Construct } from 'constructs';
import type { PasswordPolicy as PasswordPolicySettings } from '../../../src/providers/aws/model/credentials.ts';
import { passwordPolicy } from '../iam.ts';

/** What the CIS benchmark asks of a password policy, its older versions' expiry left out. */
const benchmark: PasswordPolicySettings = {
  minimumLength: 14,
  requireSymbols: true,
  requireNumbers: true,
  requireUppercase: true,
  requireLowercase: true,
  allowUsersToChange: true,
  reusePrevention: 24,
};

/** The account's one password policy: as the CIS benchmark wants it, but for what is told. */
export class PasswordPolicy extends Construct {
  constructor(
    scope: Construct,
    id: string,
    settings: Partial<PasswordPolicySettings> = {},
    meta: TerraformMetaArguments = {},
  ) {
    super(scope, id);
    passwordPolicy.make(this, 'policy', {}, { ...benchmark, ...settings }, meta);
  }
}
