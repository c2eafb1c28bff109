import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-sign-in-without-mfa',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on console sign-ins without MFA',
  rationale: 'A sign-in that a password alone sufficed for shows where MFA is missing, on the day that it matters.',
  risk: 'A password that was phished or reused opens the console, and the one trace that tells it from a proper sign-in is not looked at.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.2'],
    'cis-aws-1.5': ['4.2'],
    'cis-aws-2.0': ['4.2'],
    'cis-aws-3.0': ['4.2'],
    'cis-aws-4.0': ['4.2'],
    'cis-aws-5.0': ['4.2'],
    'cis-aws-6.0': ['5.2'],
    'cis-aws-7.0': ['5.2'],
    'nist-800-53-r5': ['AC-2(12)', 'AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.4.1'],
    'iso-27001-2022': ['A.8.5', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
