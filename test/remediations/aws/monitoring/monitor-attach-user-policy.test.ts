import monitorAttachUserPolicy from '../../../../remediations/aws/monitoring/monitor-attach-user-policy.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorAttachUserPolicy,
  monitorCases({
    filter: 'attach-user-policy',
    source: 'iam.amazonaws.com',
    wider: {
      'with their service, the other way round':
        '{ ($.eventSource = iam.amazonaws.com) && (($.eventName = PutUserPolicy) || ($.eventName = AttachUserPolicy)) }',
      'by wildcards': '{ $.eventName = "*UserPolicy" }',
    },
    narrower: {
      'one of the two': '{ $.eventName = "AttachUserPolicy" }',
      'the last one binds to a condition':
        '{ $.eventName = "AttachUserPolicy" || $.eventName = "PutUserPolicy" && $.awsRegion = "us-east-1" }',
      'both at once': '{ $.eventName = "AttachUserPolicy" && $.eventName = "PutUserPolicy" }',
    },
    halves: ['{ $.eventName = "AttachUserPolicy" }', '{ $.eventName = "PutUserPolicy" }'],
  }),
);
