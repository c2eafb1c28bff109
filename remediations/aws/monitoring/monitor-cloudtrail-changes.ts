import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-cloudtrail-changes',
  area: 'monitoring',
  severity: 'high',
  title: 'An alarm is raised on CloudTrail configuration changes',
  rationale: 'Every other alarm, and every look back, rests on the trail. Whoever means to stay unseen stops it first.',
  risk: 'Logging is switched off or turned elsewhere, and nothing that follows is recorded or raises an alarm.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-information-in-cloudtrail.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.5'],
    'cis-aws-1.5': ['4.5'],
    'cis-aws-2.0': ['4.5'],
    'cis-aws-3.0': ['4.5'],
    'cis-aws-4.0': ['4.5'],
    'cis-aws-5.0': ['4.5'],
    'cis-aws-6.0': ['5.5'],
    'cis-aws-7.0': ['5.5'],
    'nist-800-53-r5': ['AU-6(1)', 'AU-9', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.6', '10.4.1'],
    'iso-27001-2022': ['A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
