import { describe } from 'vitest';
import roleEcsExecuteCommand from '../../../../remediations/aws/roles/role-ecs-execute-command.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const exec = (more = {}) => ({
  name: 'exec',
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ecs:ExecuteCommand', Resource: '*', ...more }],
  }),
});
const given = (more = {}) => account().role('debug', (role) => role.inline.push(exec(more)));
const allowed = [{ resource: 'debug', reason: 'allowed' }];
const administrators = ['ada', 'grace'];

describe('while no list is set', () => {
  testRemediation(roleEcsExecuteCommand, {
    compliant: {
      'administrators may': account(),
      'tasks without clusters, which is not enough': given({ Resource: 'arn:aws:ecs:*:111122223333:task/*' }),
      'what a Deny takes away again': account().role('debug', (role) =>
        role.inline.push(exec(), { ...exec({ Effect: 'Deny', Action: 'ecs:*' }), name: 'no' }),
      ),
      'a role that is linked to its service': account().role('AWSServiceRoleForECS', (role) => {
        role.path = '/aws-service-role/ecs.amazonaws.com/';
        role.inline.push(exec());
      }),
    },
    violating: {
      'a role by name of the action': { given: given(), expect: allowed },
      'a role by a wildcard, in another case': { given: given({ Action: 'ECS:Execute*' }), expect: allowed },
      'one cluster and its tasks': {
        given: given({
          Resource: [
            'arn:aws:ecs:eu-west-1:111122223333:cluster/shop',
            'arn:aws:ecs:eu-west-1:111122223333:task/shop/*',
          ],
        }),
        expect: allowed,
      },
      'a user through a group': {
        given: account().group('engineers', (group) =>
          group.inline.push(exec({ NotAction: 'iam:*', Action: undefined })),
        ),
        expect: [{ resource: 'edsger', reason: 'allowed' }],
      },
    },
    unknown: {
      'a condition that decides': {
        given: given({ Condition: { StringEquals: { 'aws:ResourceTag/debug': 'yes' } } }),
        expect: [{ resource: 'debug', reason: 'possible' }],
      },
      'a policy that the evidence does not hold': {
        given: account().role('debug', (role) => role.attached.push('arn:aws:iam::111122223333:policy/elsewhere')),
        expect: [{ resource: 'debug', reason: 'possible' }],
      },
    },
  });
});

describe('once a list is set', () => {
  testRemediation(roleEcsExecuteCommand, {
    page: false,
    baseline: {
      controls: { 'role-ecs-execute-command': { approvedExecPrincipals: [...administrators, 'arn:*:role/deb*'] } },
    },
    compliant: {
      'those on it may': given(),
      'nobody else may': account(),
    },
    violating: {
      'an administrator who is not on it': {
        given: account().user('joan', (user) => user.groups('administrators')),
        expect: [{ resource: 'joan', reason: 'allowed' }],
      },
    },
    unknown: {
      'a condition that decides for one who is not': {
        given: account().role('other', (role) =>
          role.inline.push(exec({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
        ),
        expect: [{ resource: 'other', reason: 'possible' }],
      },
    },
  });
});
