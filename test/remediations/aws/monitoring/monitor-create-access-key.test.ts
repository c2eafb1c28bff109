import monitorCreateAccessKey from '../../../../remediations/aws/monitoring/monitor-create-access-key.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorCreateAccessKey,
  monitorCases({
    filter: 'create-access-key',
    source: 'iam.amazonaws.com',
    wider: {
      'with its service, unquoted': '{ ($.eventSource = iam.amazonaws.com) && ($.eventName = CreateAccessKey) }',
      'among other events':
        '{ ($.eventName = TagUser) || ($.eventName = CreateAccessKey) || ($.eventName = UntagUser) }',
      'every event of IAM': '{ $.eventSource = "iam.*" }',
    },
    narrower: {
      'the calls that fail': '{ $.eventName = "CreateAccessKey" && $.errorCode EXISTS }',
      'of one person': '{ $.eventName = "CreateAccessKey" && $.userIdentity.userName = "ada" }',
      'another call': '{ $.eventName = "UpdateAccessKey" }',
    },
    halves: [
      '{ $.eventName = "CreateAccessKey" && $.errorCode EXISTS }',
      '{ $.eventName = "CreateAccessKey" && $.errorCode NOT EXISTS }',
    ],
  }),
);
