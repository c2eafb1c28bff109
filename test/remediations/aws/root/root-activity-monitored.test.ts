import rootActivityMonitored from '../../../../remediations/aws/root/root-activity-monitored.ts';
import { testRemediation } from '../../../support/harness.ts';
import { everyLinkCases } from '../../../support/monitor-cases.ts';

const personal = '$.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS';

testRemediation(
  rootActivityMonitored,
  everyLinkCases({
    filter: 'root-activity',
    source: 'iam.amazonaws.com',
    wider: {
      'another order': `{($.eventType!=AwsServiceEvent)&&(($.userIdentity.invokedBy not exists)&&$.userIdentity.type=Root)}`,
      'every use of the root user': '{ $.userIdentity.type = Root }',
      'the root user and more': '{ $.userIdentity.type = "Root" || $.userIdentity.type = "IAMUser" }',
      'every event': '',
    },
    narrower: {
      'root sign-ins alone': `{ ${personal} && $.eventName = "ConsoleLogin" }`,
      'root in one region': `{ ${personal} && $.eventType != "AwsServiceEvent" && $.awsRegion = "us-east-1" }`,
      'services in the name of root': '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy EXISTS }',
    },
    halves: [`{ ${personal} && $.eventType = "AwsApiCall" }`, `{ ${personal} && $.eventType != "AwsApiCall" }`],
  }),
);
