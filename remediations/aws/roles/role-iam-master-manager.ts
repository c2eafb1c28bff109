import { accountResource, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { sameName } from '../../../src/providers/aws/operations/limits.ts';
import { isAdministrator } from '../../../src/providers/aws/policy/administrators.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { createDutyRole, dutyParameters, splitDuty } from './duty-roles.ts';
import { type Duty, duties, readDuty } from './iam-duties.ts';
import { changeableRoles } from './roles.ts';

const opposite = { master: 'manager', manager: 'master' } as const;

/**
 * Not assessed until both roles are named, for few accounts split the duty. Administrators hold both halves by what they
 * are, and have practices of their own. What only a condition allows counts as held.
 */
export default defineControl({
  id: 'role-iam-master-manager',
  area: 'roles',
  severity: 'low',
  title: 'Two roles split the duty of managing identities, and nobody holds both halves',
  rationale:
    'One role makes users, groups and policies, another says who gets them. Neither can give access alone, so that a mistake or a bribe takes two people.',
  risk: 'One person, or one stolen session, makes an identity and gives it everything.',
  whenNotToFix:
    'Identities live in IAM Identity Center or another directory with approvals of its own, or the account is changed only by a reviewed pipeline: leave the names unset.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_controlling.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/permissions-management.html',
  ],
  frameworks: { ...privilegedAccounts, 'nist-800-53-r5': ['AC-5', 'AC-6'], 'iso-27001-2022': ['A.5.3', 'A.8.2'] },
  reads: ['authorization-details'],
  parameters: dutyParameters,
  messages: {
    unset: 'Not assessed until masterRole and managerRole name the two roles',
    missing: 'There is no role {role}, which should hold the duty of the {duty}',
    split: 'Role {role} holds the duty of the {duty} and nothing of the other',
    lacking: 'Role {role} cannot do all of the duty of the {duty}: it lacks {actions}',
    overlapping: 'Role {role} holds the duty of the {duty} and, of the other, {actions}',
    both: 'The {kind} {name} holds both duties without being an administrator',
    unread: 'What role {role} may do cannot be told: a document is not in the evidence or not understood',
  },
  *evaluate({ evidence, account, parameters, pass, fail, unknown, notApplicable }) {
    const details = evidence['authorization-details'];
    const { masterRole, managerRole } = parameters;
    if (masterRole === undefined || managerRole === undefined)
      return yield notApplicable('unset', accountResource(account), {});
    const held = (duty: Duty, type: 'user' | 'role', name: string) => {
      const { can, may } = readDuty[duty](details, { type, name });
      return new Set([...can, ...may]);
    };
    for (const [duty, wanted] of [
      ['master', masterRole],
      ['manager', managerRole],
    ] as const) {
      const found = details.roles.find(({ name }) => sameName(name, wanted));
      if (found === undefined) {
        yield fail('missing', accountResource(account), { role: wanted, duty }, { discriminator: duty });
        continue;
      }
      const facts = { role: found.name, duty };
      const own = held(duty, 'role', found.name);
      const lacks = duties[duty].map(({ action }) => action).filter((action) => !own.has(action));
      const too = [...held(opposite[duty], 'role', found.name)];
      const resource = iamResource('role', found);
      const options = { discriminator: duty };
      if (readDuty[duty](details, { type: 'role', name: found.name }).holed)
        yield unknown('unread', resource, facts, options);
      else if (lacks.length > 0) yield fail('lacking', resource, { ...facts, actions: lacks }, options);
      else if (too.length > 0) yield fail('overlapping', resource, { ...facts, actions: too }, options);
      else yield pass('split', resource, facts, options);
    }
    const others = [
      ...details.users.map((entity) => ({ kind: 'user' as const, entity })),
      ...changeableRoles(details).map((entity) => ({ kind: 'role' as const, entity })),
    ].filter(({ entity }) => !sameName(entity.name, masterRole) && !sameName(entity.name, managerRole));
    for (const { kind, entity } of others) {
      const { name } = entity;
      if (
        held('master', kind, name).size < duties.master.length ||
        held('manager', kind, name).size < duties.manager.length
      )
        continue;
      if (isAdministrator(details, { type: kind, name }) === 'yes') continue;
      yield fail('both', iamResource(kind, entity), { kind, name }, { discriminator: 'both' });
    }
  },
  remedies: [createDutyRole, splitDuty],
});
