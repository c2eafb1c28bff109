import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { readable } from '../../../src/engine/snapshot.ts';
import type { AwsSnapshot } from '../../../src/providers/aws/model/collections.ts';
import { daysBetween, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { rootUser } from '../../../src/providers/aws/model/credential-report.ts';
import type { PasswordPolicy } from '../../../src/providers/aws/model/credentials.ts';
import { updatePasswordPolicy } from '../../../src/providers/aws/operations/password-policy.ts';

/** The attributes of the policy that the baseline settles; one that is not demanded is left as it is. */
export const passwordBaseline = z.object({
  minimumLength: z.int().min(6).max(128).default(14),
  maxAgeDays: z.int().min(1).max(1095).default(90),
  reusePrevention: z.int().min(1).max(24).default(24),
  requireSymbols: z.boolean().default(true),
  requireNumbers: z.boolean().default(true),
  requireUppercase: z.boolean().default(true),
  requireLowercase: z.boolean().default(true),
  allowUsersToChange: z.boolean().default(true),
});
/** What the baseline wants of the policy. */
export type PasswordBaseline = z.output<typeof passwordBaseline>;

/** The policy that is weaker than neither the live one nor the baseline, attribute by attribute. */
export function strengthen(live: PasswordPolicy | null, wanted: PasswordBaseline): PasswordPolicy {
  return {
    minimumLength: Math.max(live?.minimumLength ?? 0, wanted.minimumLength),
    requireSymbols: live?.requireSymbols === true || wanted.requireSymbols,
    requireNumbers: live?.requireNumbers === true || wanted.requireNumbers,
    requireUppercase: live?.requireUppercase === true || wanted.requireUppercase,
    requireLowercase: live?.requireLowercase === true || wanted.requireLowercase,
    allowUsersToChange: live?.allowUsersToChange === true || wanted.allowUsersToChange,
    maxAgeDays: Math.min(live?.maxAgeDays ?? wanted.maxAgeDays, wanted.maxAgeDays),
    reusePrevention: Math.max(live?.reusePrevention ?? 0, wanted.reusePrevention),
    hardExpiry: live?.hardExpiry ?? false,
  };
}

/** How many passwords the stricter age would expire at once, or undefined where the report does not tell. */
function expiring(snapshot: AwsSnapshot, live: PasswordPolicy | null, strong: PasswordPolicy, now: Date) {
  const [was, will] = [live?.maxAgeDays ?? Number.POSITIVE_INFINITY, strong.maxAgeDays ?? Number.POSITIVE_INFINITY];
  if (will >= was) return 0;
  return readable(snapshot, 'credential-report')?.rows.filter((row) => {
    const bound = row.user !== rootUser && row.passwordEnabled === true;
    const age = bound ? daysBetween(row.passwordLastChanged, now) : 0;
    return age >= will && age < was;
  }).length;
}

/** Sends the whole policy at once, the live one and the baseline merged: IAM knows no partial update. */
export const strengthenPolicy = defineRemedy({
  id: 'strengthen',
  via: ['terraform', 'api'],
  title: 'Raise each weak attribute to the baseline and keep each stronger one',
  reversibility: 'reversible',
  *propose(context) {
    yield* eachFinding(context, (_, steps) => {
      const title = 'Bring the account password policy up to the baseline';
      const live = steps.value(updatePasswordPolicy, {});
      const strong = strengthen(live, passwordBaseline.parse(context.parameters('password-policy')));
      const expired = expiring(context.snapshot, live, strong, context.now);
      const old = `passwords older than ${strong.maxAgeDays} days (${expired ?? 'an unknown number of them'})`;
      if (expired !== 0 && strong.hardExpiry === true)
        return {
          title,
          blocked: `hard expiry is on, so users with ${old} would be locked out at once: let them change their passwords first`,
        };
      steps.add(updatePasswordPolicy, {}, strong);
      return { title: expired === 0 ? title : `${title}; ${old} must be changed at the next sign-in` };
    });
  },
});
