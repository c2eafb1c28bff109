import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { toText } from '../collect/from-details.ts';
import { editable } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';
import { holdChangeable } from './role-trust.ts';

type SessionAddress = { readonly role: string };
/** The trust policy is what else Terraform must state of a role; nothing compares or writes it here. */
type SessionValue = { readonly maxSessionSeconds: number; readonly trust?: string };

/** How long a session of a role may last; where the evidence does not tell it, the resource is not there to be changed. */
const roleSessionResource = defineResource<SessionAddress, SessionValue>({
  type: 'iam-role-session',
  collection: 'authorization-details',
  volatile: ['trust'],
  label: ({ role }) => `session duration of role ${role}`,
  read(snapshot, { role }) {
    const found = readable(snapshot, 'authorization-details')?.roles.find((item) => item.name === role);
    if (found?.maxSessionSeconds === undefined) return null;
    return { maxSessionSeconds: found.maxSessionSeconds, trust: found.trust };
  },
  write(draft, { role }, value) {
    const details = editable(draft, 'authorization-details');
    if (details === undefined) return;
    const found = details.roles.find((item) => item.name === role);
    if (found?.maxSessionSeconds === undefined || value === null)
      throw new Refusal(`how long sessions of role ${role} may last is not known`);
    holdChangeable(found);
    const { maxSessionSeconds: seconds } = value;
    if (!Number.isInteger(seconds) || seconds < 3600 || seconds > 43_200)
      throw new Refusal(`IAM does not let sessions of role ${role} last up to ${seconds} seconds: 3600 to 43200`);
    found.maxSessionSeconds = seconds;
  },
  requires: ({ role }) => [{ type: 'iam-role', address: { role } }],
  permissions: ['iam:GetRole'],
  async observe(live, { role }) {
    const iam = await live.iam();
    const found = (await absent(() => iam.getRole({ RoleName: role })))?.Role;
    if (found?.MaxSessionDuration === undefined) return null;
    return { maxSessionSeconds: found.MaxSessionDuration, trust: toText(found.AssumeRolePolicyDocument) };
  },
});

/** Sets the longest session of a role; its description, which the same call can set, stays as it is. */
export const updateRole = defineOperation({
  name: 'iam:UpdateRole',
  resource: roleSessionResource,
  inverse: 'iam:UpdateRole',
  reversibility: 'reversible',
  permissions: ['iam:UpdateRole', 'iam:GetRole'],
  title: ({ role }, _, to) => `Let sessions of role ${role} last up to ${to?.maxSessionSeconds} seconds`,
  command: ({ role }, _, to) => [
    ...['iam', 'update-role', '--role-name', role],
    ...['--max-session-duration', String(to?.maxSessionSeconds)],
  ],
  async perform(live, { address: { role }, to }) {
    const iam = await live.iam();
    // What becomes of a description that the call leaves out is not documented, so it is said again.
    const { Role } = await iam.getRole({ RoleName: role });
    await iam.updateRole({
      RoleName: role,
      MaxSessionDuration: to?.maxSessionSeconds,
      Description: Role?.Description,
    });
    return undefined;
  },
});

export const roleSessionOperations = [updateRole];
