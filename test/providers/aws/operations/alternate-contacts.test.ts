import { expect, test } from 'vitest';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import {
  alternateContactOperations,
  deleteAlternateContact,
  putAlternateContact,
} from '../../../../src/providers/aws/operations/alternate-contacts.ts';
import { changeOf, refusalOf, testOperationLaws, write } from '../../../support/operation-laws.ts';

const lena = { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' };
const security = { type: 'security' };

testOperationLaws(alternateContactOperations, () => [
  write(putAlternateContact, security, lena),
  write(putAlternateContact, { type: 'billing' }, { ...lena, phone: '+1 206 555 0199' }),
  write(deleteAlternateContact, { type: 'operations' }, null),
]);

test.each([
  ['a name of 65 characters', { ...lena, name: 'x'.repeat(65) }, 'name must have 1 to 64'],
  ['no phone number', { ...lena, phone: '' }, 'phone must have 1 to 25'],
])('AWS takes no contact with %s', (_, contact, reason) => {
  expect(refusalOf(account().build(), write(putAlternateContact, security, contact))).toContain(reason);
});

test('it takes the longest texts, and deletes what is there alone', () => {
  const longest = { name: 'x'.repeat(64), title: 'x'.repeat(50), email: 'x'.repeat(254), phone: '1'.repeat(25) };
  expect(refusalOf(account().build(), write(putAlternateContact, security, longest))).toBeUndefined();
  const without = account().alternateContacts({ security: null }).build();
  expect(changeOf(without, write(deleteAlternateContact, security, null))).toBeUndefined();
});

test('the command holds the whole contact', () => {
  const change = changeOf(account().build(), write(putAlternateContact, security, lena));
  expect(change?.command.slice(2)).toEqual([
    ...['--alternate-contact-type', 'SECURITY', '--name', 'Lena', '--title', 'On duty'],
    ...['--email-address', 'lena@example.com', '--phone-number', '+49 30 555 0100'],
  ]);
});
