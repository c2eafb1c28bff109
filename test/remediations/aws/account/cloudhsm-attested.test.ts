import cloudhsmAttested from '../../../../remediations/aws/account/cloudhsm-attested.ts';
import { attestedCases } from '../../../support/attested-cases.ts';
import { testRemediation } from '../../../support/harness.ts';

testRemediation(cloudhsmAttested, attestedCases('cloudhsm-attested'));
