import type { TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import type { AlternateContact, contactKinds } from '../../../src/providers/aws/model/alternate-contacts.ts';
import { starterPolicies } from '../../../src/providers/aws/model/starter-policies.ts';
import { alternateContact, analyzer, budget } from '../account.ts';
import { scp, scpAttachment } from '../organizations.ts';

/** Whom AWS reaches besides the account's owner; kinds that are not named stay as they are. */
export class AlternateContacts extends Construct {
  constructor(
    scope: Construct,
    id: string,
    contacts: { readonly [K in (typeof contactKinds)[number]]?: AlternateContact },
  ) {
    super(scope, id);
    for (const [type, contact] of Object.entries(contacts)) alternateContact.make(this, type, { type }, contact);
  }
}

/** An analyzer of access from outside in each region; a provider for each, as one looks at its own region alone. */
export class AccessAnalyzerPerRegion extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly name?: string; readonly providers: Readonly<Record<string, TerraformProvider>> },
  ) {
    super(scope, id);
    const { name = 'external-access', providers } = props;
    for (const [region, provider] of Object.entries(providers))
      analyzer.make(this, region, { name }, { type: 'ACCOUNT' }, { provider });
  }
}

/** A monthly budget of cost that tells people when it is passed, or will be by the end of the month. */
export class BillingBudget extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: {
      readonly account: string;
      readonly name?: string;
      readonly dollarsAMonth: number;
      readonly emails: readonly string[];
    },
  ) {
    super(scope, id);
    const { account, name = 'monthly-cost', dollarsAMonth, emails } = props;
    const limit = { amount: String(dollarsAMonth), unit: 'USD' };
    budget.make(this, 'budget', { account, name }, { type: 'COST', timeUnit: 'MONTHLY', limit, emails });
  }
}

/** Service control policies to begin with, attached to the organization's root or to units of it; for the management account. */
export class BaselineScp extends Construct {
  constructor(scope: Construct, id: string, props: { readonly targetIds: readonly string[] }) {
    super(scope, id);
    for (const [name, starter] of Object.entries(starterPolicies)) {
      const id = scp.make(this, name, { name }, starter).interpolationForAttribute('id').toString();
      for (const target of props.targetIds)
        scpAttachment.make(this, `${name} ${target}`, { policy: name, target }, { id });
    }
  }
}
