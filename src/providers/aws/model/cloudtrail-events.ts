import { z } from 'zod';
import { compareText } from '../../../engine/finding.ts';
import { timeSchema } from './time.ts';

/** An event of CloudTrail's history: who did what, from where, to what. */
export const trailEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  source: z.string(),
  at: timeSchema,
  /** The name of the user, or of the role's session. */
  user: z.string().optional(),
  /** IAMUser, Root, AssumedRole, AWSService … */
  userType: z.string().optional(),
  /** The account that the caller is of. */
  userAccount: z.string().optional(),
  sourceIp: z.string().optional(),
  accessKey: z.string().optional(),
  /** The names of the resources that it was about. */
  resources: z.array(z.string()),
  /** The error's code, and its message, where the call was refused. */
  errorCode: z.string().optional(),
  errorMessage: z.string().optional(),
  /** Whether a console sign-in was with MFA, where the event says so. */
  mfaUsed: z.boolean().optional(),
});
export type TrailEvent = z.infer<typeof trailEventSchema>;

/**
 * The events of the history that monitoring is about, looked up by name since a moment in the one region where
 * the partition records its global services; newest first.
 */
export const trailEventsSchema = z.object({
  region: z.string(),
  since: timeSchema,
  events: z.array(trailEventSchema),
  /** The names, and the keys that were asked for, of which there are more events than were read. */
  more: z.array(z.string()),
});
export type TrailEvents = z.infer<typeof trailEventsSchema>;

/** How far back the history is looked up; CloudTrail keeps it for 90 days. */
export const lookbackDays = 7;

/** Events in the order that a snapshot has them in: the newest first. */
export function newestFirst(events: readonly TrailEvent[]): TrailEvent[] {
  return [...events].sort((a, b) => compareText(b.at, a.at) || compareText(a.id, b.id));
}
