import { Refusal } from '../../../engine/change.ts';
import { readable } from '../../../engine/snapshot.ts';
import { contactTypes, toContact } from '../collect/alternate-contacts.ts';
import { type AlternateContact, contactKinds } from '../model/alternate-contacts.ts';
import { editable } from '../model/edit.ts';
import { defineOperation, defineResource } from './define.ts';
import { absent } from './live-answers.ts';

type ContactKind = (typeof contactKinds)[number];
/** The kind of the contact: billing, operations or security. */
type ContactAddress = { readonly type: string };

/** The longest texts that the Account API takes. */
const longest = { name: 64, title: 50, email: 254, phone: 25 } as const;

/** Whom AWS reaches in matters of one kind. */
export const alternateContactResource = defineResource<ContactAddress, AlternateContact>({
  type: 'account-alternate-contact',
  collection: 'alternate-contacts',
  volatile: [],
  label: ({ type }) => `${type} contact`,
  read: (snapshot, { type }) => readable(snapshot, 'alternate-contacts')?.[kindOf(type)] ?? null,
  write(draft, { type }, value) {
    const contacts = editable(draft, 'alternate-contacts');
    if (contacts === undefined) return;
    const kind = kindOf(type);
    if (value === null && contacts[kind] === null) throw new Refusal(`there is no ${kind} contact to delete`);
    if (value !== null) holdContact(kind, value);
    contacts[kind] = value === null ? null : { ...value };
  },
  requires: () => [],
  permissions: ['account:GetAlternateContact'],
  async observe(live, { type }) {
    const account = await live.account();
    const asked = { AlternateContactType: contactTypes[kindOf(type)] };
    const answer = await absent(() => account.getAlternateContact(asked));
    return answer?.AlternateContact === undefined ? null : toContact(answer.AlternateContact);
  },
});

export const putAlternateContact = defineOperation({
  name: 'account:PutAlternateContact',
  resource: alternateContactResource,
  inverse: 'account:DeleteAlternateContact',
  reversibility: 'reversible',
  permissions: ['account:PutAlternateContact', 'account:GetAlternateContact'],
  title: ({ type }, from, to) => `${from === null ? 'Make' : 'Have'} ${to?.name} <${to?.email}> the ${type} contact`,
  command: ({ type }, _, to) => [
    ...['account', 'put-alternate-contact', '--alternate-contact-type', type.toUpperCase()],
    ...(to === null
      ? []
      : ['--name', to.name, '--title', to.title, '--email-address', to.email, '--phone-number', to.phone]),
  ],
  async perform(live, { address, to }) {
    if (to === null) throw new Error('a contact is removed by account:DeleteAlternateContact');
    const account = await live.account();
    await account.putAlternateContact({
      AlternateContactType: contactTypes[kindOf(address.type)],
      Name: to.name,
      Title: to.title,
      EmailAddress: to.email,
      PhoneNumber: to.phone,
    });
    return undefined;
  },
});

export const deleteAlternateContact = defineOperation({
  name: 'account:DeleteAlternateContact',
  resource: alternateContactResource,
  inverse: 'account:PutAlternateContact',
  reversibility: 'reversible',
  permissions: ['account:DeleteAlternateContact', 'account:GetAlternateContact'],
  title: ({ type }) => `Delete the ${type} contact`,
  command: ({ type }) => [...['account', 'delete-alternate-contact', '--alternate-contact-type', type.toUpperCase()]],
  async perform(live, { address }) {
    const account = await live.account();
    // One that is gone already is as wanted.
    await absent(() => account.deleteAlternateContact({ AlternateContactType: contactTypes[kindOf(address.type)] }));
    return undefined;
  },
});

export const alternateContactOperations = [putAlternateContact, deleteAlternateContact];

function kindOf(type: string): ContactKind {
  const kind = contactKinds.find((one) => one === type);
  if (kind === undefined) throw new Error(`there is no kind of alternate contact ${type}`);
  return kind;
}

function holdContact(kind: ContactKind, contact: AlternateContact): void {
  for (const [field, most] of Object.entries(longest) as [keyof AlternateContact, number][]) {
    const { length } = contact[field];
    if (length === 0 || length > most)
      throw new Refusal(`AWS does not take the ${kind} contact: its ${field} must have 1 to ${most} characters`);
  }
}
