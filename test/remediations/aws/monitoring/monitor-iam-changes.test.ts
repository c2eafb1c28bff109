import monitorIamChanges from '../../../../remediations/aws/monitoring/monitor-iam-changes.ts';
import { wantedEvents } from '../../../../src/providers/aws/model/wanted-events.ts';
import { testRemediation } from '../../../support/harness.ts';
import { everyLinkCases, withChain } from '../../../support/monitor-cases.ts';

const events = wantedEvents['monitor-iam-changes']().pattern.slice(1, -1).trim();
const without = (event: string) => events.replace(` || ($.eventName = ${event})`, '');
const cases = everyLinkCases({
  filter: 'iam-changes',
  source: 'iam.amazonaws.com',
  wider: {
    'quoted, spaced and in another order': `{ ${events
      .split('||')
      .reverse()
      .join(' || ')
      .replaceAll(/= (\w+)/g, '="$1"')} }`,
    'with its service': `{($.eventSource=iam.amazonaws.com) && (${events})}`,
    'with more events': `{ ${events} || $.eventName = "CreateUser" }`,
    'by wildcards': '{ $.eventName = "*Policy" || $.eventName = "*PolicyVersion" }',
  },
  narrower: {
    'one event is missing': `{${without('DetachGroupPolicy')}}`,
    'of one user': `{ (${events}) && $.userIdentity.userName = "ada" }`,
    'the last one binds to a condition': `{ ${events} && $.awsRegion = "us-east-1" }`,
  },
  halves: [`{${without('DetachGroupPolicy')}}`, '{ $.eventName = "Detach*" }'],
});

testRemediation(monitorIamChanges, {
  ...cases,
  compliant: {
    ...cases.compliant,
    'a trail of writes': withChain('iam-changes', ({ trail }) => {
      trail.managementEvents = 'write-only';
    }),
  },
});
