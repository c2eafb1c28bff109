import rootPasswordRotation from '../../../../remediations/aws/root/root-password-rotation.ts';
import { account, builtAt } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { rootAgeCases } from '../../../support/root-age-cases.ts';

const family = rootAgeCases({
  renewed: (first = 'unknown') => ({ passwordLastChanged: first }),
  none: { passwordEnabled: false, passwordLastChanged: 'never', passwordLastUsed: 'never' },
});
const { daysAgo } = account();

testRemediation(rootPasswordRotation, {
  ...family,
  violating: {
    ...family.violating,
    'a report that tells the age, though not that there is a password': {
      given: account().root({ row: { passwordEnabled: 'unknown', passwordLastChanged: daysAgo(91) } }),
      expect: [{ resource: 'root', reason: 'old' }],
    },
  },
  notApplicable: {
    ...family.notApplicable,
    'GovCloud, whose root user has no console': {
      given: account(builtAt, 'aws-us-gov').root({ row: { passwordLastChanged: daysAgo(900) } }),
      expect: [{ resource: 'root', reason: 'none' }],
    },
  },
  unknown: {
    ...family.unknown,
    'a password that is there and was never set, as no report should say': {
      given: account().root({ row: { passwordEnabled: true, passwordLastChanged: 'never' } }),
      expect: [{ resource: 'root', reason: 'untold' }],
    },
  },
});
