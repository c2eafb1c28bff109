import type { AlternateContact as LiveContact } from '@aws-sdk/client-account';
import { type AlternateContact, type AlternateContacts, contactKinds } from '../model/alternate-contacts.ts';
import { absent } from '../operations/live-answers.ts';
import { defineCollector } from './define.ts';

/** Whom AWS reaches in matters of billing, operations and security: one call each. */
export const alternateContactsCollector = defineCollector({
  name: 'alternate-contacts',
  permissions: ['account:GetAlternateContact'],
  needs: [],
  async collect({ live, each }) {
    const account = await live.account();
    const contacts = await each(contactKinds, async (kind) => {
      const type = contactTypes[kind];
      const answer = await absent(() => account.getAlternateContact({ AlternateContactType: type }));
      return [kind, answer?.AlternateContact === undefined ? null : toContact(answer.AlternateContact)] as const;
    });
    return Object.fromEntries(contacts) as AlternateContacts;
  },
  floor: () => ({ 'account:GetAlternateContact': contactKinds.length }),
});

/** The kinds of contacts as the Account API names them. */
export const contactTypes = { billing: 'BILLING', operations: 'OPERATIONS', security: 'SECURITY' } as const;

/** A contact as GetAlternateContact tells it. */
export function toContact(contact: LiveContact): AlternateContact {
  return {
    name: contact.Name ?? '',
    title: contact.Title ?? '',
    email: contact.EmailAddress ?? '',
    phone: contact.PhoneNumber ?? '',
  };
}
