import monitorSignInWithoutMfa from '../../../../remediations/aws/monitoring/monitor-sign-in-without-mfa.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorSignInWithoutMfa,
  monitorCases({
    filter: 'sign-in-without-mfa',
    source: 'signin.amazonaws.com',
    wider: {
      'of IAM users who succeed':
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.userIdentity.type = "IAMUser" && $.responseElements.ConsoleLogin = "Success" }',
      'by the word No':
        '{ ($.eventSource = signin.amazonaws.com) && ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed = No) }',
    },
    narrower: {
      'those with MFA': '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed = "Yes" }',
      'of the root user':
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.userIdentity.type = "Root" }',
      'those that fail':
        '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.responseElements.ConsoleLogin = "Failure" }',
    },
    halves: [
      '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.sourceIPAddress EXISTS }',
      '{ $.eventName = "ConsoleLogin" && $.additionalEventData.MFAUsed != "Yes" && $.sourceIPAddress NOT EXISTS }',
    ],
  }),
);
