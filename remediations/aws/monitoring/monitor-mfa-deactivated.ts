import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-mfa-deactivated',
  area: 'monitoring',
  severity: 'high',
  title: 'An alarm is raised on MFA devices being deactivated',
  rationale:
    'Taking a device away is what somebody does who has the password and lacks the second factor. People who change their phone announce it; nobody else should do it.',
  risk: 'One call turns an account that two factors protect into one that a password opens, and nothing else tells of it.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_disable.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.8.5', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
