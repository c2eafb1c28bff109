import { monitorControl } from '../monitoring/monitor-control.ts';

export default monitorControl({
  id: 'root-activity-monitored',
  area: 'root',
  severity: 'high',
  title: 'An alarm is raised when the root user is used',
  rationale:
    'The root user can do everything and no policy binds it. Daily work never needs it, so each use is either planned or an intrusion.',
  risk: 'Whoever takes over the root user owns the account, and without an alarm nobody learns of it before the damage is done.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.3'],
    'cis-aws-1.5': ['4.3'],
    'cis-aws-2.0': ['4.3'],
    'cis-aws-3.0': ['4.3'],
    'cis-aws-4.0': ['4.3'],
    'cis-aws-5.0': ['4.3'],
    'cis-aws-6.0': ['5.3'],
    'cis-aws-7.0': ['5.3'],
    'nist-800-53-r5': ['AC-6(9)', 'AU-6(1)', 'SI-4(2)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.2', '10.4.1'],
    'iso-27001-2022': ['A.8.2', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC7.3'],
  },
});
