import { z } from 'zod';
import type { Severity } from '../../../src/engine/severity.ts';
import { daysBetween, defineControl, iamResource } from '../../../src/providers/aws/model/control.ts';
import { isTime, rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import { userSignInUrl } from '../../../src/providers/aws/model/sign-in.ts';
import { byHand } from '../by-hand.ts';

const remindOwner = byHand({
  id: 'remind-owner',
  title: 'Have the user change the password before it expires',
  reversibility: 'irreversible',
  guide: ({ resource: { id: user }, evidence }, { snapshot: { account } }) => ({
    title: `Have ${user} change the password before it expires`,
    steps: [
      `Ask ${user} to sign in at ${userSignInUrl(account)} before ${String(evidence['expires']).slice(0, 10)}, to choose the user name at the top right, "Security credentials", and there "Update console password".`,
      `Where ${user} may not do that, or cannot sign in any more, set a new one-time password: IAM console, "Users", ${user}, "Security credentials", "Manage console access", with "User must create new password at next sign-in".`,
      `Where ${user} signs in and puts it off, have IAM ask for a new one at the next sign-in: aws iam update-login-profile --user-name ${user} --password-reset-required`,
      `Where ${user} does not need the console any more, delete the password: aws iam delete-login-profile --user-name ${user}`,
    ],
    expect: `The credential report, which IAM renews every four hours at most, shows a later password_next_rotation of ${user}.`,
  }),
});

/**
 * Days begin to count when they begin: a password that expires in 7 days and an hour is in the window of 30 days and
 * not in that of 7. Passwords expire where the account's password policy says so; whether it should is another practice.
 */
export default defineControl({
  id: 'password-expiry',
  area: 'password',
  severity: 'medium',
  title: 'No console password expires within the days of a warning',
  rationale:
    'A password that runs out unnoticed stops somebody at the worst moment, and where the policy forbids changing an expired one, an administrator has to help. A reminder in time costs a minute.',
  risk: 'People who must act in an incident cannot sign in, and passwords that are renewed in haste are weak ones.',
  whenNotToFix: 'The user is about to be removed, or to move to an identity provider, before the password expires.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_user-change-own.html',
  ],
  frameworks: { 'nist-800-53-r5': ['IA-5'], 'iso-27001-2022': ['A.5.17'], 'soc-2': ['CC6.1'] },
  reads: ['credential-report'],
  parameters: z.object({
    /** Windows in days; the tightest that holds decides, and the severity rises as they tighten. */
    warnDays: z.array(z.number().int().positive()).min(1).default([7, 30, 45]),
  }),
  messages: {
    later: 'The console password of {user} expires in {days} days',
    soon: 'The console password of {user} expires in {days} day(s), within the warning of {window} days',
    expired: 'The console password of {user} expired on {expires}',
    unlimited: 'The console password of {user} does not expire',
    'no-password': '{user} has no console password',
    untold: 'The credential report does not tell when the console password of {user} expires',
    unclear: 'The credential report does not tell whether {user} has a console password',
  },
  *evaluate({ evidence, parameters, now, pass, fail, unknown, notApplicable }) {
    const windows = parameters.warnDays.toSorted((a, b) => a - b);
    for (const { user, arn, passwordEnabled, passwordNextRotation: expires } of evidence['credential-report'].rows) {
      if (user === rootUser) continue;
      const resource = iamResource('user', { name: user, arn });
      const facts = { user, expires };
      if (passwordEnabled === false) yield notApplicable('no-password', resource, facts);
      else if (passwordEnabled === 'unknown') yield unknown('unclear', resource, facts);
      else if (expires === 'never') yield notApplicable('unlimited', resource, facts);
      else if (!isTime(expires)) yield unknown('untold', resource, facts);
      else {
        const days = -daysBetween(expires, now);
        const at = windows.findIndex((window) => days <= window);
        const severity = severityOf(at);
        const window = windows[at];
        if (days <= 0) yield fail('expired', resource, facts, { severity });
        else if (window === undefined) yield pass('later', resource, { user, expires, days });
        else yield fail('soon', resource, { ...facts, days, window }, { severity });
      }
    }
  },
  remedies: [remindOwner],
});

/** The tightest window is the worst, and each wider one a step less. */
function severityOf(at: number): Severity {
  return (['high', 'medium'] as const)[at] ?? 'low';
}
