import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-attach-user-policy',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on policies being attached to users',
  rationale:
    'Permissions belong to groups and roles. One that is given to a user directly is either a shortcut or an escalation, and both want a second look.',
  risk: 'A user is made administrator with one call, and group reviews never show it.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachUserPolicy.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'CM-3', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.18', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC8.1'],
  },
});
