import { z } from 'zod';
import { attestedControl } from './attested-control.ts';

export default attestedControl({
  id: 'account-security-questions',
  area: 'account',
  severity: 'low',
  title: 'Security challenge questions are set, or recorded as withdrawn by AWS',
  rationale:
    'Challenge questions let AWS Support know the owner of an account that nobody can sign in to. AWS takes no new ones any more, accounts that had some may still show them, and no API tells.',
  risk: 'Where the e-mail address of root is lost as well, proving to AWS whose account it is takes weeks.',
  whenNotToFix: 'Questions can no longer be set: sign that they are withdrawn, and see that the contacts are right.',
  references: [
    'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_lost-or-compromised-mfa.html',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.3'],
    'cis-aws-1.5': ['1.3'],
    'cis-aws-2.0': ['1.3'],
    'cis-aws-3.0': ['1.3'],
    'cis-aws-4.0': ['1.3'],
  },
  parameters: z.object({
    /** Days for which a signature counts. */
    attestDays: z.number().int().positive().default(365),
  }),
  countsFor: ({ attestDays }) => attestDays,
  look: [
    'Sign in as the root user, open the account’s page (choose its name at the top right, then Account) and look for "Configure security challenge questions".',
    'Where they are shown, see that somebody in charge has the answers in a safe; where they are not, AWS has withdrawn them.',
    'See on the same page that the phone number and the alternate contacts reach people who can prove whose account it is.',
  ],
  statement: 'AWS has withdrawn the security challenge questions; the contacts of the account are right',
});
