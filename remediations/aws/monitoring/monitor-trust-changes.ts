import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-trust-changes',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on trust policies being changed',
  rationale:
    'The trust policy says who may become a role. Changing it hands all that the role may do to somebody else, without a change to any permission.',
  risk: 'A role that has been reviewed opens to a foreign account, and reviews of permissions do not see it.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'CM-3', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.18', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2', 'CC8.1'],
  },
});
