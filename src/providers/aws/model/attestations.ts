import { z } from 'zod';

/** A day, or a moment of it. */
const when = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

/** What a person signed off, where no API can tell: that a practice is kept, since when, and for how long that holds. */
export const attestationSchema = z.strictObject({
  /** The id of the control that it answers. */
  control: z.string().min(1),
  statement: z.string().min(1),
  signedBy: z.string().min(1),
  at: when,
  expires: when.optional(),
  reason: z.string().min(1).optional(),
});
export type Attestation = z.infer<typeof attestationSchema>;

/** attestations.yaml. */
export const attestationFileSchema = z.strictObject({
  version: z.literal(1),
  attestations: z.array(attestationSchema).default([]),
});

/** The key that attestations are sorted by: the latest one of a control is its last. */
export const attestationKey = ({ control, at, signedBy }: Attestation): string => `${control} ${at} ${signedBy}`;
