import { monitorControl } from './monitor-control.ts';

export default monitorControl({
  id: 'monitor-unauthorized-calls',
  area: 'monitoring',
  severity: 'medium',
  title: 'An alarm is raised on unauthorized API calls',
  rationale:
    'Who does not know what a credential may do tries it out, and is refused. Refusals in number are the earliest sign of a credential in the wrong hands.',
  risk: 'An intruder maps the account at leisure, and the first call that anybody notices is one that succeeded.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html',
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['4.1'],
    'cis-aws-1.5': ['4.1'],
    'cis-aws-2.0': ['4.1'],
    'cis-aws-3.0': ['4.1'],
    'cis-aws-4.0': ['4.1'],
    'cis-aws-5.0': ['4.1'],
    'cis-aws-6.0': ['5.1'],
    'cis-aws-7.0': ['5.1'],
    'nist-800-53-r5': ['AU-6(1)', 'SI-4(5)'],
    'pci-dss-4.0': ['10.2.1.4', '10.4.1'],
    'iso-27001-2022': ['A.8.15', 'A.8.16'],
    'soc-2': ['CC7.2'],
  },
});
