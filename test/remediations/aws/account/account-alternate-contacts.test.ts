import accountAlternateContacts from '../../../../remediations/aws/account/account-alternate-contacts.ts';
import { account } from '../../../../src/providers/aws/model/builder.ts';
import { testRemediation } from '../../../support/harness.ts';

const missing = (...kinds: readonly string[]) =>
  kinds.map((discriminator) => ({ resource: '111122223333', reason: 'missing', discriminator }));
const lena = { name: 'Lena', title: 'On duty', email: 'lena@example.com', phone: '+49 30 555 0100' };

testRemediation(accountAlternateContacts, {
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
