import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-sign-in-failures',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on failed console sign-ins',
  rationale:
    'A wrong password now and then is a typing error. Many of them are somebody who tries passwords, and the time to act is before one fits.',
  risk: 'Guessing goes on unseen until it succeeds.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.6'],
    'cis-aws-1.5': ['4.6'],
    'cis-aws-2.0': ['4.6'],
    'cis-aws-3.0': ['4.6'],
    'cis-aws-4.0': ['4.6'],
    'cis-aws-5.0': ['4.6'],
    'cis-aws-6.0': ['5.6'],
    'cis-aws-7.0': ['5.6'],
    'nist-800-53-r5': ['AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.4', '10.4.1'],
    'iso-27001-2022': ['A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
