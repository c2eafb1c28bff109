import monitorUnauthorizedCalls from '../../../../remediations/aws/monitoring/monitor-unauthorized-calls.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorUnauthorizedCalls,
  monitorCases({
    filter: 'unauthorized-calls',
    source: 'iam.amazonaws.com',
    wider: {
      'as later benchmarks write it':
        '{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
      'every error': '{ $.errorCode = "*" }',
    },
    narrower: {
      'what EC2 refuses': '{ $.errorCode = "*UnauthorizedOperation" }',
      'the bare code': '{ $.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied" }',
      'one service':
        '{ ($.errorCode = "*UnauthorizedOperation" || $.errorCode = "AccessDenied*") && $.eventSource = "iam.amazonaws.com" }',
    },
    halves: ['{ $.errorCode = "*UnauthorizedOperation" }', '{ $.errorCode = "AccessDenied*" }'],
  }),
);
