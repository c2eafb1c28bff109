import monitorSignInFailures from '../../../../remediations/aws/monitoring/monitor-sign-in-failures.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorSignInFailures,
  monitorCases({
    filter: 'sign-in-failures',
    source: 'signin.amazonaws.com',
    wider: {
      'by what the console answered': '{ $.eventName = "ConsoleLogin" && $.responseElements.ConsoleLogin = "Failure" }',
      'by any error':
        '{ ($.eventSource = signin.amazonaws.com) && ($.eventName = "ConsoleLogin") && ($.errorMessage = "*") }',
      'every sign-in': '{ $.eventName = "ConsoleLogin" }',
    },
    narrower: {
      'those that succeed': '{ $.eventName = "ConsoleLogin" && $.responseElements.ConsoleLogin = "Success" }',
      'of the root user':
        '{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed authentication" && $.userIdentity.type = "Root" }',
      'with another message':
        '{ $.eventName = "ConsoleLogin" && $.errorMessage = "No username found in supplied account" }',
    },
    halves: [
      '{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed*" && $.sourceIPAddress EXISTS }',
      '{ $.eventName = "ConsoleLogin" && $.errorMessage = "Failed*" && $.sourceIPAddress NOT EXISTS }',
    ],
  }),
);
