import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-create-user',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on users being created',
  rationale:
    'New users come with new people or programs, which somebody asked for. A user whom nobody asked for is the most common way to stay in an account.',
  risk: 'An intruder makes a user with an ordinary name, and is still there when every stolen credential has been changed.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.16', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
