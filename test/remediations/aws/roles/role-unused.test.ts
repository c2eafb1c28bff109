import roleUnused from '../../../../remediations/aws/roles/role-unused.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const given = () => account();
const { daysAgo } = account();

testRemediation(roleUnused, {
  compliant: {
    'a role that was used yesterday': given().role('build'),
    'one last used on the last day allowed': given().role('build', (role) => {
      role.lastUsed = { at: daysAgo(90.9) };
    }),
    'one that is as old as that and was never used': given().role('build', (role) => {
      role.createdAt = daysAgo(90);
      role.lastUsed = null;
    }),
    'roles of AWS that nobody can delete': given()
      .role('AWSServiceRoleForSupport', (role) => {
        role.path = '/aws-service-role/support.amazonaws.com/';
        role.lastUsed = null;
      })
      .role('AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b', (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
        role.lastUsed = { at: daysAgo(300) };
      }),
  },
  violating: {
    'a day more than allowed': {
      given: given().role('build', (role) => {
        role.lastUsed = { at: daysAgo(91), region: 'eu-west-1' };
      }),
      expect: [{ resource: 'build', reason: 'unused' }],
    },
    'never used, and old enough': {
      given: given().role('build', (role) => {
        role.createdAt = daysAgo(91);
        role.lastUsed = null;
      }),
      expect: [{ resource: 'build', reason: 'neverUsed' }],
    },
    'two of them, one under a path': {
      given: given()
        .role('build', (role) => {
          role.lastUsed = { at: daysAgo(200) };
        })
        .role('deploy', (role) => {
          role.path = '/service-role/';
          role.lastUsed = null;
        }),
      expect: [
        { resource: 'build', reason: 'unused' },
        { resource: 'deploy', reason: 'neverUsed' },
      ],
    },
  },
  unknown: {
    'an export that does not tell the last use': {
      given: given().role('build', (role) => {
        delete role.lastUsed;
      }),
      expect: [{ resource: 'build', reason: 'untold' }],
    },
  },
});
