import monitorAssumeRole from '../../../../remediations/aws/monitoring/monitor-assume-role.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorAssumeRole,
  monitorCases({
    filter: 'assume-role',
    source: 'sts.amazonaws.com',
    wider: {
      'callers who are accounts': '{ $.eventName = "AssumeRole" && $.userIdentity.type = "AWSAccount" }',
      'with its service, the other way round':
        '{ ($.userIdentity.accountId != 111122223333) && ($.eventSource = sts.amazonaws.com) && ($.eventName = AssumeRole) }',
      'every assumption': '{ $.eventName = "AssumeRole*" }',
    },
    narrower: {
      'callers of the account itself': '{ $.eventName = "AssumeRole" && $.userIdentity.accountId = "111122223333" }',
      'one partner left out':
        '{ $.eventName = "AssumeRole" && $.userIdentity.accountId != "111122223333" && $.userIdentity.accountId != "444455556666" }',
      'federated callers': '{ $.eventName = "AssumeRoleWithSAML" }',
    },
    halves: [
      '{ $.eventName = "AssumeRole" && $.errorCode EXISTS }',
      '{ $.eventName = "AssumeRole" && $.errorCode NOT EXISTS }',
    ],
  }),
);
