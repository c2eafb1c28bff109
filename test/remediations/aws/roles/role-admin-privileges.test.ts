import roleAdminPrivileges from '../../../../remediations/aws/roles/role-admin-privileges.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const everything = (more = {}) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*', ...more }] });
const inline = (document: string) => ({ name: 'all', document });

testRemediation(roleAdminPrivileges, {
  baseline: { controls: { 'role-admin-privileges': { approvedAdminRoles: ['admin', 'arn:aws:iam::*:role/ops/*'] } } },
  compliant: {
    'a role that reads builds': account().role('build', (role) =>
      role.attached.push('arn:aws:iam::111122223333:policy/engineering'),
    ),
    'approved by name in another case, and by ARN with a path': account()
      .role('Admin', (role) => role.attached.push(administrator))
      .role('oncall', (role) => {
        role.path = '/ops/';
        role.arn = 'arn:aws:iam::111122223333:role/ops/oncall';
        role.attached.push(administrator);
      }),
    'full permissions that a boundary takes away': account().role('build', (role) => {
      role.boundary = 'arn:aws:iam::111122223333:policy/engineering';
      role.inline.push(inline(everything()));
    }),
    'roles that only AWS can change': account()
      .role('AWSServiceRoleForSupport', (role) => {
        role.path = '/aws-service-role/support.amazonaws.com/';
        role.attached.push(administrator);
      })
      .role('AWSReservedSSO_AdministratorAccess_1a2b3c4d5e6f7a8b', (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
        role.attached.push(administrator);
      }),
  },
  violating: {
    "AWS's policy for administrators": {
      given: account().role('build', (role) => role.attached.push(administrator)),
      expect: [{ resource: 'build', reason: 'administrator' }],
    },
    'the same in an inline document, in another spelling': {
      given: account().role('build', (role) =>
        role.inline.push(inline(everything({ Action: ['*:*'], Resource: ['*'] }))),
      ),
      expect: [{ resource: 'build', reason: 'administrator' }],
    },
    'policies that make an administrator together': {
      given: account().role('build', (role) =>
        role.inline.push(
          { name: 'iam', document: everything({ Action: 'iam:*' }) },
          { name: 'rest', document: everything({ Action: undefined, NotAction: 'iam:*' }) },
        ),
      ),
      expect: [{ resource: 'build', reason: 'administrator' }],
    },
    'a name that only begins like an approved one': {
      given: account().role('admins', (role) => role.attached.push(administrator)),
      expect: [{ resource: 'admins', reason: 'administrator' }],
    },
  },
  unknown: {
    'a policy that the evidence does not hold': {
      given: account().role('build', (role) => role.attached.push('arn:aws:iam::111122223333:policy/elsewhere')),
      expect: [{ resource: 'build', reason: 'unclear' }],
    },
    'a condition that decides': {
      given: account().role('build', (role) =>
        role.inline.push(inline(everything({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }))),
      ),
      expect: [{ resource: 'build', reason: 'unclear' }],
    },
  },
});
