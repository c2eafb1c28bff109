import credentialReportReviewed from '../../../../remediations/aws/account/credential-report-reviewed.ts';
import { attestedCases } from '../../../support/attested-cases.ts';
import { testRemediation } from '../../../support/harness.ts';

testRemediation(credentialReportReviewed, attestedCases('credential-report-reviewed', 31));
