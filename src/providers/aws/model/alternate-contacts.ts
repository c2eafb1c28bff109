import { z } from 'zod';

/** Somebody whom AWS reaches besides the account's owner. */
export const alternateContactSchema = z.object({
  name: z.string(),
  title: z.string(),
  email: z.string(),
  phone: z.string(),
});
export type AlternateContact = z.infer<typeof alternateContactSchema>;

export const contactKinds = ['billing', 'operations', 'security'] as const;

/** The account's alternate contacts; null where none is set. */
export const alternateContactsSchema = z.record(z.enum(contactKinds), alternateContactSchema.nullable());
export type AlternateContacts = z.infer<typeof alternateContactsSchema>;
