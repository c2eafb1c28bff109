import roleServiceConfusedDeputy from '../../../../remediations/aws/roles/role-service-confused-deputy.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { trusting } from '../../../support/trust.ts';

const own = '111122223333';
const given = (condition?: object, Service: unknown = 'states.amazonaws.com') =>
  account().role('nightly', trusting({ Service }, condition));
const open = [{ resource: 'nightly', reason: 'open' }];

testRemediation(roleServiceConfusedDeputy, {
  compliant: {
    'held to the account': given({ StringEquals: { 'aws:SourceAccount': own } }),
    'held to resources of the account': given({
      ArnLike: { 'aws:SourceArn': `arn:aws:states:*:${own}:stateMachine:*` },
    }),
    'held to the account and a bucket': given(
      { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::example-*' }, StringEquals: { 'aws:SourceAccount': own } },
      'sns.amazonaws.com',
    ),
    'people, and no service at all': account().role('people', trusting({ AWS: own })),
    'a role that is linked to its service': account().role('AWSServiceRoleForECS', (role) => {
      role.path = '/aws-service-role/ecs.amazonaws.com/';
      trusting({ Service: 'ecs.amazonaws.com' })(role);
    }),
  },
  violating: {
    'no condition': { given: given(), expect: open },
    'any account': { given: given({ StringLike: { 'aws:SourceAccount': '*' } }), expect: open },
    'a resource of any account': {
      given: given({ ArnLike: { 'aws:SourceArn': 'arn:aws:states:*:*:stateMachine:nightly' } }),
      expect: open,
    },
    'one service of two, in a region': {
      given: given(undefined, ['ec2.amazonaws.com', 'states.eu-west-1.amazonaws.com']),
      expect: open,
    },
  },
  notApplicable: {
    'a service that tells no source': {
      given: given(undefined, 'ec2.amazonaws.com'),
      expect: [{ resource: 'nightly', reason: 'none' }],
    },
  },
  unknown: {
    'a trust policy that cannot be read': {
      given: account().role('nightly', (role) => {
        role.trust = 'not json';
      }),
      expect: [{ resource: 'nightly', reason: 'unclear' }],
    },
  },
});
