import monitorCloudtrailChanges from '../../../../remediations/aws/monitoring/monitor-cloudtrail-changes.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorCloudtrailChanges,
  monitorCases({
    filter: 'cloudtrail-changes',
    source: 'cloudtrail.amazonaws.com',
    wider: {
      'by wildcards, with its service':
        '{ ($.eventSource = cloudtrail.amazonaws.com) && (($.eventName = "*Trail") || ($.eventName = "*Logging")) }',
      'every event of CloudTrail': '{ $.eventSource = "cloudtrail.amazonaws.com" }',
    },
    narrower: {
      'stopping alone': '{ $.eventName = "StopLogging" || $.eventName = "DeleteTrail" }',
      'one event is missing':
        '{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StopLogging) }',
      'in one region': '{ $.eventSource = "cloudtrail.amazonaws.com" && $.awsRegion = "us-east-1" }',
    },
    halves: ['{ $.eventName = "*Trail" }', '{ $.eventName = "*Logging" }'],
  }),
);
