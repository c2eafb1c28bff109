import roleSessionDuration from '../../../../remediations/aws/roles/role-session-duration.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const withSession = (seconds: number) =>
  account().role('build', (role) => {
    role.maxSessionSeconds = seconds;
  });

testRemediation(roleSessionDuration, {
  compliant: {
    'the hour that IAM sets': account().role('build'),
    'as many hours as are allowed': withSession(4 * 3600),
    'a role of Identity Center, whose permission set decides': account().role(
      'AWSReservedSSO_Auditor_1a2b3c4d5e6f7a8b',
      (role) => {
        role.path = '/aws-reserved/sso.amazonaws.com/';
        role.maxSessionSeconds = 12 * 3600;
      },
    ),
  },
  violating: {
    'a second more': {
      given: withSession(4 * 3600 + 1),
      expect: [{ resource: 'build', reason: 'long' }],
    },
    'as long as IAM allows': {
      given: withSession(12 * 3600),
      expect: [{ resource: 'build', reason: 'long' }],
    },
    'a service role under its path': {
      given: account().role('build', (role) => {
        role.path = '/service-role/';
        role.maxSessionSeconds = 8 * 3600;
      }),
      expect: [{ resource: 'build', reason: 'long' }],
    },
  },
  unknown: {
    'an export that does not tell it': {
      given: account().role('build', (role) => {
        delete role.maxSessionSeconds;
      }),
      expect: [{ resource: 'build', reason: 'untold' }],
    },
  },
});
