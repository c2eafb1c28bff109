import { z } from 'zod';
import { type Exception, exceptionSchema, matchesPattern } from './baseline.ts';
import type { Finding } from './finding.ts';

/** An exception in a scan: it accepts findings, it ended and they count again, or nothing fails that it would accept. */
export const exceptionStandingSchema = exceptionSchema.extend({
  state: z.enum(['accepting', 'expired', 'unused']),
  /** How many findings it accepts, or how many count again. */
  findings: z.number().int(),
});
export type ExceptionStanding = z.infer<typeof exceptionStandingSchema>;

/** The finding with the exception that is about it: muted while one holds, failing again once the last has expired. */
export function withException(finding: Finding, exceptions: readonly Exception[], account: string, now: Date): Finding {
  if (finding.status !== 'fail') return finding;
  const about = exceptions.filter((exception) => isOf(exception, account) && isAbout(exception, finding));
  const exception = about.find((candidate) => !hasExpired(candidate, now)) ?? about[0];
  if (exception === undefined) return finding;
  const { owner, reason, expires } = exception;
  const status = hasExpired(exception, now) ? 'fail' : 'muted';
  const { message, fingerprint } = finding;
  return { ...finding, message, fingerprint, status, exception: { owner, reason, expires } };
}

/**
 * What became of a baseline's exceptions, given the findings of a scan. Those of other accounts are left out, and so are
 * those of which nothing can be said: their control was not among the chosen ones, or could not be judged.
 */
export function standingsOf(
  exceptions: readonly Exception[],
  findings: readonly Finding[],
  account: string,
  now: Date,
): ExceptionStanding[] {
  return exceptions.flatMap((exception): ExceptionStanding[] => {
    const judged = findings.filter(({ control }) => control === exception.control);
    if (!isOf(exception, account) || judged.length === 0) return [];
    const about = judged.filter((finding) => isAbout(exception, finding));
    const having = (status: Finding['status']) => about.filter((finding) => finding.status === status).length;
    if (hasExpired(exception, now)) return [{ ...exception, state: 'expired', findings: having('fail') }];
    const accepted = having('muted');
    if (accepted > 0) return [{ ...exception, state: 'accepting', findings: accepted }];
    const isOpen = having('unknown') > 0 || judged.some(({ reason }) => reason === 'unreadable');
    return isOpen ? [] : [{ ...exception, state: 'unused', findings: 0 }];
  });
}

function isOf({ account }: Exception, scanned: string): boolean {
  return account === undefined || account === scanned;
}

function isAbout({ control, resource }: Exception, finding: Finding): boolean {
  return (
    control === finding.control &&
    (matchesPattern(resource, finding.resource.id) ||
      matchesPattern(resource, finding.resource.arn ?? finding.resource.id))
  );
}

/** An exception holds through the day on which it expires. */
function hasExpired({ expires }: Exception, now: Date): boolean {
  return expires < now.toISOString().slice(0, 10);
}
