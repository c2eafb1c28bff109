import policyUnused from '../../../../remediations/aws/policies/policy-unused.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { allow, ownArn } from '../../../support/policy-documents.ts';

const spare = () => account().policy('spare', allow('s3:ListBucket', 'arn:aws:s3:::logs'));

testRemediation(policyUnused, {
  compliant: {
    'the boring account': account(),
    'a boundary is a use': spare().user('joan', (user) => user.boundary(ownArn('spare'))),
    'so is a role’s boundary': spare().role('build', (role) => {
      role.boundary = ownArn('spare');
    }),
    'so is a user': spare().user('joan', (user) => user.attach(ownArn('spare'))),
    'a policy of AWS that nobody holds': account().awsPolicy('ReadOnlyAccess', allow('s3:Get*')),
  },
  violating: {
    'a policy that nobody holds': { given: spare(), expect: [{ resource: 'spare', reason: 'unused' }] },
    'one with earlier versions, which come back with it': {
      given: account().policy('spare', allow('s3:ListBucket'), (policy) => {
        const document = JSON.stringify(allow('s3:GetObject'));
        policy.versions.push({ id: 'v2', document, isDefault: false, createdAt: policy.createdAt });
      }),
      expect: [{ resource: 'spare', reason: 'unused' }],
    },
    'a name that differs in its path only': {
      given: spare().policy('team/spare', allow('s3:ListBucket'), (policy) => {
        policy.name = 'spares';
        policy.path = '/team/';
      }),
      expect: [
        { resource: 'spare', reason: 'unused' },
        { resource: 'spares', reason: 'unused' },
      ],
    },
  },
});
