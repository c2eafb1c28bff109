import monitorCreateLoginProfile from '../../../../remediations/aws/monitoring/monitor-create-login-profile.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorCreateLoginProfile,
  monitorCases({
    filter: 'create-login-profile',
    source: 'iam.amazonaws.com',
    wider: {
      'with its service, unquoted': '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = CreateLoginProfile) }',
      'among other events':
        '{ ($.eventName = TagUser) || ($.eventName = CreateLoginProfile) || ($.eventName = UntagUser) }',
      'every event of IAM': '{ $.eventSource = "iam.*" }',
    },
    narrower: {
      'the calls that fail': '{ $.eventName = "CreateLoginProfile" && $.errorCode EXISTS }',
      'of one person': '{ $.eventName = "CreateLoginProfile" && $.userIdentity.userName = "ada" }',
      'another call': '{ $.eventName = "UpdateLoginProfile" }',
    },
    halves: [
      '{ $.eventName = "CreateLoginProfile" && $.errorCode EXISTS }',
      '{ $.eventName = "CreateLoginProfile" && $.errorCode NOT EXISTS }',
    ],
  }),
);
