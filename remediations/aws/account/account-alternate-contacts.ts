import { z } from 'zod';
import { eachFinding } from '../../../src/engine/remedy.ts';
import { type AlternateContact, contactKinds } from '../../../src/providers/aws/model/alternate-contacts.ts';
import { accountResource, defineControl, defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { putAlternateContact } from '../../../src/providers/aws/operations/alternate-contacts.ts';
import { byHand } from '../by-hand.ts';

/** Somebody whom the baseline names; the lengths are those that AWS takes. */
const contact = z.strictObject({
  name: z.string().min(1).max(64),
  title: z.string().min(1).max(50),
  email: z.email('expected a mail address').max(254),
  phone: z.string().min(1).max(25),
});
const contacts = z.object({
  /** Whom AWS is to reach in matters of billing. */
  billing: contact.optional(),
  /** Whom AWS is to reach in matters of operations. */
  operations: contact.optional(),
  /** Whom AWS is to reach in matters of security. */
  security: contact.optional(),
});

const nameContacts = defineRemedy({
  id: 'name-contacts',
  via: ['terraform', 'api'],
  title: 'Set the contacts that the baseline names',
  reversibility: 'reversible',
  *propose(context) {
    const named = contacts.parse(context.parameters('account-alternate-contacts'));
    yield* eachFinding(context, ({ evidence }, steps) => {
      const kind = contactKinds.find((one) => one === evidence['kind']);
      const contact: AlternateContact | undefined = kind && named[kind];
      const title = `Name the ${evidence['kind']} contact`;
      if (contact === undefined)
        return {
          title,
          blocked: `nobody is named: set controls.account-alternate-contacts.${evidence['kind']} in remediate.yaml to a name, title, email and phone`,
        };
      steps.add(putAlternateContact, { type: String(kind) }, contact);
      return { title };
    });
  },
});

const setContact = byHand({
  id: 'set-contact',
  title: 'Name whom AWS reaches',
  reversibility: 'reversible',
  guide: ({ evidence }, { snapshot: { account } }) => ({
    title: `Name the ${evidence['kind']} contact`,
    steps: [
      `Choose a mailbox and a phone number that several people answer, and that outlive any one of them, for ${evidence['kind']}`,
      `Sign in to account ${account.id} and run: aws account put-alternate-contact --alternate-contact-type ${String(evidence['kind']).toUpperCase()} --name NAME --title TITLE --email-address EMAIL --phone-number PHONE`,
      'In an organization, the management account can do so for all members at once, with --account-id',
    ],
    expect: `aws account get-alternate-contact --alternate-contact-type ${String(evidence['kind']).toUpperCase()} shows the contact`,
  }),
});

export default defineControl({
  id: 'account-alternate-contacts',
  area: 'account',
  severity: 'medium',
  title: 'Security, billing and operations contacts are set',
  rationale:
    'When AWS sees that a key has leaked or that a machine attacks others, it writes to the contacts of the account. Without any it writes to the address of root, which often nobody reads.',
  risk: 'The warning comes in time and is not read; AWS may restrict the account before anybody in charge hears of it.',
  whenNotToFix: 'Mail to the root address goes to the people in charge of all three matters, day and night.',
  references: [
    'https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html',
    'https://docs.aws.amazon.com/securityhub/latest/userguide/account-controls.html#account-1',
  ],
  frameworks: {
    'cis-aws-1.4': ['1.2'],
    'cis-aws-1.5': ['1.2'],
    'cis-aws-2.0': ['1.2'],
    'cis-aws-3.0': ['1.2'],
    'cis-aws-4.0': ['1.2'],
    'cis-aws-5.0': ['1.2'],
    'cis-aws-6.0': ['2.2'],
    'cis-aws-7.0': ['2.3'],
    'aws-fsbp': ['Account.1'],
    'nist-800-53-r5': ['CM-2', 'CM-2(2)'],
  },
  reads: ['alternate-contacts'],
  parameters: contacts,
  messages: { set: 'The {kind} contact is {name}', missing: 'There is no {kind} contact' },
  *evaluate({ evidence, account, pass, fail }) {
    const resource = accountResource(account);
    for (const kind of contactKinds) {
      const contact = evidence['alternate-contacts'][kind];
      const discriminator = kind;
      if (contact) yield pass('set', resource, { kind, name: contact.name }, { discriminator });
      else yield fail('missing', resource, { kind }, { discriminator });
    }
  },
  remedies: [nameContacts, setContact],
});
