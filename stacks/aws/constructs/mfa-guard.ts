import { Construct } from 'constructs';
import { group, groupMembership, groupPolicyAttachment, policy } from '../iam.ts';
import { literal } from '../literal.ts';

/** What registering a device takes, on one's own user alone. */
const onOneself = ['iam:EnableMFADevice', 'iam:GetUser', 'iam:ListMFADevices', 'iam:ResyncMFADevice'];

/**
 * A group whose members may do nothing before they sign in with MFA but register a device. It is for people: calls with
 * an access key, which are made without MFA, are denied too.
 */
export class MfaGuard extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly account: string;
      readonly partition?: string;
      readonly name?: string;
      readonly members: readonly string[];
    },
  ) {
    super(scope, id);
    const { account, partition = 'aws', name = 'mfa-required', members } = props;
    const arn = (rest: string) => `arn:${partition}:iam::${account}:${rest}`;
    // Names of users are unique whatever their paths, so the second is oneself too.
    const oneself = [arn(`user/\${aws:username}`), arn(`user/*/\${aws:username}`)];
    const policyArn = arn(`policy/${name}`);
    const document = JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: onOneself, Resource: oneself },
        { Effect: 'Allow', Action: 'iam:CreateVirtualMFADevice', Resource: arn('mfa/*') },
        { Effect: 'Allow', Action: 'iam:ListVirtualMFADevices', Resource: '*' },
        {
          Effect: 'Deny',
          NotAction: [...onOneself, 'iam:CreateVirtualMFADevice', 'iam:ListVirtualMFADevices', 'sts:GetSessionToken'],
          Resource: '*',
          Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
        },
      ],
    });
    const dependsOn = [
      group.make(this, 'group', { group: name }, { path: '/' }),
      policy.make(this, 'policy', { arn: policyArn }, { name, path: '/', document: literal(document) }),
    ];
    const attached = groupPolicyAttachment.make(this, 'guard', { group: name, policyArn }, {}, { dependsOn });
    for (const user of members) groupMembership.make(this, user, { group: name, user }, {}, { dependsOn: [attached] });
  }
}
