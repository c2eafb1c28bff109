import monitorCreateRole from '../../../../remediations/aws/monitoring/monitor-create-role.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorCreateRole,
  monitorCases({
    filter: 'create-role',
    source: 'iam.amazonaws.com',
    wider: {
      'with its service, unquoted': '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = CreateRole) }',
      'among other events': '{ ($.eventName = TagUser) || ($.eventName = CreateRole) || ($.eventName = UntagUser) }',
      'every event of IAM': '{ $.eventSource = "iam.*" }',
    },
    narrower: {
      'the calls that fail': '{ $.eventName = "CreateRole" && $.errorCode EXISTS }',
      'of one person': '{ $.eventName = "CreateRole" && $.userIdentity.userName = "ada" }',
      'another call': '{ $.eventName = "CreateServiceLinkedRole" }',
    },
    halves: [
      '{ $.eventName = "CreateRole" && $.errorCode EXISTS }',
      '{ $.eventName = "CreateRole" && $.errorCode NOT EXISTS }',
    ],
  }),
);
