import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-create-access-key',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on access keys being created',
  rationale:
    'A new access key is a copy of somebody’s permissions that works from anywhere, without MFA and without an end. Each one should be expected.',
  risk: 'A key made in passing outlives the session that made it, and carries the permissions out of the account.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.17', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
