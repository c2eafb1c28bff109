import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-iam-changes',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on IAM policy changes',
  rationale:
    'Policies decide who may do what. A change of one is rare and planned; an alarm lets somebody compare it with the plan while it is fresh.',
  risk: 'Permissions that an intruder or a mistake adds stay in force until the next review.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.4'],
    'cis-aws-1.5': ['4.4'],
    'cis-aws-2.0': ['4.4'],
    'cis-aws-3.0': ['4.4'],
    'cis-aws-4.0': ['4.4'],
    'cis-aws-5.0': ['4.4'],
    'cis-aws-6.0': ['5.4'],
    'cis-aws-7.0': ['5.4'],
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'CM-3', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.18', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC8.1'],
  },
});
