import { eachFinding } from '../../../src/engine/remedy.ts';
import { defineRemedy } from '../../../src/providers/aws/model/control.ts';
import { deleteOidcProvider, deleteSamlProvider } from '../../../src/providers/aws/operations/identity-providers.ts';

/** Deletes a provider that nobody trusts; it comes back under the same ARN from what the record holds of it. */
export const deleteProvider = defineRemedy({
  id: 'delete-provider',
  via: ['api'],
  title: 'Delete the identity provider',
  reversibility: 'recoverable',
  *propose(context) {
    yield* eachFinding(context, ({ resource: { type, id, arn = '' } }, steps) => {
      const title = `Delete identity provider ${id}`;
      if (type === 'iam-oidc-provider') steps.add(deleteOidcProvider, { arn }, null);
      else if (steps.value(deleteSamlProvider, { arn })?.metadata === undefined)
        return { title, blocked: 'its metadata is not in the evidence, and without it there would be no way back' };
      else steps.add(deleteSamlProvider, { arn }, null);
      return { title };
    });
  },
});
