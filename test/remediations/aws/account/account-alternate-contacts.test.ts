import { expect, test } from 'vitest';
import accountAlternateContacts from '../../../../remediations/aws/account/account-alternate-contacts.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';
import { proposalsOf } from '../../../support/proposals.ts';

const missing = (...kinds: readonly string[]) =>
  kinds.map((discriminator) => ({ resource: '111122223333', reason: 'missing', discriminator }));
const lena = { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' };

testRemediation(accountAlternateContacts, {
  baseline: { controls: { 'account-alternate-contacts': { security: lena, billing: lena } } },
  compliant: {
    'the boring account': account(),
    'one person for all three': account().alternateContacts({ billing: lena, operations: lena, security: lena }),
  },
  violating: {
    'no security contact': { given: account().alternateContacts({ security: null }), expect: missing('security') },
    'no billing contact': { given: account().alternateContacts({ billing: null }), expect: missing('billing') },
    'none at all': {
      given: account().alternateContacts({ billing: null, operations: null, security: null }),
      expect: missing('billing', 'operations', 'security'),
    },
  },
});

test('a contact that the baseline does not name is asked for', () => {
  const given = account().alternateContacts({ billing: null, security: null });
  const proposals = proposalsOf(accountAlternateContacts, 'name-contacts', given, { security: lena });
  expect(proposals).toMatchObject([
    { blocked: expect.stringContaining('set controls.account-alternate-contacts.billing in remediate.yaml') },
    { changes: [{ operation: 'account:PutAlternateContact', resource: { address: { type: 'security' } }, to: lena }] },
  ]);
});

test.each([
  ['email', 'lena'],
  ['phone', '+49 30 555 0100 0000 0000 0000'],
  ['title', ''],
])('a contact with a wrong %s is refused with the baseline', (field, value) => {
  const parsed = accountAlternateContacts.parameters.safeParse({ security: { ...lena, [field]: value } });
  expect(parsed.error?.issues.map(({ path }) => path)).toEqual([['security', field]]);
});
