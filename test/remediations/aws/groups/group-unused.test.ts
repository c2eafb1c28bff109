import groupUnused from '../../../../remediations/aws/groups/group-unused.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

testRemediation(groupUnused, {
  compliant: {
    'every group has a member': account(),
    'a member is enough': account()
      .group('auditors')
      .user('joan', (user) => user.groups('auditors')),
  },
  violating: {
    'a group without members': {
      given: account().group('auditors'),
      expect: [{ resource: 'auditors', reason: 'unused' }],
    },
    'one that grants by policies of every kind': {
      given: account().group('auditors', (group) => {
        group.attached.push(
          'arn:aws:iam::111122223333:policy/engineering',
          'arn:aws:iam::aws:policy/AdministratorAccess',
        );
        group.inline.push({ name: 'read', document: '{"Version":"2012-10-17","Statement":[]}' });
      }),
      expect: [{ resource: 'auditors', reason: 'unused' }],
    },
    'two of them': {
      given: account().group('auditors').group('contractors'),
      expect: [
        { resource: 'auditors', reason: 'unused' },
        { resource: 'contractors', reason: 'unused' },
      ],
    },
  },
});
