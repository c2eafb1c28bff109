import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-assume-role',
  area: 'monitoring',
  severity: 'info',
  title: 'An alarm is raised on role assumption from outside the organization',
  rationale:
    'Partners and other accounts come in through roles. When and how often they do is known beforehand; an alarm shows the visit that is not.',
  risk: 'Somebody who broke into a partner comes in through the role that trusts it, and looks like the partner.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(12)', 'AU-6(1)', 'SI-4(5)'],
    'iso-27001-2022': ['A.5.19', 'A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
