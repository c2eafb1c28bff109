import monitorCreateUser from '../../../../remediations/aws/monitoring/monitor-create-user.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorCreateUser,
  monitorCases({
    filter: 'create-user',
    source: 'iam.amazonaws.com',
    wider: {
      'with its service, unquoted': '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = CreateUser) }',
      'among other events': '{ ($.eventName = TagUser) || ($.eventName = CreateUser) || ($.eventName = UntagUser) }',
      'every event of IAM': '{ $.eventSource = "iam.*" }',
    },
    narrower: {
      'the calls that fail': '{ $.eventName = "CreateUser" && $.errorCode EXISTS }',
      'of one person': '{ $.eventName = "CreateUser" && $.userIdentity.userName = "ada" }',
      'another call': '{ $.eventName = "DeleteUser" }',
    },
    halves: [
      '{ $.eventName = "CreateUser" && $.errorCode EXISTS }',
      '{ $.eventName = "CreateUser" && $.errorCode NOT EXISTS }',
    ],
  }),
);
