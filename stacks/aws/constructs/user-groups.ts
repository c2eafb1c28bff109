import { Construct } from 'constructs';
import { group, groupMembership, groupPolicyAttachment } from '../iam.ts';

/** A group: who is in it, and the managed policies that it gives them. */
export interface UserGroup {
  readonly path?: string;
  readonly members: readonly string[];
  readonly policyArns: readonly string[];
}

/** Groups by name, with their members and policies. Members and groups that are not named here stay as they are. */
export class UserGroups extends Construct {
  constructor(scope: Construct, id: string, groups: Readonly<Record<string, UserGroup>>) {
    super(scope, id);
    for (const [name, { path = '/', members, policyArns }] of Object.entries(groups)) {
      const made = group.make(this, name, { group: name }, { path });
      const after = { dependsOn: [made] };
      for (const user of members) groupMembership.make(this, `${name} ${user}`, { group: name, user }, {}, after);
      for (const policyArn of policyArns)
        groupPolicyAttachment.make(this, `${name} ${policyArn}`, { group: name, policyArn }, {}, after);
    }
  }
}
