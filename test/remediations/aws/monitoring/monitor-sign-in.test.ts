import monitorSignIn from '../../../../remediations/aws/monitoring/monitor-sign-in.ts';
import { testRemediation } from '../../../support/harness.ts';
import { monitorCases } from '../../../support/monitor-cases.ts';

testRemediation(
  monitorSignIn,
  monitorCases({
    filter: 'sign-in',
    source: 'signin.amazonaws.com',
    wider: {
      'each with its service':
        '{ ($.eventSource = signin.amazonaws.com && $.eventName = ConsoleLogin) || ($.eventSource = sts.amazonaws.com && $.eventName = AssumeRoleWithSAML) }',
      'web identities as well': '{ $.eventName = "ConsoleLogin" || $.eventName = "AssumeRoleWith*" }',
    },
    narrower: {
      'IAM users alone': '{ $.eventName = "ConsoleLogin" }',
      'federated users alone': '{ $.eventName = "AssumeRoleWithSAML" }',
      'those that fail':
        '{ ($.eventName = "ConsoleLogin" || $.eventName = "AssumeRoleWithSAML") && $.errorMessage EXISTS }',
    },
    halves: ['{ $.eventName = "ConsoleLogin" }', '{ $.eventName = "AssumeRoleWithSAML" }'],
  }),
);
