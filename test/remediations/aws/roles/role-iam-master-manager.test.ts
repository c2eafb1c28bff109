import { describe, expect, test } from 'vitest';
import { duties } from '../../../../remediations/aws/roles/iam-duties.ts';
import roleIamMasterManager from '../../../../remediations/aws/roles/role-iam-master-manager.ts';
import type { Role } from '../../../../src/providers/aws/model/authorization-details.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { validateDocument } from '../../../../src/providers/aws/policy/validate.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const master = duties.master.map(({ action }) => action);
const manager = duties.manager.map(({ action }) => action);
const allowed = (...actions: readonly string[]) => ({
  name: 'duty',
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
  }),
});
const holding =
  (...actions: readonly string[]) =>
  (role: Role) =>
    role.inline.push(allowed(...actions));
const split = () =>
  account()
    .role('identity-master', holding(...master))
    .role('identity-manager', holding(...manager));
const own = '111122223333';

const ada = `arn:aws:iam::${own}:user/ada`;
const settings = {
  masterRole: 'identity-master',
  managerRole: 'identity-manager',
  masterPrincipals: [ada],
  managerPrincipals: [`arn:aws:iam::${own}:user/grace`],
  boundaryPolicy: `arn:aws:iam::${own}:policy/engineering`,
};

testRemediation(roleIamMasterManager, {
  baseline: {
    controls: { 'role-iam-master-manager': settings },
    // Who manages identities can raise itself: that is the nature of the duty, and why it is split and guarded.
    exceptions: [
      {
        control: 'policy-privilege-escalation',
        resource: 'identity-*',
        owner: 'security',
        reason: 'the duty is split',
        expires: '2099-01-01',
      },
    ],
  },
  compliant: {
    'the duty is split': split(),
    'a role of that name in another case': account()
      .role('Identity-Master', holding(...master))
      .role('identity-manager', holding(...manager)),
    'a whole of IAM, less the other half': account()
      .role('identity-master', (role) =>
        role.inline.push(allowed('iam:*'), {
          name: 'not',
          document: allowed(...manager).document.replace('Allow', 'Deny'),
        }),
      )
      .role('identity-manager', holding(...manager)),
    'a role with most of both halves': split().role('tool', holding(...master.slice(1), ...manager)),
  },
  violating: {
    'neither role': {
      given: account(),
      expect: [
        { resource: own, reason: 'missing', discriminator: 'master' },
        { resource: own, reason: 'missing', discriminator: 'manager' },
      ],
    },
    'a role that lacks an action': {
      given: account()
        .role('identity-master', holding(...master.slice(1)))
        .role('identity-manager', holding(...manager)),
      expect: [{ resource: 'identity-master', reason: 'lacking', discriminator: 'master' }],
    },
    'a role with one action of the other half': {
      given: account()
        .role('identity-master', holding(...master))
        .role('identity-manager', holding(...manager, 'iam:CreateUser')),
      expect: [{ resource: 'identity-manager', reason: 'overlapping', discriminator: 'manager' }],
    },
    'a user and a role that hold both': {
      given: split()
        .role('tool', holding('iam:*'))
        .user('joan', (user) => user.inline('duty', JSON.parse(allowed(...master, ...manager).document))),
      expect: [
        { resource: 'joan', reason: 'both', discriminator: 'both' },
        { resource: 'tool', reason: 'both', discriminator: 'both' },
      ],
    },
  },
  notApplicable: {
    'accounts that name no such roles': {
      given: account(),
      baseline: { controls: { 'role-iam-master-manager': { masterRole: 'identity-master' } } },
      expect: [{ resource: own, reason: 'unset' }],
    },
  },
  unknown: {
    'a policy that the evidence does not hold': {
      given: account()
        .role('identity-master', (role) => role.attached.push(`arn:aws:iam::${own}:policy/elsewhere`))
        .role('identity-manager', holding(...manager)),
      expect: [{ resource: 'identity-master', reason: 'unread', discriminator: 'master' }],
    },
  },
});

describe('a role for half of the duty', () => {
  const proposed = (parameters: Record<string, unknown>) =>
    proposalsOf(roleIamMasterManager, 'create-duty-role', account(), parameters);

  test('may give permissions only within the boundary, and none to itself', () => {
    const changes = proposed(settings).flatMap((proposal) => ('changes' in proposal ? proposal.changes : []));
    expect(changes.map(({ operation }) => operation)).toEqual([
      ...['iam:CreatePolicy', 'iam:CreateRole', 'iam:AttachRolePolicy'],
      ...['iam:CreatePolicy', 'iam:CreateRole', 'iam:AttachRolePolicy'],
    ]);
    const documents = changes.flatMap(({ to }) => (to as { document?: string }).document ?? []);
    for (const document of documents) {
      expect(validateDocument(document, 'identity').filter(({ severity }) => severity === 'error')).toEqual([]);
      const statements = (JSON.parse(document) as { Statement: { Effect: string; Resource: unknown }[] }).Statement;
      expect(statements.find(({ Effect }) => Effect === 'Deny')?.Resource).toEqual(
        ['master', 'manager'].flatMap((duty) => [
          `arn:aws:iam::${own}:role/identity-${duty}`,
          `arn:aws:iam::${own}:policy/identity-${duty}-duty`,
        ]),
      );
      expect(document).toContain(`"iam:PermissionsBoundary":"${settings.boundaryPolicy}"`);
    }
  });

  test.each([
    ['who holds it', { masterPrincipals: [] }, 'set masterPrincipals'],
    ['the boundary', { boundaryPolicy: undefined }, 'set boundaryPolicy'],
  ])('is not made while the baseline does not tell %s', (_, lacking, reason) => {
    const proposals = proposed(JSON.parse(JSON.stringify({ ...settings, ...lacking })));
    const master = proposals.find(({ title }) => title.includes('identity-master'));
    expect(master).toMatchObject({ blocked: expect.stringContaining(reason) });
  });
});
