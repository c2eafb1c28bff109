import accountSecurityQuestions from '../../../../remediations/aws/account/account-security-questions.ts';
import { attestedCases } from '../../../support/attested-cases.ts';
import { testRemediation } from '../../../support/harness.ts';

testRemediation(accountSecurityQuestions, attestedCases('account-security-questions', 365));
