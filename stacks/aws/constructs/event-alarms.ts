import { Construct } from 'constructs';
import { wantedEvents } from '../../../src/providers/aws/model/wanted-events.ts';
import { alarm, metricFilter, subscription, topic } from '../monitoring.ts';

/** The namespace that the CIS benchmark gives the metrics of its filters. */
const namespace = 'CISBenchmark';

/** Where events are read, and who hears of them. */
export interface EventAlarmProps {
  /** The log group of a multi-region trail. */
  readonly logGroup: string;
  /** The ARN of the topic that is told. */
  readonly topicArn: string;
}

/** A topic and the addresses that it mails to; each address confirms by the link that it is sent. */
export class AlarmTopic extends Construct {
  readonly arn: string;

  constructor(scope: Construct, id: string, props: { readonly name: string; readonly emails: readonly string[] }) {
    super(scope, id);
    this.arn = topic.make(this, 'topic', { name: props.name }, {}).getStringAttribute('arn');
    for (const endpoint of props.emails)
      subscription.make(this, endpoint, { topicArn: this.arn, protocol: 'email', endpoint }, {});
  }
}

/** A metric filter and an alarm that goes off on the first event that it matches. */
export class EventAlarm extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: EventAlarmProps & { readonly name: string; readonly pattern: string; readonly description: string },
  ) {
    super(scope, id);
    const { name, pattern, description, logGroup, topicArn } = props;
    const filter = metricFilter.make(
      this,
      'filter',
      { logGroup, name },
      { pattern, metric: name, namespace, value: '1' },
    );
    const settings = {
      description,
      metric: name,
      namespace,
      statistic: 'Sum',
      comparison: 'GreaterThanOrEqualToThreshold',
      threshold: 1,
      periodSeconds: 300,
      evaluationPeriods: 1,
      treatMissingData: 'notBreaching',
      actionsEnabled: true,
      actions: [topicArn],
    };
    alarm.make(this, 'alarm', { name }, settings, { dependsOn: [filter] });
  }
}

/** Raises an alarm when the root user is used. */
export class RootActivityAlarm extends EventAlarm {
  constructor(scope: Construct, id: string, props: EventAlarmProps) {
    super(scope, id, { ...props, ...wanted('root-activity-monitored') });
  }
}

/** Raises an alarm when IAM policies are changed. */
export class IamChangesAlarm extends EventAlarm {
  constructor(scope: Construct, id: string, props: EventAlarmProps) {
    super(scope, id, { ...props, ...wanted('monitor-iam-changes') });
  }
}

/** What section 4 of the CIS benchmark watches of identities and of the trail itself. */
const benchmark = [
  'root-activity-monitored',
  'monitor-iam-changes',
  'monitor-unauthorized-calls',
  'monitor-sign-in-without-mfa',
  'monitor-sign-in-failures',
  'monitor-cloudtrail-changes',
] as const;

/** The alarms of the CIS benchmark on identities and on the trail, and one topic for them. */
export class CisMonitoring extends Construct {
  readonly topic: AlarmTopic;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly logGroup: string; readonly topicName: string; readonly emails: readonly string[] },
  ) {
    super(scope, id);
    const { logGroup, topicName, emails } = props;
    this.topic = new AlarmTopic(this, 'topic', { name: topicName, emails });
    for (const control of benchmark)
      new EventAlarm(this, control, { logGroup, topicArn: this.topic.arn, ...wanted(control) });
  }
}

function wanted(control: (typeof benchmark)[number]) {
  const { name, pattern } = wantedEvents[control]();
  return { name: control, pattern, description: `Raised on ${name}` };
}
