import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-create-login-profile',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on CreateLoginProfile calls',
  rationale:
    'A console password for a user who had none is a new way in. One is made when somebody joins, and then somebody knows of it; an alarm brings out all others.',
  risk: 'An intruder who holds an access key gives a forgotten user a password, and stays in the console long after the key is gone.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.17', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
