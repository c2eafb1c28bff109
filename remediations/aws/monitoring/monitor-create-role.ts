import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-create-role',
  area: 'monitoring',
  severity: 'low',
  title: 'An alarm is raised on roles being created',
  rationale:
    'A role is a door with a list of who may open it. Where roles come from a pipeline, one that somebody makes by hand stands out.',
  risk: 'A role that trusts a foreign account is a way back in that no password change closes.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(4)', 'AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.5', '10.4.1'],
    'iso-27001-2022': ['A.5.16', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
