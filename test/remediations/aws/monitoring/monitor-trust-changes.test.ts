import monitorTrustChanges from '../../../../remediations/aws/monitoring/monitor-trust-changes.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorTrustChanges,
  monitorCases({
    filter: 'trust-changes',
    source: 'iam.amazonaws.com',
    wider: {
      'with its service, unquoted': '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = UpdateAssumeRolePolicy) }',
      'among other events':
        '{ ($.eventName = TagUser) || ($.eventName = UpdateAssumeRolePolicy) || ($.eventName = UntagUser) }',
      'every event of IAM': '{ $.eventSource = "iam.*" }',
    },
    narrower: {
      'the calls that fail': '{ $.eventName = "UpdateAssumeRolePolicy" && $.errorCode EXISTS }',
      'of one person': '{ $.eventName = "UpdateAssumeRolePolicy" && $.userIdentity.userName = "ada" }',
      'another call': '{ $.eventName = "UpdateRole" }',
    },
    halves: [
      '{ $.eventName = "UpdateAssumeRolePolicy" && $.errorCode EXISTS }',
      '{ $.eventName = "UpdateAssumeRolePolicy" && $.errorCode NOT EXISTS }',
    ],
  }),
);
