import monitorMfaDeactivated from '../../../../remediations/aws/monitoring/monitor-mfa-deactivated.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorMfaDeactivated,
  monitorCases({
    filter: 'mfa-deactivated',
    source: 'iam.amazonaws.com',
    wider: {
      'with their service, the other way round':
        '{ ($.eventSource = iam.amazonaws.com) && (($.eventName = DeleteVirtualMFADevice) || ($.eventName = DeactivateMFADevice)) }',
      'by wildcards': '{ $.eventName = "*MFADevice" }',
    },
    narrower: {
      'one of the two': '{ $.eventName = "DeactivateMFADevice" }',
      'the last one binds to a condition':
        '{ $.eventName = "DeactivateMFADevice" || $.eventName = "DeleteVirtualMFADevice" && $.awsRegion = "us-east-1" }',
      'both at once': '{ $.eventName = "DeactivateMFADevice" && $.eventName = "DeleteVirtualMFADevice" }',
    },
    halves: ['{ $.eventName = "DeactivateMFADevice" }', '{ $.eventName = "DeleteVirtualMFADevice" }'],
  }),
);
