import { z } from 'zod';
import { accountResource, defineControl } from '../../../src/providers/aws/model/control.ts';
import { administrators } from '../../../src/providers/aws/policy/administrators.ts';
import { privilegedAccounts } from '../policies/frameworks.ts';
import { chooseAdministrators, keepChosenAdministrators } from './administrator-remedies.ts';

/** Users and roles are counted, each once; groups make no requests. Who may be one only under a condition widens the range. */
export default defineControl({
  id: 'admin-count',
  area: 'users',
  severity: 'high',
  title: 'The number of administrators lies within the allowed range',
  rationale:
    'With one administrator, a lost phone or a holiday locks the account; with many, nobody knows who may do what, and each is one more way in.',
  risk: 'Too few: nobody is left who can put things right. Too many: the account is as safe as the most careless of them.',
  whenNotToFix:
    'A larger organization may need more: set maxAdmins to what was decided, rather than leaving the finding open.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/getting-started-emergency-iam-user.html',
  ],
  frameworks: privilegedAccounts,
  reads: ['authorization-details'],
  parameters: z.object({
    minAdmins: z.number().int().nonnegative().default(2),
    maxAdmins: z.number().int().nonnegative().default(4),
    /** Names or ARNs of the users and roles that stay administrators where there are too many. */
    keepAdmins: z.array(z.string().min(1)).optional(),
  }),
  messages: {
    within: 'The account has {count} administrator(s)',
    tooFew: 'The account has {count} administrator(s), fewer than {minAdmins}: {administrators}',
    tooMany: 'The account has {count} administrator(s), more than {maxAdmins}: {administrators}',
    unsure:
      'The account has {count} administrator(s) for certain, and {possible} more that a condition or a missing document decides: {administrators}',
  },
  *evaluate({ evidence, account, parameters, pass, fail, unknown }) {
    const found = administrators(evidence['authorization-details']);
    const { minAdmins, maxAdmins } = parameters;
    const count = found.filter(({ certain }) => certain).length;
    const names = found.map(({ principal, how, certain }) => {
      const way = certain ? how : `perhaps, ${how}`;
      return `${principal.type} ${principal.name} (${way})`;
    });
    const facts = { count, minAdmins, maxAdmins, administrators: names.length === 0 ? ['none'] : names.sort() };
    const resource = accountResource(account);
    if (count > maxAdmins) yield fail('tooMany', resource, facts);
    else if (found.length < minAdmins) yield fail('tooFew', resource, facts);
    else if (count >= minAdmins && found.length <= maxAdmins) yield pass('within', resource, facts);
    else yield unknown('unsure', resource, { ...facts, possible: found.length - count });
  },
  remedies: [chooseAdministrators, keepChosenAdministrators],
});
