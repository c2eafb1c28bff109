import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-sign-in',
  area: 'monitoring',
  severity: 'low',
  title: 'An alarm is raised on sign-in events of IAM and federated users',
  rationale:
    'Where people rarely use the console, each sign-in is worth a look: who it was, from where, and whether that person says so too.',
  risk: 'A stolen password or a stolen session of the identity provider is used for weeks before anybody reads the trail.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'nist-800-53-r5': ['AC-2(12)', 'AU-6(1)', 'SI-4(5)'],
    'iso-27001-2022': ['A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
